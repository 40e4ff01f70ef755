// What a principal may do. A route names one; a credential holds a set of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace probity::api {

// The numbers are stored with API keys and never change.
enum class Permission : std::uint64_t {
  signed_in = 0,           // any valid credential
  read_profiles = 1 << 0,  // profiles with all that belongs to them
  create_profiles = 1 << 1,
  edit_profiles = 1 << 2,      // collected data, status, tags
  edit_applications = 1 << 3,  // apply and decide
  edit_tasks = 1 << 4,         // add, complete, notes
  run_checks = 1 << 5,
  resolve_events = 1 << 6,  // decide on screening matches
  read_audit = 1 << 7,
  configure = 1 << 8,  // products, policies, risk models, settings
};

struct PermissionName {
  Permission permission;
  std::string_view name;  // in the CLI and the API
};

inline constexpr PermissionName permission_names[] = {
    {Permission::read_profiles, "READ_PROFILES"},
    {Permission::create_profiles, "CREATE_PROFILES"},
    {Permission::edit_profiles, "EDIT_PROFILES"},
    {Permission::edit_applications, "EDIT_APPLICATIONS"},
    {Permission::edit_tasks, "EDIT_TASKS"},
    {Permission::run_checks, "RUN_CHECKS"},
    {Permission::resolve_events, "RESOLVE_EVENTS"},
    {Permission::read_audit, "READ_AUDIT"},
    {Permission::configure, "CONFIGURE"},
};

class Permissions {
 public:
  constexpr Permissions() = default;
  constexpr explicit Permissions(std::int64_t stored) : bits_(static_cast<std::uint64_t>(stored)) {}
  static constexpr Permissions all() {
    Permissions every;
    for (const auto& row : permission_names) every.add(row.permission);
    return every;
  }
  constexpr void add(Permission p) { bits_ |= static_cast<std::uint64_t>(p); }
  constexpr bool has(Permission p) const {
    auto bit = static_cast<std::uint64_t>(p);
    return (bits_ & bit) == bit;
  }
  constexpr std::int64_t stored() const { return static_cast<std::int64_t>(bits_); }

 private:
  std::uint64_t bits_ = 0;
};

}  // namespace probity::api
