#include "screening/lists/probity_csv.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "screening/lists/country.h"
#include "screening/lists/csv.h"

namespace probity::screening {
namespace {

using Fields = std::vector<std::string>;

std::vector<std::string> values_of(std::string_view field) {
  std::vector<std::string> values;
  for (auto value : split(field, ';'))
    if (auto text = trimmed(value); !text.empty()) values.emplace_back(text);
  return values;
}

bool is_latin(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

void add(Entry& entry, std::string_view text, Quality quality) {
  add_name(entry,
           {.text = std::string(text), .quality = quality, .original_script = !is_latin(text)});
}

// "1973-04-17", "1973-04", "1973", "c. 1970" or "1970/1975".
std::optional<Birth> birth_of(std::string_view text) {
  Birth birth;
  for (std::string_view word : {"c. ", "circa "}) {
    if (!text.starts_with(word)) continue;
    birth.circa = true;
    text.remove_prefix(word.size());
  }
  auto slash = text.find('/');
  auto from = PartialDate::parse(text.substr(0, slash));
  auto to = slash == std::string_view::npos ? from : PartialDate::parse(text.substr(slash + 1));
  if (!from || !to || to->year < from->year) return {};
  birth.from = *from;
  birth.to = *to;
  return birth;
}

// Each column: its name and what it does with a field that is not empty; false when it is wrong.
struct Column {
  std::string_view name;
  bool (*read)(Entry& entry, std::string_view field);
};

bool read_id(Entry& entry, std::string_view field) {
  entry.id = field;
  return field.size() <= 64;
}
bool read_kind(Entry& entry, std::string_view field) {
  auto kind = entry_kind(field);
  entry.kind = kind.value_or(entry.kind);
  return kind.has_value();
}
bool read_name(Entry& entry, std::string_view field) {
  // The primary name stands first whatever the order of the columns.
  std::string text(field);
  std::erase_if(entry.names, [&](const auto& name) { return name.text == text; });
  entry.names.insert(entry.names.begin(), {text, Quality::primary, !is_latin(text), ""});
  return true;
}
bool read_aliases(Entry& entry, std::string_view field) {
  for (const auto& alias : values_of(field)) add(entry, alias, Quality::strong);
  return true;
}
bool read_weak_aliases(Entry& entry, std::string_view field) {
  for (const auto& alias : values_of(field)) add(entry, alias, Quality::weak);
  return true;
}
bool read_birth(Entry& entry, std::string_view field) {
  for (const auto& text : values_of(field)) {
    auto birth = birth_of(text);
    if (!birth) return false;
    entry.births.push_back(*birth);
  }
  return true;
}
bool read_nationality(Entry& entry, std::string_view field) {
  for (const auto& name : values_of(field)) add_once(entry.nationalities, country(name));
  return true;
}
bool read_countries(Entry& entry, std::string_view field) {
  for (const auto& name : values_of(field)) add_once(entry.countries, country(name));
  return true;
}
bool read_gender(Entry& entry, std::string_view field) {
  auto known = gender(field);
  entry.gender = known.value_or(Gender::unknown);
  return known.has_value();
}
bool read_class(Entry& entry, std::string_view field) {
  auto known = list_class(field);
  entry.list_class = known.value_or(entry.list_class);
  return known.has_value();
}
bool read_programme(Entry& entry, std::string_view field) {
  for (auto& name : values_of(field)) add_once(entry.programmes, std::move(name));
  return true;
}
bool read_position(Entry& entry, std::string_view field) {
  for (auto& name : values_of(field)) add_once(entry.positions, std::move(name));
  return true;
}
bool read_tier(Entry& entry, std::string_view field) {
  entry.tier = field[0] - '0';
  return field.size() == 1 && entry.tier >= 1 && entry.tier <= 9;
}
bool read_remarks(Entry& entry, std::string_view field) {
  entry.remarks = field;
  return true;
}

constexpr Column columns[] = {
    {"id", read_id},
    {"kind", read_kind},
    {"name", read_name},
    {"aliases", read_aliases},
    {"weak_aliases", read_weak_aliases},
    {"birth", read_birth},
    {"nationality", read_nationality},
    {"countries", read_countries},
    {"gender", read_gender},
    {"class", read_class},
    {"programme", read_programme},
    {"position", read_position},
    {"tier", read_tier},
    {"remarks", read_remarks},
};
constexpr std::string_view needed[] = {"id", "kind", "name"};

bool is_needed(std::string_view name) {
  return std::find(std::begin(needed), std::end(needed), name) != std::end(needed);
}

Result<std::vector<const Column*>> read_header(CsvReader& csv, const std::string& file) {
  Fields names;
  if (!TRY(csv.next(names))) return bad_file(file, "is empty");
  std::vector<const Column*> header;
  for (const auto& name : names) {
    auto column = std::find_if(std::begin(columns), std::end(columns),
                               [&](const Column& one) { return one.name == trimmed(name); });
    if (column == std::end(columns)) return csv.bad("the header names an unknown column");
    if (std::find(header.begin(), header.end(), &*column) != header.end())
      return csv.bad("the header names a column twice");
    header.push_back(&*column);
  }
  for (auto name : needed)
    if (std::none_of(header.begin(), header.end(), [&](auto* one) { return one->name == name; }))
      return csv.bad("the header lacks the column " + std::string(name));
  return header;
}

}  // namespace

Result<ReadList> read_probity_csv(const ListTexts& texts, ListClass list_class) {
  auto found = texts.find("csv");
  if (found == texts.end()) return bad_file("probity-csv", "needs the file csv");
  auto csv = TRY(CsvReader::open(found->second));
  auto header = TRY(read_header(csv, found->second.file));
  ReadList list;
  std::set<std::string> ids;
  Fields fields;
  while (TRY(csv.next(fields))) {
    if (fields.size() != header.size()) return csv.bad("not as many fields as the header");
    ++list.counts.rows;
    Entry entry;
    entry.list_class = list_class;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      auto field = trimmed(fields[i]);
      if (field.empty() ? is_needed(header[i]->name) : !header[i]->read(entry, field))
        return csv.bad(std::string(header[i]->name) + " is missing or wrong");
    }
    if (is_overfull(entry)) return csv.bad("too many values of one entry");
    if (!ids.insert(entry.id).second) return csv.bad("the id is there already");
    list.entries.push_back(std::move(entry));
  }
  if (list.entries.empty()) return bad_file(found->second.file, "has no entries");
  return list;
}

}  // namespace probity::screening
