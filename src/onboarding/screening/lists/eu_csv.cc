#include <map>

#include "base/text.h"
#include "screening/lists/entries.h"
#include "screening/lists/eu.h"
#include "screening/lists/field_text.h"
#include "screening/lists/table.h"

namespace probity::screening {
namespace {

std::string part(const Table& row, std::string_view group, std::string_view name) {
  return one_line(row[std::string(group) + "_" + std::string(name)]);
}

std::string country_at(const Table& row, std::string_view group) {
  return eu_country(part(row, group, "CountryIso2Code"), part(row, group, "CountryDescription"));
}

std::string places(const Table& row, std::string_view group,
                   std::initializer_list<std::string_view> names) {
  std::string text;
  for (auto name : names)
    if (auto one = part(row, group, name); !one.empty()) text += (text.empty() ? "" : ", ") + one;
  return text;
}

void read_row(Entry& entry, const Table& row, ReadCounts& counts) {
  auto quality = entry.names.empty() ? Quality::primary : Quality::strong;
  auto name = part(row, "NameAlias", "WholeName");
  add_name(entry, {name, quality, is_original_script(name), part(row, "NameAlias", "LogicalId")});
  read_eu_gender(entry, part(row, "NameAlias", "Gender"));
  add_once(entry.titles, part(row, "NameAlias", "Title"));
  add_once(entry.positions, part(row, "NameAlias", "Function"));
  add_eu_birth(entry, part(row, "BirthDate", "BirthDate"), part(row, "BirthDate", "Year"),
               part(row, "BirthDate", "YearRangeFrom"), part(row, "BirthDate", "YearRangeTo"),
               lower_ascii(part(row, "BirthDate", "Circa")) == "true", counts);
  add_place(entry.birth_places,
            {places(row, "BirthDate", {"City", "Place", "Region"}), country_at(row, "BirthDate")});
  add_place(entry.addresses,
            {places(row, "Address", {"Street", "PoBox", "ZipCode", "City", "Place", "Region"}),
             country_at(row, "Address")});
  auto type = eu_identifier_type(part(row, "Identification", "TypeCode"));
  auto identifier = labelled_identifier(type, part(row, "Identification", "Number"));
  identifier.country = country_at(row, "Identification");
  add_identifier(entry, std::move(identifier));
  add_once(entry.nationalities, country_at(row, "Citizenship"));
  add_once(entry.programmes, part(row, "Entity", "Regulation_Programme"));
  if (entry.remarks.empty()) entry.remarks = part(row, "Entity", "Remark");
  if (!entry.listed_on) entry.listed_on = full_date(part(row, "Entity", "DesignationDate"));
}

// Of an entity's rows the first may be without a name, so entries wait for the end of the file.
using Rows = std::map<std::string, Entry, std::less<>>;

}  // namespace

Result<ReadList> read_eu_csv(const ListTexts& texts, ListClass list_class) {
  auto found = texts.find("csv");
  if (found == texts.end()) return bad_file("eu-csv", "needs the file csv");
  auto table = TRY(Table::open(found->second,
                               {"Entity_LogicalId", "Entity_SubjectType", "NameAlias_WholeName"},
                               {.separator = ';'}));
  Entries entries(found->second.file);
  Rows rows;
  while (TRY(table.next())) {
    ++entries.counts().rows;
    std::string number(table["Entity_LogicalId"]);
    if (number.empty()) return table.bad("an entry without a number");
    auto kind = eu_kind(table["Entity_SubjectType"]);
    if (!kind) return table.bad("an unknown type of subject");
    if (rows.size() > max_entries) return table.bad("too many entries");
    auto [place, fresh] = rows.try_emplace(number);
    if (fresh) {
      auto reference = part(table, "Entity", "EU_ReferenceNumber");
      place->second = {
          .id = reference.empty() ? number : reference, .kind = *kind, .list_class = list_class};
    }
    read_row(place->second, table, entries.counts());
  }
  for (auto& [number, entry] : rows)
    if (const char* fault = entries.take(std::move(entry)))
      return bad_file(found->second.file, "entity " + number + ": " + fault);
  return std::move(entries).done();
}

}  // namespace probity::screening
