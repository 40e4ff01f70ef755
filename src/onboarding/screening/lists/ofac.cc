#include "screening/lists/ofac.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "screening/lists/country.h"
#include "screening/lists/csv.h"

namespace probity::screening {
namespace {

using Fields = std::vector<std::string>;
using Index = std::unordered_map<std::string, std::size_t>;  // ent_num → place in entries

constexpr std::size_t max_remarks = std::size_t{1} << 20;

enum Column {
  ent_num,
  sdn_name,
  sdn_type,
  program,
  title,
  call_sign,
  vessel_type,
  tonnage,
  gross_tonnage,
  vessel_flag,
  vessel_owner,
  remarks
};

struct TypeName {
  std::string_view text;
  EntryKind kind;
};
constexpr std::array<TypeName, 5> types = {{{"", EntryKind::organisation},
                                            {"entity", EntryKind::organisation},
                                            {"individual", EntryKind::person},
                                            {"vessel", EntryKind::vessel},
                                            {"aircraft", EntryKind::aircraft}}};

// The text of a field; OFAC writes -0- for none.
std::string text_at(const Fields& fields, std::size_t column) {
  auto text = trimmed(fields[column]);
  return text == "-0-" ? std::string() : std::string(text);
}

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 12 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

// "NPWMD] [IFSR" is two programmes.
void add_programmes(Entry& entry, std::string_view text) {
  std::string word;
  for (char c : text) {
    if (c != '[' && c != ']' && c != ';') {
      word += c;
      continue;
    }
    add_once(entry.programmes, std::string(trimmed(word)));
    word.clear();
  }
  add_once(entry.programmes, std::string(trimmed(word)));
}

std::optional<Entry> entry_of(const Fields& fields, ListClass list_class) {
  Entry entry;
  auto type = lower_ascii(text_at(fields, sdn_type));
  auto known = std::find_if(types.begin(), types.end(), [&](auto& t) { return t.text == type; });
  if (known == types.end()) return {};
  entry.id = text_at(fields, ent_num);
  entry.kind = known->kind;
  entry.list_class = list_class;
  add_name(entry, {.text = text_at(fields, sdn_name), .quality = Quality::primary});
  add_programmes(entry, text_at(fields, program));
  auto titles = text_at(fields, title);
  for (auto one : split(titles, ';')) add_once(entry.positions, std::string(trimmed(one)));
  if (auto sign = text_at(fields, call_sign); !sign.empty())
    entry.identifiers.push_back({"call_sign", sign, ""});
  add_once(entry.countries, country(text_at(fields, vessel_flag)));
  if (!text_at(fields, remarks).empty()) entry.remarks = fields[remarks];
  return entry;
}

// Calls `row` for each row of a file; the first may be a header. Rows have at least `width` fields;
// commas beyond them are padding.
template <class Row>
Result<void> each_row(const ListText& list, std::size_t width, ReadCounts& counts, Row row) {
  auto csv = TRY(CsvReader::open(list));
  Fields fields;
  bool first = true;
  while (TRY(csv.next(fields))) {
    bool header = std::exchange(first, false) && lower_ascii(trimmed(fields[0])) == "ent_num";
    if (header) continue;
    if (fields.size() < width) return csv.bad("too few fields");
    for (std::size_t i = width; i < fields.size(); ++i)
      if (!text_at(fields, i).empty()) return csv.bad("too many fields");
    if (!is_number(text_at(fields, ent_num))) return csv.bad("ent_num is no number");
    ++counts.rows;
    if (const char* wrong = row(fields)) return csv.bad(wrong);
  }
  return {};
}

// The same for a file whose rows add to entries of the main file.
template <class Add>
Result<void> each_addition(const ListTexts& texts, const char* role, std::size_t width,
                           const Index& index, ReadList& list, Add add) {
  auto found = texts.find(role);
  if (found == texts.end()) return {};
  return each_row(found->second, width, list.counts, [&](const Fields& fields) -> const char* {
    auto owner = index.find(text_at(fields, ent_num));
    if (owner == index.end())
      ++list.counts.skipped[std::string(role) + " of an unknown entity"];
    else
      add(list.entries[owner->second], fields);
    return nullptr;
  });
}

void add_address(Entry& entry, const Fields& fields) {
  auto street = text_at(fields, 2), city = text_at(fields, 3);
  Place place{street.empty() || city.empty() ? street + city : street + ", " + city,
              country(text_at(fields, 4))};
  add_place(entry.addresses, std::move(place));
}

}  // namespace

Result<ReadList> read_ofac_csv(const ListTexts& texts, ListClass list_class) {
  ReadList list;
  Index index;
  auto main = texts.find("sdn");
  if (main == texts.end()) return bad_file("ofac-csv", "needs the file sdn");
  TRY(each_row(main->second, 12, list.counts, [&](const Fields& fields) -> const char* {
    auto entry = entry_of(fields, list_class);
    if (!entry) return "an unknown type of entity";
    if (entry->names.empty()) return "no name";
    if (list.entries.size() == max_entries) return "too many entries";
    if (!index.emplace(entry->id, list.entries.size()).second) return "ent_num is there already";
    list.entries.push_back(std::move(*entry));
    return nullptr;
  }));
  if (list.entries.empty()) return bad_file(main->second.file, "has no entries");

  TRY(each_addition(texts, "alt", 5, index, list, [](Entry& entry, const Fields& fields) {
    add_name(entry, {.text = text_at(fields, 3), .reference = text_at(fields, 1)});
  }));
  TRY(each_addition(texts, "add", 6, index, list, add_address));
  TRY(each_addition(texts, "comments", 2, index, list, [](Entry& entry, const Fields& fields) {
    if (entry.remarks.size() < max_remarks) entry.remarks += fields[1];
  }));
  for (auto& entry : list.entries) {
    entry.remarks = std::string(trimmed(entry.remarks));
    read_ofac_remarks(entry, list.counts);
    if (is_overfull(entry))
      return bad_file(main->second.file, "and its like say too much of entity " + entry.id);
  }
  return list;
}

}  // namespace probity::screening
