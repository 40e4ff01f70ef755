#include "identity/choices.h"

#include <algorithm>
#include <unordered_set>

#include "base/fault.h"
#include "identity_sql.h"

namespace probity::identity {
namespace {

std::vector<Uuid> known(db::Tx& tx, api::Body& body, std::string_view member,
                        const db::Statement& statement, const char* what) {
  auto ids = body.ids(member, most_named);
  if (ids.empty()) return ids;
  auto rows = tx.queue(statement, {tx.tenant(), ids});
  std::unordered_set<Uuid> there;
  for (int i = 0; i < rows.get().size(); ++i) there.insert(rows.get()[i].uuid());
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (!there.contains(ids[i]))
      body.fault(std::string(member) + "[" + std::to_string(i) + "]",
                 "must be a " + std::string(what) + " of the institution");
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

}  // namespace

std::vector<Uuid> users_named(db::Tx& tx, api::Body& body, std::string_view member) {
  return known(tx, body, member, sql::present_users, "user");
}

std::vector<Uuid> teams_named(db::Tx& tx, api::Body& body, std::string_view member) {
  return known(tx, body, member, sql::present_teams, "team");
}

NamedRoles roles_named(db::Tx& tx, api::Body& body, std::string_view member) {
  NamedRoles out;
  out.ids = known(tx, body, member, sql::roles_by_ids, "role");
  return out;
}

std::vector<Uuid> roles_of_teams(db::Tx& tx, const std::vector<Uuid>& teams) {
  std::vector<Uuid> out;
  if (teams.empty()) return out;
  auto rows = tx.queue(sql::roles_of_teams, {tx.tenant(), teams});
  for (int i = 0; i < rows.get().size(); ++i) out.push_back(rows.get()[i].uuid());
  return out;
}

Result<void> may_change_roles(api::Call& call, const std::vector<Uuid>& before,
                              const std::vector<Uuid>& after, std::string_view member) {
  std::vector<Uuid> changed;  // both are sorted, as they come from the database and from bodies
  std::ranges::set_symmetric_difference(before, after, std::back_inserter(changed));
  if (changed.empty()) return {};
  if (!call.principal.access.may(api::Permission::manage_roles) && !fault("roles_by_anyone"))
    return refuse(Refusal::forbidden, "giving or taking roles needs the permission MANAGE_ROLES",
                  {{std::string(member), "must be left as it is"}});
  auto rows = call.tx.queue(sql::roles_by_ids, {call.tx.tenant(), changed});
  for (int i = 0; i < rows.get().size(); ++i) {
    auto c = rows.get()[i];
    c.skip();
    c.skip();
    TRY(may_give(call.principal.access, api::Access(api::stored_grants(c.text())), member));
  }
  return {};
}

json::Array ids_as_json(const std::vector<Uuid>& ids) {
  json::Array out;
  for (const Uuid& id : ids) out.push_back(id.text());
  return out;
}

}  // namespace probity::identity
