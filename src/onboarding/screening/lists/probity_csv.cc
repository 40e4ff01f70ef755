#include "screening/lists/probity_csv.h"

#include <algorithm>

#include "base/text.h"
#include "screening/lists/births.h"
#include "screening/lists/country.h"
#include "screening/lists/csv.h"
#include "screening/lists/entries.h"
#include "screening/lists/field_text.h"

namespace probity::screening {
namespace {

using Fields = std::vector<std::string>;

std::vector<std::string> values_of(std::string_view field) {
  std::vector<std::string> values;
  for (auto value : split(field, ';'))
    if (auto text = trimmed(value); !text.empty()) values.emplace_back(text);
  return values;
}

void add(Entry& entry, std::string_view text, Quality quality) {
  add_name(
      entry,
      {.text = std::string(text), .quality = quality, .original_script = is_original_script(text)});
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
  entry.names.insert(entry.names.begin(), {text, Quality::primary, is_original_script(text), ""});
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
    add_birth(entry, *birth);
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
// "passport:AB123456:IRN": what it is, the number, and who gave it, which may be left out.
bool read_identifiers(Entry& entry, std::string_view field) {
  constexpr std::string_view in_type = "abcdefghijklmnopqrstuvwxyz_";
  for (const auto& text : values_of(field)) {
    auto parts = split(text, ':');
    auto type = trimmed(parts[0]);
    if (parts.size() < 2 || parts.size() > 3 || type.empty() || trimmed(parts[1]).empty() ||
        type.find_first_not_of(in_type) != type.npos)
      return false;
    add_identifier(entry, {std::string(type), std::string(trimmed(parts[1])),
                           parts.size() == 3 ? country(parts[2]) : std::string()});
  }
  return true;
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
    {"identifiers", read_identifiers},
    {"remarks", read_remarks},
};
constexpr std::string_view needed[] = {"id", "kind", "name"};

bool is_needed(std::string_view name) {
  return std::find(std::begin(needed), std::end(needed), name) != std::end(needed);
}

const Column* find_column(std::string_view name) {
  auto found = std::find_if(std::begin(columns), std::end(columns),
                            [&](const Column& one) { return one.name == name; });
  return found == std::end(columns) ? nullptr : &*found;
}

// Where the text of a column comes from: a field, or the same text for every row.
struct Source {
  const Column* column;
  std::size_t field = 0;
  std::string constant = {};
};
using Sources = std::vector<Source>;

Result<Sources> own_header(const CsvReader& csv, const Fields& names) {
  Sources sources;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto* column = find_column(trimmed(names[i]));
    if (column == nullptr) return csv.bad("the header names an unknown column");
    for (const auto& other : sources)
      if (other.column == column) return csv.bad("the header names a column twice");
    sources.push_back({column, i});
  }
  return sources;
}

Result<Sources> mapped_header(const CsvReader& csv, const Fields& names,
                              const ColumnNames& mapping) {
  Sources sources;
  for (const auto& [ours, theirs] : mapping) {
    const auto* column = find_column(ours);
    if (column == nullptr) return csv.bad("there is no column " + ours + " to be filled");
    if (theirs.starts_with('=')) {
      sources.push_back({column, 0, theirs.substr(1)});
      continue;
    }
    auto found = std::find_if(names.begin(), names.end(),
                              [&](const std::string& name) { return trimmed(name) == theirs; });
    if (found == names.end()) return csv.bad("the header lacks the column " + theirs);
    sources.push_back({column, static_cast<std::size_t>(found - names.begin())});
  }
  return sources;
}

Result<void> read_row(Entry& entry, const Fields& fields, const Sources& sources,
                      const CsvReader& csv) {
  for (const auto& source : sources) {
    std::string_view text = source.constant;
    auto field = trimmed(text.empty() ? std::string_view(fields[source.field]) : text);
    if (field.empty() ? is_needed(source.column->name) : !source.column->read(entry, field))
      return csv.bad(std::string(source.column->name) + " is missing or wrong");
  }
  return {};
}

}  // namespace

bool is_probity_column(std::string_view name) { return find_column(name) != nullptr; }

Result<ReadList> read_mapped_csv(const ListTexts& texts, ListClass list_class,
                                 const ColumnNames& mapping) {
  auto found = texts.find("csv");
  if (found == texts.end()) return bad_file("probity-csv", "needs the file csv");
  auto csv = TRY(CsvReader::open(found->second));
  Fields names, fields;
  if (!TRY(csv.next(names))) return bad_file(found->second.file, "is empty");
  auto sources = TRY(mapping.empty() ? own_header(csv, names) : mapped_header(csv, names, mapping));
  for (auto name : needed)
    if (std::none_of(sources.begin(), sources.end(),
                     [&](const Source& one) { return one.column->name == name; }))
      return csv.bad("the header lacks the column " + std::string(name));
  Entries entries(found->second.file);
  while (TRY(csv.next(fields))) {
    if (fields.size() != names.size()) return csv.bad("not as many fields as the header");
    ++entries.counts().rows;
    Entry entry{.list_class = list_class};
    TRY(read_row(entry, fields, sources, csv));
    if (const char* fault = entries.take(std::move(entry))) return csv.bad(fault);
  }
  return std::move(entries).done();
}

Result<ReadList> read_probity_csv(const ListTexts& texts, ListClass list_class) {
  return read_mapped_csv(texts, list_class, {});
}

}  // namespace probity::screening
