#include "policies/condition.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/text.h"

namespace probity::policies {

namespace {

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t bound = 1'000'000'000'000;  // of a number in a document, either sign
constexpr std::size_t shown_values = 8;            // of a list, in describe()

// What a comparison takes beside the property.
enum class Takes { nothing, list, text, above, below, range, count, classes };

constexpr unsigned of(FactType type) { return 1u << static_cast<unsigned>(type); }

struct ComparisonRow {
  Comparison comparison;
  std::string_view name;
  Takes takes;
  unsigned types;  // of(FactType) | …
};

constexpr unsigned any_text = of(FactType::text) | of(FactType::texts);
constexpr unsigned countable = of(FactType::integer) | of(FactType::texts);

constexpr ComparisonRow comparisons[] = {
    {Comparison::is_one_of, "IS_ONE_OF", Takes::list, any_text},
    {Comparison::is_not_one_of, "IS_NOT_ONE_OF", Takes::list, any_text},
    {Comparison::equals, "EQUALS", Takes::text, of(FactType::text)},
    {Comparison::less_than, "LESS_THAN", Takes::below, of(FactType::integer)},
    {Comparison::greater_than, "GREATER_THAN", Takes::above, of(FactType::integer)},
    {Comparison::in_range, "IN_RANGE", Takes::range, of(FactType::integer)},
    {Comparison::is_true, "IS_TRUE", Takes::nothing, of(FactType::boolean)},
    {Comparison::is_false, "IS_FALSE", Takes::nothing, of(FactType::boolean)},
    {Comparison::one_or_more, "ONE_OR_MORE", Takes::nothing, countable},
    {Comparison::count_at_least, "COUNT_AT_LEAST", Takes::count, countable},
    {Comparison::one_or_more_confirmed, "ONE_OR_MORE_CONFIRMED", Takes::classes,
     of(FactType::events)},
    {Comparison::one_or_more_potential, "ONE_OR_MORE_POTENTIAL", Takes::classes,
     of(FactType::events)},
    {Comparison::one_or_more_ignored_potential_confirmed, "ONE_OR_MORE_IGNORED_POTENTIAL_CONFIRMED",
     Takes::classes, of(FactType::events)},
};

const ComparisonRow& row_of(Comparison comparison) {
  return comparisons[static_cast<std::size_t>(comparison)];
}

const ComparisonRow* row_named(std::string_view name) {
  auto row = std::ranges::find(comparisons, name, &ComparisonRow::name);
  return row == std::end(comparisons) ? nullptr : row;
}

// --- asking
// ---------------------------------------------------------------------------------------

bool any_listed(const Condition& condition, const Fact& fact) {
  auto listed = [&](const std::string& text) {
    return std::ranges::binary_search(condition.values, text);
  };
  if (auto* text = std::get_if<std::string>(&fact)) return listed(*text);
  if (auto* texts = std::get_if<std::vector<std::string>>(&fact))
    return std::ranges::any_of(*texts, listed);
  return false;
}

bool equals(const Condition& condition, const Fact& fact) {
  auto* text = std::get_if<std::string>(&fact);
  if (!text || condition.values.empty()) return false;
  if (condition.case_sensitive) return *text == condition.values[0];
  return lower_ascii(*text) == lower_ascii(condition.values[0]);
}

// A number, or how many texts there are.
bool inside(const Condition& condition, const Fact& fact) {
  std::optional<std::int64_t> number;
  if (auto* whole = std::get_if<std::int64_t>(&fact)) number = *whole;
  if (auto* texts = std::get_if<std::vector<std::string>>(&fact))
    number = static_cast<std::int64_t>(texts->size());
  return number && *number >= condition.from && *number <= condition.to;
}

bool is_truth(const Fact& fact, bool wanted) {
  auto* truth = std::get_if<bool>(&fact);
  return truth && *truth == wanted;
}

// One count above zero settles it, whatever else is missing.
Verdict ask_events(const Condition& condition, const Facts& facts) {
  std::string missing;
  for (const std::string& property : condition.counted) {
    const Fact* fact = facts.find(property);
    if (fact && inside({.from = 1, .to = highest}, *fact)) return {Answer::yes};
    if (!fact && missing.empty()) missing = property;
  }
  if (!missing.empty()) return {Answer::missing, missing};
  return {Answer::no};
}

bool holds(const Condition& condition, const Fact& fact) {
  switch (condition.comparison) {
    case Comparison::is_one_of:
      return any_listed(condition, fact);
    case Comparison::is_not_one_of:
      return !any_listed(condition, fact);
    case Comparison::equals:
      return equals(condition, fact);
    case Comparison::is_true:
      return is_truth(fact, true);
    case Comparison::is_false:
      return is_truth(fact, false);
    default:
      return inside(condition, fact);
  }
}

// --- reading
// --------------------------------------------------------------------------------------

bool is_country(std::string_view text) {
  return text.size() == 3 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

void check_literals(Reader& reader, std::string_view key, const Property& property,
                    const std::vector<std::string>& values) {
  for (const std::string& value : values) {
    if (property.literal == Literal::country && !is_country(value))
      return reader.fault(key, "must be country codes of three capital letters");
    if (property.literal == Literal::listed && !std::ranges::count(property.listed, value))
      return reader.fault(key, "holds a value that " + property.name + " cannot have");
  }
}

const std::vector<std::string_view>& counts_of(Comparison comparison) {
  static const std::vector<std::string_view> confirmed = {".confirmed"},
                                             potential = {".unresolved"},
                                             all = {".unresolved", ".confirmed", ".ignored"};
  if (comparison == Comparison::one_or_more_confirmed) return confirmed;
  return comparison == Comparison::one_or_more_potential ? potential : all;
}

void read_classes(Reader& reader, Condition& condition) {
  condition.values = reader.texts("event_types", Shape::name);
  for (const std::string& type : condition.values) {
    auto kind = std::ranges::find(event_classes(), type, &EventClass::event_type);
    if (kind == event_classes().end())
      return reader.fault("event_types", "holds a type of event that screening does not make");
    for (std::string_view fate : counts_of(condition.comparison))
      condition.counted.push_back(std::string(kind->stem) + std::string(fate));
  }
}

void read_range(Reader& reader, Condition& condition) {
  condition.from = reader.integer("from", -bound, bound).value_or(0);
  condition.to = reader.integer("to", -bound, bound).value_or(condition.from);
  if (condition.from > condition.to) reader.fault("to", "must not be less than from");
}

void read_operands(Reader& reader, Takes takes, const Property& property, Condition& condition) {
  switch (takes) {
    case Takes::nothing:
      condition.from = 1, condition.to = highest;  // of ONE_OR_MORE
      return;
    case Takes::list:
      condition.values = reader.texts("values", Shape::name);
      check_literals(reader, "values", property, condition.values);
      std::ranges::sort(condition.values);
      return;
    case Takes::text:
      condition.values = {reader.text("value", Shape::name)};
      condition.case_sensitive = reader.truth("case_sensitive", true);
      if (condition.case_sensitive && !condition.values[0].empty())
        check_literals(reader, "value", property, condition.values);
      return;
    case Takes::below:
      condition.from = lowest;
      condition.to = reader.integer("value", -bound, bound).value_or(0) - 1;
      return;
    case Takes::above:
      condition.from = reader.integer("value", -bound, bound).value_or(0) + 1;
      condition.to = highest;
      return;
    case Takes::range:
      return read_range(reader, condition);
    case Takes::count:
      condition.from = reader.integer("value", 1, bound).value_or(1);
      condition.to = highest;
      return;
    case Takes::classes:
      return read_classes(reader, condition);
  }
}

// The property of the condition, with a fault when it is unknown or not the entity's.
const Property* read_property(Reader& reader, Entity entity, const Vocabulary& vocabulary,
                              std::string_view given) {
  std::string name(given);
  if (reader.has("type")) {
    if (reader.text("type", Shape::name) != "SCREENING_EVENTS")
      reader.fault("type", "must be SCREENING_EVENTS or absent");
    name = screening_events;
  } else if (given.empty() || reader.has("property")) {
    name = reader.text("property", Shape::name);
    if (name.empty()) return nullptr;
  }
  std::string_view key = reader.has("type") ? "type" : "property";
  const Property* property = vocabulary.find(name);
  if (!given.empty() && name != given)
    reader.fault(key, "must ask for the property of its factor");
  else if (!property || (property->type == FactType::events && !reader.has("type")))
    reader.fault(key, "is not a property that a condition can name");
  else if (!property->applies_to(entity))
    reader.fault(key, "is not a property of this entity type");
  else
    return property;
  return nullptr;
}

}  // namespace

Verdict ask(const Condition& condition, const Facts& facts) {
  if (!condition.counted.empty()) return ask_events(condition, facts);
  const Fact* fact = facts.find(condition.property);
  if (!fact) return {Answer::missing, condition.property};
  return {holds(condition, *fact) ? Answer::yes : Answer::no};
}

std::string describe(const Condition& condition) {
  const ComparisonRow& row = row_of(condition.comparison);
  std::string text = condition.property + " " + std::string(row.name);
  switch (row.takes) {
    case Takes::below:
      return text + " " + std::to_string(condition.to + 1);
    case Takes::above:
      return text + " " + std::to_string(condition.from - 1);
    case Takes::count:
      return text + " " + std::to_string(condition.from);
    case Takes::range:
      return text + " " + std::to_string(condition.from) + " to " + std::to_string(condition.to);
    default:
      break;
  }
  std::size_t shown = std::min(condition.values.size(), shown_values);
  for (std::size_t i = 0; i < shown; ++i) text += (i ? ", " : " ") + condition.values[i];
  if (shown < condition.values.size())
    text += " and " + std::to_string(condition.values.size() - shown) + " more";
  return text;
}

Condition read_condition(const json::Value& value, std::string path, Entity entity,
                         const Vocabulary& vocabulary, Faults& faults, std::string_view given) {
  Condition condition;
  Reader reader(value, std::move(path), faults);
  if (!value.is_object()) return condition;
  const Property* property = read_property(reader, entity, vocabulary, given);
  const ComparisonRow* row = nullptr;
  if (std::string name = reader.text("comparison", Shape::name); !name.empty()) {
    row = row_named(name);
    if (!row) reader.fault("comparison", "is not a comparison");
  }
  if (property && row && !(row->types & of(property->type))) {
    reader.fault("comparison", "does not fit the type of the property");
    row = nullptr;
  }
  if (!property || !row) return condition;  // its operands cannot be judged
  condition.property = property->name;
  condition.comparison = row->comparison;
  read_operands(reader, row->takes, *property, condition);
  reader.close();
  return condition;
}

}  // namespace probity::policies
