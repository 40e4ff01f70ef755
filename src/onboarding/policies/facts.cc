#include "policies/facts.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "policies/kinds.h"

namespace probity::policies {

namespace {

constexpr std::size_t max_custom_text = 1000;  // code points

std::vector<std::string> roles_and_none() {
  std::vector<std::string> roles = {"NONE"};
  for (std::string_view role : associated_roles()) roles.emplace_back(role);
  return roles;
}

std::vector<Property> built_in() {
  using enum FactType;
  std::vector<Property> rows = {
      // name, type, individual, company, for_risk, literal
      {"age", integer, true, false},
      {"date_of_birth", text, true, false},
      {"nationality", text, true, false, true, Literal::country},
      {"country_of_residence", texts, true, false, true, Literal::country},
      {"phone_calling_code", text},
      {"email_domain", text},
      {"country_of_incorporation", text, false, true, true, Literal::country},
      {"company_age", integer, false, true},
      {"company_type", text, false, true},
      {"sic_codes", texts, false, true},
      {"is_active", boolean, false, true},
      {"number_of_employees", integer, false, true},
      {"has_customer_ref", boolean},
      {"tags", texts},
      {"associated_role", text, true, true, true, Literal::listed, roles_and_none()},
      {"risk_level",
       text,
       true,
       true,
       false,
       Literal::listed,
       {"LOW", "MEDIUM", "HIGH", "UNDETERMINED"}},
      {"risk_score", integer, true, true, false},
      {std::string(screening_events), events},
  };
  for (const EventClass& kind : event_classes())
    for (std::string_view fate : {".unresolved", ".confirmed", ".ignored"})
      rows.push_back({std::string(kind.stem) + std::string(fate), integer});
  return rows;
}

FactType fact_type(CustomType type) {
  switch (type) {
    case CustomType::integer:
      return FactType::integer;
    case CustomType::boolean:
      return FactType::boolean;
    default:
      return FactType::text;
  }
}

Property property_of(const CustomField& field) {
  return {.name = "custom_fields." + field.name,
          .type = fact_type(field.type),
          .individual = field.individual,
          .company = field.company,
          .literal = field.type == CustomType::choice ? Literal::listed : Literal::any,
          .listed = field.allowed};
}

bool is_plain_text(const json::Value& value) {
  return value.is_string() && !trimmed(value.string()).empty() &&
         code_points(value.string()) <= max_custom_text;
}

}  // namespace

std::string_view text_of(Entity entity) {
  return entity == Entity::individual ? "INDIVIDUAL" : "COMPANY";
}

std::optional<Entity> entity_from(std::string_view text) {
  if (text == "INDIVIDUAL") return Entity::individual;
  if (text == "COMPANY") return Entity::company;
  return {};
}

std::optional<std::string> fault_in(const CustomField& field, const json::Value& value) {
  switch (field.type) {
    case CustomType::text:
      if (is_plain_text(value)) return {};
      return "must be a text of 1 to 1000 characters";
    case CustomType::choice:
      if (value.is_string() && std::ranges::count(field.allowed, value.string())) return {};
      return "must be one of the values that the institution allows";
    case CustomType::integer:
      if (value.integer()) return {};
      return "must be a whole number";
    case CustomType::boolean:
      if (value.is_bool()) return {};
      return "must be true or false";
  }
  return "has an unknown type";
}

const std::vector<EventClass>& event_classes() {
  static const std::vector<EventClass> rows = {
      {"SANCTION_FLAG", "screening.sanctions", "SANCTIONS"},
      {"PEP_FLAG", "screening.pep", "PEP"},
      {"ADVERSE_MEDIA_FLAG", "screening.adverse_media", "ADVERSE_MEDIA"},
      {"REFER_FLAG", "screening.refer", "REFER"},
  };
  return rows;
}

Vocabulary::Vocabulary(const std::vector<CustomField>& custom) {
  for (Property& row : built_in()) {
    std::string name = row.name;
    properties_.emplace(std::move(name), std::move(row));
  }
  for (const CustomField& field : custom) {
    Property row = property_of(field);
    std::string name = row.name;
    properties_.emplace(std::move(name), std::move(row));
  }
}

const Property* Vocabulary::find(std::string_view name) const {
  auto row = properties_.find(name);
  return row == properties_.end() ? nullptr : &row->second;
}

void Facts::set(std::string_view property, Fact fact) {
  facts_.insert_or_assign(std::string(property), std::move(fact));
}

void Facts::set_matches(std::string_view event_type, MatchCounts counts) {
  auto kind = std::ranges::find(event_classes(), event_type, &EventClass::event_type);
  ENSURE(kind != event_classes().end());
  std::string stem(kind->stem);
  set(stem + ".unresolved", counts.unresolved);
  set(stem + ".confirmed", counts.confirmed);
  set(stem + ".ignored", counts.ignored);
}

const Fact* Facts::find(std::string_view property) const {
  static const Fact no_role = std::string("NONE");
  auto found = facts_.find(property);
  if (found != facts_.end()) return &found->second;
  return property == "associated_role" ? &no_role : nullptr;
}

std::string text_of(const Fact& fact) {
  if (auto* text = std::get_if<std::string>(&fact)) return *text;
  if (auto* number = std::get_if<std::int64_t>(&fact)) return std::to_string(*number);
  if (auto* truth = std::get_if<bool>(&fact)) return *truth ? "true" : "false";
  std::string joined;
  for (const std::string& item : std::get<std::vector<std::string>>(fact))
    joined += (joined.empty() ? "" : ", ") + item;
  return joined;
}

}  // namespace probity::policies
