// What bodies name of an institution's people, roles and teams: each id that is none of them is a
// fault at its place, the same for another institution's and for one that never was.
#pragma once

#include <vector>

#include "api/body.h"
#include "api/call.h"
#include "identity/roles.h"

namespace probity::identity {

inline constexpr std::size_t most_named = 500;

std::vector<Uuid> users_named(db::Tx& tx, api::Body& body, std::string_view member);
std::vector<Uuid> teams_named(db::Tx& tx, api::Body& body, std::string_view member);
struct NamedRoles {
  std::vector<Uuid> ids;
  std::vector<Role> roles;
};
NamedRoles roles_named(db::Tx& tx, api::Body& body, std::string_view member);

// All roles of these teams, sorted, each once.
std::vector<Uuid> roles_of_teams(db::Tx& tx, const std::vector<Uuid>& teams);

// Giving or taking a role needs MANAGE_ROLES, and everything that the role holds.
Result<void> may_change_roles(api::Call& call, const std::vector<Uuid>& before,
                              const std::vector<Uuid>& after, std::string_view member);

json::Array ids_as_json(const std::vector<Uuid>& ids);

}  // namespace probity::identity
