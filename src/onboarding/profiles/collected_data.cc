#include "profiles/collected_data.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "profiles/collected_data_schema.h"

namespace probity::profiles {
namespace {

constexpr std::string_view given_names_path = "personal_details.name.given_names";
constexpr std::string_view family_name_path = "personal_details.name.family_name";
constexpr std::string_view alt_family_names_path = "personal_details.name.alt_family_names";

std::optional<std::string> present(std::string_view text) {
  if (text.empty()) return std::nullopt;
  return std::string(text);
}

const json::Array& list_at(const json::Value& document, std::string_view path) {
  static const json::Array none;
  const json::Value* list = document.path(path);
  return list && list->is_array() ? list->array() : none;
}

void append_word(std::string& text, std::string_view word) {
  word = trimmed(word);
  if (!text.empty() && !word.empty()) text += ' ';
  text += word;
}

std::string person_name(const json::Value& document, std::string_view family_name) {
  std::string name;
  for (const json::Value& given : list_at(document, given_names_path))
    if (given.is_string()) append_word(name, given.string());
  append_word(name, family_name);
  return name;
}

void add_name(std::vector<std::string>& names, std::string_view name) {
  name = trimmed(name);
  if (!name.empty() && std::ranges::find(names, name) == names.end()) names.emplace_back(name);
}

bool is_other_type(const json::Value& document, EntityType expected) {
  std::string_view sent = document.text_at("entity_type");
  return codes::entity_types.has(sent) && sent != to_text(expected);
}

// Orders dated addresses; an address that has not ended is later than any that has.
std::pair<std::string_view, std::string_view> period(const json::Value& dated) {
  std::string_view end = dated.text_at("end_date");
  return {dated.text_at("start_date"), end.empty() ? "9999-99" : end};
}

}  // namespace

std::string_view to_text(EntityType type) {
  return type == EntityType::individual ? "INDIVIDUAL" : "COMPANY";
}

Result<json::Value> accept(const json::Value& document, EntityType expected,
                           std::string_view prefix, Date today) {
  if (is_other_type(document, expected)) {  // every further fault would be noise
    std::string field = prefix.empty() ? "entity_type" : std::string(prefix) + ".entity_type";
    return refuse(Refusal::invalid_input, "The document has wrong fields.",
                  {{field, fmt::format("must be {} for this role", to_text(expected))}});
  }
  const schema::Object& object =
      expected == EntityType::individual ? schemas::individual_data : schemas::company_data;
  return schema::accept(schema::of(object), document, prefix, today);
}

std::string display_name(const json::Value& document) {
  if (document.text_at("entity_type") == to_text(EntityType::individual))
    return person_name(document, document.text_at(family_name_path));
  std::string_view name = trimmed(document.text_at("metadata.name"));
  if (!name.empty()) return std::string(name);
  std::string text(trimmed(document.text_at("metadata.number")));
  append_word(text, document.text_at("metadata.country_of_incorporation"));
  return text;
}

std::vector<std::string> names(const json::Value& document) {
  std::vector<std::string> names;
  if (document.text_at("entity_type") == to_text(EntityType::individual)) {
    add_name(names, person_name(document, document.text_at(family_name_path)));
    for (const json::Value& other : list_at(document, alt_family_names_path))
      if (other.is_string() && !trimmed(other.string()).empty())
        add_name(names, person_name(document, other.string()));
    return names;
  }
  add_name(names, document.text_at("metadata.name"));
  for (const json::Value& former : list_at(document, "metadata.previous_names"))
    add_name(names, former.text_at("name"));
  return names;
}

std::vector<std::string> identifiers(const json::Value& document) {
  std::vector<std::string> found;
  auto add = [&](std::string_view text) {
    if (!text.empty()) found.emplace_back(text);
  };
  if (const json::Value* numbers = document.path("personal_details.national_identity_number");
      numbers && numbers->is_object())
    for (const json::Member& country : numbers->object())
      if (country.value.is_string()) add(country.value.string());
  for (const json::Value& item : list_at(document, "documents"))
    add(item.text_at("extracted_data.number"));
  for (const json::Value& item : list_at(document, "documents_metadata"))
    add(item.text_at("number"));
  for (auto member : {"number", "lei", "isin", "uk_charity_commission_number"})
    add(document.text_at(std::string("metadata.") + member));
  for (const json::Value& item : list_at(document, "metadata.tax_ids")) add(item.text_at("value"));
  return found;
}

std::optional<PartialDate> birth_date(const json::Value& document) {
  return PartialDate::parse(document.text_at("personal_details.dob"));
}

std::optional<std::string> nationality(const json::Value& document) {
  return present(document.text_at("personal_details.nationality"));
}

const json::Value* current_address(const json::Value& document) {
  const json::Value* latest = nullptr;
  for (const json::Value& item : list_at(document, "address_history")) {
    bool dated = !item.text_at("start_date").empty();
    if (!dated && !item.text_at("address.country").empty()) return &item;
    if (dated && (!latest || period(*latest) < period(item))) latest = &item;
  }
  return latest;
}

std::optional<std::string> country_of_residence(const json::Value& document) {
  const json::Value* current = current_address(document);
  return current ? present(current->text_at("address.country")) : std::nullopt;
}

std::optional<std::string> incorporation_country(const json::Value& document) {
  return present(document.text_at("metadata.country_of_incorporation"));
}

}  // namespace probity::profiles
