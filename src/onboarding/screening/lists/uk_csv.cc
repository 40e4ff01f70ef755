#include <algorithm>

#include "base/text.h"
#include "screening/lists/births.h"
#include "screening/lists/country.h"
#include "screening/lists/entries.h"
#include "screening/lists/field_text.h"
#include "screening/lists/table.h"
#include "screening/lists/uk.h"

namespace probity::screening {
namespace {

// What the columns are called in the UK Sanctions List and in OFSI's consolidated list; both where
// the word is the same.
using Columns = std::vector<std::string_view>;
struct Words {
  Columns id = {"Unique ID", "Group ID"};
  Columns kind = {"Designation Type", "Individual, Entity, Ship", "Group Type"};
  Columns name_type = {"Name type", "Alias Type"};
  Columns strength = {"Alias strength", "Alias Quality"};
  Columns regime = {"Regime Name", "Regime"};
  Columns birth = {"D.O.B", "DOB"};
  Columns nationality = {"Nationality(/ies)", "Nationality"};
  Columns postcode = {"Address Postal Code", "Post/Zip Code"};
  Columns country = {"Address Country", "Country"};
  Columns listed = {"Date Designated", "Listed On"};
};

struct Numbers {
  std::string_view column, type;
};
constexpr Numbers numbers[] = {{"Passport number", "passport"},
                               {"National Identifier number", "national_id"},
                               {"National Identification Number", "national_id"},
                               {"Business registration number (s)", "registration"},
                               {"IMO number", "imo"}};

std::string_view field(const Table& row, const Columns& columns) {
  for (auto column : columns)
    if (auto text = row[column]; !text.empty()) return text;
  return {};
}

void read_name(Entry& entry, const Table& row, const Words& words) {
  std::string others;
  for (auto part : {"Name 1", "Name 2", "Name 3", "Name 4", "Name 5"})
    others += std::string(row[part]) + " ";
  auto quality = uk_quality(field(row, words.name_type), field(row, words.strength));
  add_uk_name(entry, row["Name 6"], others, quality);
  for (auto name : list_pieces(row["Name non-latin script"], ";|\n"))
    add_name_text(entry, name, Quality::strong);
}

Place address_of(const Table& row, const Words& words) {
  std::string text;
  auto add = [&](std::string_view part) {
    if (!part.empty()) text += (text.empty() ? "" : ", ") + one_line(part);
  };
  for (auto number : {"1", "2", "3", "4", "5", "6"})
    add(field(row, {std::string("Address Line ") + number, std::string("Address ") + number}));
  add(field(row, words.postcode));
  return {text, country(field(row, words.country))};
}

void read_facts(Entry& entry, const Table& row, const Words& words, ReadCounts& counts) {
  if (entry.kind == EntryKind::person) add_births(entry, field(row, words.birth), counts);
  add_nationalities(entry, field(row, words.nationality));
  add_place(entry.birth_places,
            {one_line(row["Town of birth"]), country(one_line(row["Country of birth"]))});
  add_place(entry.addresses, address_of(row, words));
  for (const auto& number : numbers)
    for (auto piece : list_pieces(row[number.column], ";|\n"))
      add_identifier(entry, labelled_identifier(number.type, piece));
  add_once(entry.titles, one_line(row["Title"]));
  add_once(entry.positions, one_line(row["Position"]));
  add_once(entry.programmes, one_line(field(row, words.regime)));
  add_once(entry.countries, country(one_line(row["Current believed flag of ship"])));
  if (auto known = gender(row["Gender"])) entry.gender = *known;
  if (entry.remarks.empty()) entry.remarks = one_line(row["Other Information"]);
  if (!entry.listed_on) entry.listed_on = full_date(field(row, words.listed));
}

}  // namespace

Result<ReadList> read_uk_csv(const ListTexts& texts, ListClass list_class) {
  auto found = texts.find("csv");
  if (found == texts.end()) return bad_file("uk-csv", "needs the file csv");
  auto table = TRY(Table::open(found->second, {"Name 6", "Name 1"}, {.rows_before_header = 2}));
  static const Words words;
  Entries entries(found->second.file);
  while (TRY(table.next())) {
    ++entries.counts().rows;
    std::string id(field(table, words.id));
    auto* entry = entries.find(id);
    Entry fresh{.id = id, .list_class = list_class};
    if (entry == nullptr) {
      auto kind = uk_kind(field(table, words.kind));
      if (!kind) return table.bad("an unknown type of designation");
      fresh.kind = *kind;
    }
    auto& target = entry == nullptr ? fresh : *entry;
    read_name(target, table, words);
    read_facts(target, table, words, entries.counts());
    const char* fault = entry == nullptr ? entries.take(std::move(fresh)) : nullptr;
    if (fault != nullptr) return table.bad(fault);
  }
  entries.each(primary_first);
  return std::move(entries).done();
}

}  // namespace probity::screening
