#include "screening/lists/uk_tables.h"

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

struct Word {
  std::string_view word, type;
};
constexpr Word identifier_types[] = {{"passport", "passport"},
                                     {"national", "national_id"},
                                     {"business_registration_numbers", "registration"},
                                     {"imo", "imo"}};

using Subjects = std::map<std::string, Entry, std::less<>>;

void read_name(Entry& entry, const Table& row, ReadCounts&) {
  std::string others;
  for (auto part : {"name_1", "name_2", "name_3", "name_4", "name_5"})
    others += std::string(row[part]) + " ";
  add_uk_name(entry, row["name_6"], others, uk_quality(row["name_type"], row["alias_strength"]));
}

void read_birth(Entry& entry, const Table& row, ReadCounts& counts) {
  std::string text(row["year"]);
  for (auto part : {"month", "day"}) {
    if (row[part].empty()) break;
    text += "-" + std::string(row[part]);
  }
  if (auto birth = birth_of(text))
    add_birth(entry, *birth);
  else
    ++counts.unread["date of birth"];
}

void read_country(Entry& entry, const Table& row, ReadCounts& counts) {
  auto code = country_of_alpha2(row["iso"]);
  if (code.empty()) code = country(row["raw_value"]);
  auto type = row["country_type"];
  if (type == "birth")
    add_place(entry.birth_places, {"", code});
  else if (type == "nationality")
    add_once(entry.nationalities, code);
  else if (type == "address")
    add_place(entry.addresses, {"", code});
  else
    ++counts.unread["country of an unknown type"];
}

void read_identifier(Entry& entry, const Table& row, ReadCounts& counts) {
  auto found = std::find_if(std::begin(identifier_types), std::end(identifier_types),
                            [&](const Word& one) { return one.word == row["identifier_type"]; });
  if (found == std::end(identifier_types))
    ++counts.unread["identifier of an unknown type"];
  else
    add_identifier(entry, labelled_identifier(found->type, row["raw_value"]));
}

struct Addition {
  const char* role;
  std::initializer_list<std::string_view> columns;
  void (*read)(Entry&, const Table&, ReadCounts&);
  bool needed = false;
};

Result<void> read_additions(const ListTexts& texts, const Addition& addition, Subjects& subjects,
                            ReadCounts& counts) {
  auto found = texts.find(addition.role);
  if (found == texts.end() && addition.needed)
    return bad_file("uk-tables-csv", std::string("needs the file ") + addition.role);
  if (found == texts.end()) return {};
  auto table = TRY(Table::open(found->second, addition.columns));
  while (TRY(table.next())) {
    ++counts.rows;
    auto subject = subjects.find(table["unique_id"]);
    if (subject == subjects.end())
      ++counts.skipped[std::string(addition.role) + " of an unknown subject"];
    else
      addition.read(subject->second, table, counts);
  }
  return {};
}

Result<Subjects> read_subjects(const ListText& list, ListClass list_class, ReadCounts& counts) {
  auto table = TRY(Table::open(list, {"unique_id", "subject_type", "date_designated"}));
  Subjects subjects;
  while (TRY(table.next())) {
    ++counts.rows;
    auto kind = uk_kind(table["subject_type"]);
    if (!kind) return table.bad("an unknown type of subject");
    if (subjects.size() == max_entries) return table.bad("too many entries");
    Entry entry;
    entry.id = table["unique_id"];
    entry.kind = *kind;
    entry.list_class = list_class;
    entry.listed_on = full_date(table["date_designated"]);
    if (auto of_un = table["un_reference_number"]; !of_un.empty())
      entry.remarks = "UN reference " + one_line(of_un);
    if (!subjects.emplace(entry.id, entry).second) return table.bad("the number is there already");
  }
  return subjects;
}

}  // namespace

Result<ReadList> read_uk_tables(const ListTexts& texts, ListClass list_class) {
  static const Addition additions[] = {
      {"names", {"unique_id", "name_type", "full_name"}, read_name, true},
      {"dobs", {"unique_id", "year", "month", "day"}, read_birth},
      {"countries", {"unique_id", "country_type", "iso", "raw_value"}, read_country},
      {"identifiers", {"unique_id", "identifier_type", "raw_value"}, read_identifier}};
  auto main = texts.find("subjects");
  if (main == texts.end()) return bad_file("uk-tables-csv", "needs the file subjects");
  Entries entries(main->second.file);
  auto subjects = TRY(read_subjects(main->second, list_class, entries.counts()));
  for (const auto& addition : additions)
    TRY(read_additions(texts, addition, subjects, entries.counts()));
  for (auto& [id, entry] : subjects) {
    primary_first(entry);
    if (const char* fault = entries.take(std::move(entry)))
      return bad_file(main->second.file, "and its like: " + id + ": " + fault);
  }
  return std::move(entries).done();
}

}  // namespace probity::screening
