// What a principal may do. A route names one permission; a principal holds a set of them, some for
// all products and some for single products only (api/access.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace probity::api {

enum class Permission : std::uint64_t {
  // What a route can ask for beside a permission that is granted.
  anyone = 0,                     // no credential at all: what leads to one
  owing = 1,                      // a session, even one that still owes its second factor
  signed_in = 2,                  // any whole credential
  person = 3,                     // a whole session: what a key can't do
  first_granted = 1ULL << 2,      // from here on, granted bits
  read_profiles = 1ULL << 2,      // profiles with all that belongs to them
  create_profiles = 1ULL << 3,    //
  edit_profiles = 1ULL << 4,      // collected data, status, tags
  edit_applications = 1ULL << 5,  // apply and decide
  edit_tasks = 1ULL << 6,         // add, complete
  add_notes = 1ULL << 7,
  run_checks = 1ULL << 8,
  resolve_events = 1ULL << 9,  // decide on screening matches
  read_audit = 1ULL << 10,     // of a profile
  view_reports = 1ULL << 11,
  export_data = 1ULL << 12,
  view_policies = 1ULL << 13,
  configure = 1ULL << 14,  // products, policies, risk models, settings
  export_policies = 1ULL << 15,
  import_policies = 1ULL << 16,
  view_users = 1ULL << 17,
  manage_users = 1ULL << 18,
  view_roles = 1ULL << 19,  // and teams
  manage_roles = 1ULL << 20,
  view_ip_list = 1ULL << 21,
  manage_ip_list = 1ULL << 22,
  manage_data_protection = 1ULL << 23,
  view_billing = 1ULL << 24,
  view_api_keys = 1ULL << 25,
  manage_api_keys = 1ULL << 26,
  read_audit_log = 1ULL << 27,      // of the institution
  search_screening = 1ULL << 28,    // against the lists, without a profile
  enter_institutions = 1ULL << 29,  // platform staff only
  manage_staff = 1ULL << 30,        // platform staff only: training records
};

struct PermissionName {
  Permission permission;
  std::string_view name;  // in the CLI, the API and stored grants: never changes
  bool per_product;       // can be granted for single products
};

// clang-format off
inline constexpr PermissionName permission_names[] = {
    {Permission::read_profiles, "READ_PROFILES", true},
    {Permission::create_profiles, "CREATE_PROFILES", true},
    {Permission::edit_profiles, "EDIT_PROFILES", true},
    {Permission::edit_applications, "EDIT_APPLICATIONS", true},
    {Permission::edit_tasks, "EDIT_TASKS", true},
    {Permission::add_notes, "ADD_NOTES", true},
    {Permission::run_checks, "RUN_CHECKS", true},
    {Permission::resolve_events, "RESOLVE_EVENTS", true},
    {Permission::read_audit, "READ_AUDIT", true},
    {Permission::view_reports, "VIEW_REPORTS", false},
    {Permission::export_data, "EXPORT_DATA", false},
    {Permission::view_policies, "VIEW_POLICIES", false},
    {Permission::configure, "CONFIGURE", false},
    {Permission::export_policies, "EXPORT_POLICIES", false},
    {Permission::import_policies, "IMPORT_POLICIES", false},
    {Permission::view_users, "VIEW_USERS", false},
    {Permission::manage_users, "MANAGE_USERS", false},
    {Permission::view_roles, "VIEW_ROLES", false},
    {Permission::manage_roles, "MANAGE_ROLES", false},
    {Permission::view_ip_list, "VIEW_IP_LIST", false},
    {Permission::manage_ip_list, "MANAGE_IP_LIST", false},
    {Permission::manage_data_protection, "MANAGE_DATA_PROTECTION", false},
    {Permission::view_billing, "VIEW_BILLING", false},
    {Permission::view_api_keys, "VIEW_API_KEYS", false},
    {Permission::manage_api_keys, "MANAGE_API_KEYS", false},
    {Permission::read_audit_log, "READ_AUDIT_LOG", false},
    {Permission::search_screening, "SEARCH_SCREENING", false},
    {Permission::enter_institutions, "ENTER_INSTITUTIONS", false},
    {Permission::manage_staff, "MANAGE_STAFF", false},
};
// clang-format on

constexpr bool is_granted(Permission p) { return p >= Permission::first_granted; }

// "ANYONE", "OWING", "SIGNED_IN" or "PERSON" for what is not granted.
constexpr std::string_view name_of(Permission p) {
  for (const auto& row : permission_names)
    if (row.permission == p) return row.name;
  constexpr std::string_view asked[] = {"ANYONE", "OWING", "SIGNED_IN", "PERSON"};
  return asked[static_cast<int>(p)];
}
constexpr std::optional<PermissionName> permission_named(std::string_view name) {
  for (const auto& row : permission_names)
    if (row.name == name) return row;
  return std::nullopt;
}

// A set of granted permissions.
class Permissions {
 public:
  constexpr Permissions() = default;
  template <class... P>
  static constexpr Permissions of(P... permissions) {
    Permissions out;
    (out.add(permissions), ...);
    return out;
  }
  static constexpr Permissions per_product() {
    Permissions out;
    for (const auto& row : permission_names)
      if (row.per_product) out.add(row.permission);
    return out;
  }
  constexpr void add(Permission p) { bits_ |= static_cast<std::uint64_t>(p); }
  constexpr void add(Permissions more) { bits_ |= more.bits_; }
  constexpr bool has(Permission p) const {
    auto bit = static_cast<std::uint64_t>(p);
    return (bits_ & bit) == bit;
  }
  constexpr bool covers(Permissions other) const { return (other.bits_ & ~bits_) == 0; }
  constexpr Permissions and_with(Permissions other) const {
    Permissions out;
    out.bits_ = bits_ & other.bits_;
    return out;
  }
  constexpr bool empty() const { return bits_ == 0; }
  // For another process of the same version (api/principal_json.h); never stored.
  constexpr std::int64_t bits() const { return static_cast<std::int64_t>(bits_); }
  static constexpr Permissions of_bits(std::int64_t bits) {
    Permissions out;
    out.bits_ = static_cast<std::uint64_t>(bits);
    return out;
  }
  constexpr bool operator==(const Permissions&) const = default;

 private:
  std::uint64_t bits_ = 0;
};

}  // namespace probity::api
