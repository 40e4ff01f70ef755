#include "screening/lists/australia.h"

#include <algorithm>

#include "base/text.h"
#include "screening/lists/births.h"
#include "screening/lists/country.h"
#include "screening/lists/entries.h"
#include "screening/lists/field_text.h"
#include "screening/lists/table.h"

namespace probity::screening {
namespace {

std::optional<EntryKind> kind_of(std::string_view word) {
  auto lower = lower_ascii(word);
  if (lower == "individual") return EntryKind::person;
  if (lower == "entity") return EntryKind::organisation;
  if (lower == "vessel") return EntryKind::vessel;
  return {};
}

Quality quality_of(const Table& row) {
  if (lower_ascii(row["Name Type"]).starts_with("primary")) return Quality::primary;
  bool weak = lower_ascii(row["Alias Strength"]).starts_with("weak");
  return weak ? Quality::weak : Quality::strong;
}

void read_row(Entry& entry, const Table& row, ReadCounts& counts) {
  add_name_text(entry, row["Name of Individual or Entity"], quality_of(row));
  if (entry.kind == EntryKind::person) add_births(entry, row["Date of Birth"], counts);
  for (auto place : list_pieces(row["Place of Birth"], ";\n"))
    add_place(entry.birth_places, place_with_country(one_line(place)));
  add_nationalities(entry, row["Citizenship"]);
  for (auto place : list_pieces(row["Address"], ";\n"))
    add_place(entry.addresses, place_with_country(one_line(place)));
  add_identifier(entry, labelled_identifier("imo", row["IMO Number"]));
  add_once(entry.programmes, one_line(row["Committees"]));
  if (entry.remarks.empty()) entry.remarks = one_line(row["Additional Information"]);
  if (!entry.listed_on) entry.listed_on = full_date(row["Control Date"]);
}

}  // namespace

Result<ReadList> read_australia_csv(const ListTexts& texts, ListClass list_class) {
  auto found = texts.find("csv");
  if (found == texts.end()) return bad_file("au-csv", "needs the file csv");
  auto table = TRY(Table::open(found->second,
                               {"Reference", "Name of Individual or Entity", "Type", "Name Type"}));
  Entries entries(found->second.file);
  while (TRY(table.next())) {
    ++entries.counts().rows;
    auto reference = table["Reference"];
    auto letters = reference.find_first_not_of("0123456789");
    if (letters == 0 || reference.empty()) return table.bad("the reference has no number");
    std::string id(reference.substr(0, letters));
    auto* entry = entries.find(id);
    if (entry != nullptr) {
      read_row(*entry, table, entries.counts());
      continue;
    }
    auto kind = kind_of(table["Type"]);
    if (!kind) return table.bad("an unknown type of entity");
    Entry fresh{.id = id, .kind = *kind, .list_class = list_class};
    read_row(fresh, table, entries.counts());
    if (const char* fault = entries.take(std::move(fresh))) return table.bad(fault);
  }
  entries.each(primary_first);
  return std::move(entries).done();
}

}  // namespace probity::screening
