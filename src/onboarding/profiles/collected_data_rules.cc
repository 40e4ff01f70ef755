#include "profiles/collected_data_rules.h"

namespace probity::profiles::rules {
namespace {

bool has(const json::Object& object, std::string_view member) {
  const json::Value* value = object.find(member);
  return value && !value->is_null();
}

std::string_view text_of(const json::Object& object, std::string_view member) {
  const json::Value* value = object.find(member);
  return value && value->is_string() ? std::string_view(value->string()) : std::string_view();
}

}  // namespace

void dates_in_order(const json::Object& sent, const schema::Place& place) {
  if (!has(sent, "end_date")) return;
  if (!has(sent, "start_date"))
    return place.fault("start_date", "is required where there is an end_date");
  // Both are YYYY-MM, or have a fault of their own.
  std::string_view start = text_of(sent, "start_date"), end = text_of(sent, "end_date");
  if (start.size() == end.size() && end < start)
    place.fault("end_date", "must not be before start_date");
}

void state_where_due(const json::Object& sent, const schema::Place& place) {
  std::string_view country = text_of(sent, "country");
  if (country != "USA" && country != "CAN") return;
  if (text_of(sent, "original_freeform_address").empty() && !has(sent, "state_province"))
    place.fault("state_province", "is required in the USA and Canada");
}

void price_or_document(const json::Object& sent, const schema::Place& place) {
  if (!has(sent, "price") && !has(sent, "document"))
    place.fault("document", "is required where there is no price");
}

void found_or_linked(const json::Object& sent, const schema::Place& place) {
  bool found = has(sent, "immediate_data"), linked = has(sent, "linked_profile");
  if (found == linked)
    return place.fault("", "must have exactly one of immediate_data and linked_profile");
  if (!found) return;
  const json::Value& data = *sent.find("immediate_data");
  std::string_view own = text_of(sent, "entity_type"), inner = data.text_at("entity_type");
  if (!own.empty() && !inner.empty() && own != inner)
    place.fault("entity_type", "must be the same as immediate_data.entity_type");
}

void structure_freeform(json::Object& kept) {
  json::Object structured;
  structured.set("type", "STRUCTURED");
  if (json::Value* country = kept.find("country")) structured.set("country", std::move(*country));
  if (json::Value* text = kept.find("text"))
    structured.set("original_freeform_address", std::move(*text));
  kept = std::move(structured);
}

void gather_contact_details(json::Object& kept) {
  for (const char* name : {"phone_number", "email"}) {
    json::Value* old = kept.find(name);
    if (!old) continue;
    json::Value value = std::move(*old);
    kept.erase(name);
    if (!kept.find("contact_details")) kept.set("contact_details", json::Object());
    json::Object& details = kept.find("contact_details")->object();
    if (!details.find(name)) details.set(name, std::move(value));
  }
}

}  // namespace probity::profiles::rules
