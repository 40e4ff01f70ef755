// Roles are named sets of grants; a person has those given to it and to its teams.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/access.h"
#include "db/tx.h"

namespace probity::identity {

struct Role {
  Uuid id;
  std::string name, description;
  api::Grants grants;
  bool second_factor_required = false;
};

// What a new institution starts with; none of them may export data.
std::vector<Role> preset_roles();
void insert_role(db::Tx& tx, const Role& role);
std::optional<Role> role_named(db::Tx& tx, std::string_view name);

// The union of the grants of a person's roles and of its teams' roles.
class AskedAccess {
 public:
  explicit AskedAccess(db::Pending rows) : rows_(std::move(rows)) {}
  struct Held {
    api::Access access;
    bool second_factor_required = false;  // by one of the roles
    std::vector<Role> roles;
  };
  Held get();

 private:
  db::Pending rows_;
};
AskedAccess ask_access(db::Tx& tx, const Uuid& user);

// What a member of the platform may do inside an institution it has entered: see everything, and
// with `write` also work; never hand out rights of its own.
api::Grants staff_grants(bool write);

// Refuses to give away what the giver does not hold. `field` is the member that asks for it.
Result<void> may_give(const api::Access& giver, const api::Access& given, std::string_view field);

}  // namespace probity::identity
