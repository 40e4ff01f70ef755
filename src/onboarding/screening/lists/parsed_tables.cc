#include "screening/lists/parsed_tables.h"

#include "base/text.h"
#include "screening/lists/entries.h"
#include "screening/lists/field_text.h"
#include "screening/lists/table.h"

namespace probity::screening {
namespace {

using Read = Result<Entry> (*)(const Table& row, ReadCounts& counts);

// Reads row by row; one that says nothing new is left out and counted.
Result<ReadList> read_table(const ListTexts& texts, std::string_view format, ListClass list_class,
                            Read read) {
  auto found = texts.find("table");
  if (found == texts.end()) return bad_file(format, "needs the file table");
  auto table = TRY(
      Table::open(found->second, {"Name", "Alias", "Nationality", "Designation", "Sanction Type"}));
  Entries entries(found->second.file);
  while (TRY(table.next())) {
    ++entries.counts().rows;
    auto entry = TRY(read(table, entries.counts()));
    entry.list_class = list_class;
    if (entries.find(entry.id) != nullptr)
      ++entries.counts().skipped["row that is there already"];
    else if (const char* fault = entries.take(std::move(entry)))
      return table.bad(fault);
  }
  return std::move(entries).done();
}

// The table writes None for nothing.
std::string_view given(std::string_view field) {
  return field == "None" || field == "Unknown" || field == "na" ? std::string_view() : field;
}

void read_shared(Entry& entry, const Table& row) {
  add_name_text(entry, row["Name"], Quality::primary);
  add_nationalities(entry, given(row["Nationality"]));
}

Result<Entry> eu_entry(const Table& row, ReadCounts&) {
  Entry entry;
  auto kind = row["Designation"];
  if (kind != "person" && kind != "enterprise") return row.bad("an unknown designation");
  entry.kind = kind == "person" ? EntryKind::person : EntryKind::organisation;
  entry.id = number_of_row(std::string(kind) + "\n" + std::string(row["Alias"]));
  read_shared(entry, row);
  auto aliases = row["Alias"];
  if (aliases.starts_with(row["Name"])) aliases.remove_prefix(row["Name"].size());
  for (const auto& name : comma_names(aliases)) add_name_text(entry, name, Quality::strong);
  return entry;
}

Result<Entry> australia_entry(const Table& row, ReadCounts& counts) {
  Entry entry;
  auto office = given(row["Designation"]), people = given(row["Nationality"]);
  bool person = !office.empty() || !people.empty();
  entry.kind = person ? EntryKind::person : EntryKind::organisation;
  if (!person) ++counts.unread["kind of entity, taken for an organisation"];
  entry.id = number_of_row(std::string(row["Name"]) + "\n" + std::string(people) + "\n" +
                           std::string(row["Sanction Type"]));
  read_shared(entry, row);
  add_once(entry.programmes, one_line(row["Sanction Type"]));
  entry.remarks = one_line(office);
  return entry;
}

}  // namespace

Result<ReadList> read_eu_table(const ListTexts& texts, ListClass list_class) {
  return read_table(texts, "eu-table-csv", list_class, eu_entry);
}

Result<ReadList> read_australia_table(const ListTexts& texts, ListClass list_class) {
  return read_table(texts, "au-table-csv", list_class, australia_entry);
}

}  // namespace probity::screening
