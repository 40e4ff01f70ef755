#include "lifecycle/case.h"
#include "lifecycle/lifecycle_api.h"
#include "policies/blockers.h"
#include "policies/kinds.h"

namespace probity::lifecycle {
namespace {

json::Array entity_types_of(const policies::Product& product) {
  json::Array out;
  for (auto entity : {policies::Entity::individual, policies::Entity::company})
    if (product.track(entity)) out.push_back(policies::text_of(entity));
  return out;
}

// Only what the caller may read applications for.
Result<api::Reply> products(api::Call& call) {
  auto setting = TRY(setting_of(call));
  json::Array out;
  for (const auto& product : setting.configuration->catalogue.products()) {
    if (!call.principal.access.may(api::Permission::read_profiles, product.id)) continue;
    out.push_back(json::Object{{"id", product.id.text()},
                               {"alias", product.alias},
                               {"name", product.name},
                               {"description", product.description},
                               {"entity_types", entity_types_of(product)},
                               {"automatically_apply", product.automatically_apply},
                               {"automatically_approve", product.automatically_approve}});
  }
  return api::json_reply(200, std::move(out));
}

Result<api::Reply> task_variants(api::Call& call) {
  auto setting = TRY(setting_of(call));
  json::Array out;
  for (const auto& variant : setting.configuration->catalogue.task_variants())
    out.push_back(variant.shown);
  return api::json_reply(200, std::move(out));
}

Result<api::Reply> check_variants(api::Call& call) {
  auto setting = TRY(setting_of(call));
  json::Array out;
  for (const auto& variant : setting.configuration->catalogue.check_variants()) {
    json::Object row{{"id", variant.id.text()},
                     {"alias", variant.alias},
                     {"name", variant.name},
                     {"check_type", variant.check_type}};
    if (const auto* type = policies::check_type(variant.check_type))
      row.set("entity_type", policies::text_of(type->entity));
    out.push_back(std::move(row));
  }
  return api::json_reply(200, std::move(out));
}

json::Value render(const policies::CustomField& field) {
  static constexpr std::string_view types[] = {"TEXT", "CHOICE", "INTEGER", "BOOLEAN"};
  json::Array entities, allowed;
  if (field.individual) entities.push_back("INDIVIDUAL");
  if (field.company) entities.push_back("COMPANY");
  for (const std::string& value : field.allowed) allowed.push_back(value);
  json::Object out{{"name", field.name},
                   {"label", field.label},
                   {"type", types[static_cast<int>(field.type)]},
                   {"entity_types", std::move(entities)}};
  if (field.type == policies::CustomType::choice) out.set("allowed_values", std::move(allowed));
  return out;
}

Result<api::Reply> custom_fields(api::Call& call) {
  auto setting = TRY(setting_of(call));
  json::Array out;
  for (const auto& field : setting.configuration->catalogue.custom_fields())
    out.push_back(render(field));
  return api::json_reply(200, std::move(out));
}

using enum api::Permission;
using api::Method, api::Takes;
constexpr api::Route table[] = {
    {Method::get, "/products", read_profiles, Takes::nothing, products},
    {Method::get, "/task-variants", read_profiles, Takes::nothing, task_variants},
    {Method::get, "/check-variants", read_profiles, Takes::nothing, check_variants},
    {Method::get, "/custom-fields", read_profiles, Takes::nothing, custom_fields},
};

}  // namespace

std::span<const api::Route> catalogue_routes() { return table; }

}  // namespace probity::lifecycle
