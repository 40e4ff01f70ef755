#include "api/access.h"

#include <algorithm>

#include "base/result.h"

namespace probity::api {
namespace {

using enum Permission;
constexpr auto set = [](auto... p) { return Permissions::of(p...); };

// clang-format off
constexpr Area area_table[] = {
    {"PRODUCT_APPLICATIONS", set(read_profiles, read_audit, add_notes),
     set(read_profiles, read_audit, add_notes, create_profiles, edit_profiles, edit_applications,
         edit_tasks, run_checks, resolve_events), true},
    {"REPORTS", set(view_reports), set(view_reports)},
    {"EXPORT_DATA", set(export_data), set(export_data)},
    {"SMART_POLICIES", set(view_policies), set(view_policies, configure)},
    {"POLICY_EXPORT", set(export_policies), set(export_policies)},
    {"POLICY_IMPORT", Permissions(), set(import_policies)},
    {"USERS", set(view_users), set(view_users, manage_users)},
    {"ROLES_AND_TEAMS", set(view_roles), set(view_roles, manage_roles)},
    {"IP_ALLOW_LIST", set(view_ip_list), set(view_ip_list, manage_ip_list)},
    {"DATA_PROTECTION", Permissions(), set(manage_data_protection)},
    {"BILLING", set(view_billing), set(view_billing)},
    {"DEVELOPER_TOOLS", set(view_api_keys), set(view_api_keys, manage_api_keys)},
    {"AUDIT_LOG", set(read_audit_log), set(read_audit_log)},
    {"SCREENING_SEARCH", set(search_screening), set(search_screening)},
    {"INSTITUTIONS", Permissions(), set(enter_institutions), false, true},
    {"STAFF", Permissions(), set(manage_staff), false, true},
};

// Read by their names; the binding to operations is not published.
constexpr Capability capability_table[] = {
    {"EDIT_PROFILE", edit_profiles}, {"READ_PROFILE", read_profiles}, {"CREATE_PROFILE", create_profiles},
    {"DELETE_PROFILE", manage_data_protection}, {"CREATE_ROLE", manage_roles}, {"EDIT_ROLE", manage_roles},
    {"DELETE_ROLE", manage_roles}, {"EDIT_PROFILE_COLLECTED_DATA", edit_profiles},
    {"READ_PROFILE_COLLECTED_DATA", read_profiles}, {"READ_PROFILE_COLLECTION_STEPS", read_profiles},
    {"EDIT_PROFILE_COLLECTION_STEPS", edit_profiles}, {"EDIT_DOCUMENT_IMAGE", edit_profiles},
    {"READ_DOCUMENT_IMAGE", read_profiles}, {"UPLOAD_DOCUMENT_IMAGE", edit_profiles},
    {"PURCHASE_FILING_DOCUMENT", run_checks}, {"CREATE_TASK_NOTE", add_notes},
    {"DELETE_TASK_NOTE", edit_tasks}, {"CUSTOM_AUTHOR_NOTE", edit_tasks},
    {"ASSIGN_PRODUCT_APPLICATION", edit_applications}, {"READ_PRODUCT_APPLICATION", read_profiles},
    {"CREATE_PRODUCT_APPLICATION", edit_applications}, {"EDIT_PRODUCT_APPLICATION_STATUS", edit_applications},
    {"CREATE_PROFILE_TASK", edit_tasks}, {"EDIT_CONVERSATION", add_notes}, {"RUN_CHECK", run_checks},
    {"CREATE_PROFILE_TAG", edit_profiles}, {"DELETE_PROFILE_TAG", edit_profiles}, {"READ_TASK", read_profiles},
    {"EDIT_TASK_COMPLETION_STATUS", edit_tasks}, {"MANAGE_PEP_AND_SANCTIONS_MATCHES", resolve_events},
    {"SEARCH", read_profiles}, {"CREATE_USER", manage_users}, {"VIEW_USERS", view_users}, {"VIEW_USER", view_users},
    {"EDIT_USER", manage_users}, {"EDIT_USER_ROLE", manage_roles}, {"EDIT_USER_PASSWORD", manage_users},
    {"EDIT_USER_FILTER_SETS", read_profiles}, {"VIEW_APPLICATION", read_profiles}, {"EDIT_PAYMENT", view_billing},
    {"VIEW_CONFIG", view_policies}, {"EDIT_CONFIG", configure}, {"VIEW_CONFIG_CREDENTIALS", view_api_keys},
    {"VIEW_REPORT", view_reports}, {"CREATE_REPORT", view_reports}, {"DELETE_REPORT", view_reports},
    {"EDIT_REPORT", view_reports},
};
// clang-format on

Permissions permissions_of(const Grant& grant) {
  if (!grant.level) {
    auto row = permission_named(grant.name);
    return row ? Permissions::of(row->permission) : Permissions();
  }
  const Area* area = area_named(grant.name);
  if (!area) return {};
  return *grant.level == Level::read_only ? area->read : area->write;
}

Grant grant_of(Body& row) {
  Grant grant;
  bool per_product = false;
  auto area = row.maybe_text("area", 1, 100);
  auto permission = row.maybe_text("permission", 1, 100);
  if (area.has_value() == permission.has_value()) {
    row.fault("area", "is required, or else permission: exactly one of the two");
  } else if (area) {
    const Area* known = area_named(*area);
    if (!known) {
      std::vector<std::string_view> names;
      for (const Area& a : areas()) names.push_back(a.name);
      row.fault("area", one_of(names));
    }
    per_product = known && known->per_product;
    grant.name = *area;
    auto level = row.word("level", level_words);
    grant.level = level == level_words[1] ? Level::read_and_write : Level::read_only;
    if (known && level == level_words[0] && known->read.empty())
      row.fault("level", "must be READ_AND_WRITE: the area has nothing to read");
  } else {
    auto known = permission_named(*permission);
    if (!known) {
      std::vector<std::string_view> names;
      for (const auto& p : permission_names) names.push_back(p.name);
      row.fault("permission", one_of(names));
    }
    per_product = known && known->per_product;
    grant.name = *permission;
  }
  grant.product = row.maybe_id("product_id");
  if (grant.product && !per_product)
    row.fault("product_id", "must be absent: this is not granted by product");
  return grant;
}

}  // namespace

std::span<const Area> areas() { return area_table; }
std::span<const Capability> capabilities() { return capability_table; }

const Area* area_named(std::string_view name) {
  auto found = std::ranges::find(area_table, name, &Area::name);
  return found == std::end(area_table) ? nullptr : found;
}

Grants grants_of(Body& body, std::string_view field) {
  Grants grants;
  const json::Array* rows = body.maybe_array(field, 500);
  if (!rows) return grants;
  for (std::size_t i = 0; i < rows->size(); ++i) {
    Body row((*rows)[i], body.prefix() + std::string(field) + "[" + std::to_string(i) + "].");
    Grant grant = grant_of(row);
    body.take(row.faults());
    if (std::ranges::find(grants, grant) == grants.end()) grants.push_back(std::move(grant));
  }
  return grants;
}

json::Array render(const Grants& grants) {
  json::Array out;
  for (const Grant& grant : grants) {
    json::Object row;
    if (grant.level) {
      row.set("area", grant.name);
      row.set("level", level_words[static_cast<int>(*grant.level)]);
    } else {
      row.set("permission", grant.name);
    }
    if (grant.product) row.set("product_id", grant.product->text());
    out.push_back(std::move(row));
  }
  return out;
}

Grants stored_grants(std::string_view text) {
  auto rows = json::parse(text);
  ENSURE(rows);
  json::Value wrapped = json::Object{{"grants", std::move(*rows)}};
  Body body(wrapped);
  auto grants = grants_of(body, "grants");
  ENSURE(body.done());
  return grants;
}

Grants grants_for_everything() {
  Grants grants;
  for (const Area& area : area_table)
    if (!area.platform_only)
      grants.push_back({std::string(area.name), Level::read_and_write, std::nullopt});
  return grants;
}

void Access::add(const Grants& grants) {
  for (const Grant& grant : grants) {
    Permissions held = permissions_of(grant);
    if (!grant.product) {
      everywhere_.add(held);
      continue;
    }
    auto found =
        std::ranges::find(products_, *grant.product, &decltype(products_)::value_type::first);
    if (found == products_.end())
      products_.push_back({*grant.product, held});
    else
      found->second.add(held);
  }
}

bool Access::may(Permission p) const {
  return everywhere_.has(p) ||
         std::ranges::any_of(products_, [&](const auto& row) { return row.second.has(p); });
}

bool Access::may(Permission p, const Uuid& product) const {
  return everywhere_.has(p) || std::ranges::any_of(products_, [&](const auto& row) {
           return row.first == product && row.second.has(p);
         });
}

std::optional<std::vector<Uuid>> Access::products_for(Permission p) const {
  if (everywhere_.has(p)) return std::nullopt;
  std::vector<Uuid> out;
  for (const auto& [product, held] : products_)
    if (held.has(p)) out.push_back(product);
  return out;
}

bool Access::covers(const Access& other) const {
  if (!everywhere_.covers(other.everywhere_)) return false;
  return std::ranges::all_of(other.products_, [&](const auto& row) {
    Permissions mine = everywhere_;
    for (const auto& [product, held] : products_)
      if (product == row.first) mine.add(held);
    return mine.covers(row.second);
  });
}

std::vector<Access::Held> Access::beyond(const Access& other) const {
  std::vector<Held> out;
  for (const auto& row : permission_names) {
    if (everywhere_.has(row.permission) && !other.may_everywhere(row.permission))
      out.push_back({row.permission, std::nullopt});
    for (const auto& [product, held] : products_)
      if (held.has(row.permission) && !other.may(row.permission, product))
        out.push_back({row.permission, product});
  }
  return out;
}

std::vector<std::string_view> Access::capabilities_for(const std::vector<Uuid>& products) const {
  std::vector<std::string_view> out;
  if (covers(Access(grants_for_everything()))) out.push_back("ROOT");
  for (const Capability& c : capability_table) {
    bool held = everywhere_.has(c.permission) ||
                std::ranges::any_of(products, [&](const Uuid& p) { return may(c.permission, p); });
    if (held) out.push_back(c.name);
  }
  return out;
}

}  // namespace probity::api
