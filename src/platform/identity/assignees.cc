#include "identity/assignees.h"

#include <algorithm>

#include "identity_sql.h"

namespace probity::identity {

Assignee assignee_named(db::Tx& tx, api::Body& body) {
  static constexpr std::string_view types[] = {"USER", "TEAM"};
  auto type = body.maybe_word("assignee_type", types);
  if (!type) return {};
  bool team = *type == "TEAM";
  std::size_t faults = body.faults().size();
  Uuid id = body.id("id");
  if (body.faults().size() > faults) return {};
  auto row = tx.queue(sql::assignable, {tx.tenant(), id, team}).one();
  if (!row || !row->boolean())
    body.fault("id", "must be an active user or a team of the institution");
  return team ? Assignee{{}, id} : Assignee{id, {}};
}

AskedAssignees ask_assignees(db::Tx& tx, const keys::TenantKeys& keys, std::vector<Uuid> users,
                             const std::vector<Uuid>& teams) {
  std::ranges::sort(users);
  users.erase(std::ranges::unique(users).begin(), users.end());
  auto people = ask_people(tx, keys, users);
  return AskedAssignees(std::move(people), tx.queue(sql::team_names, {tx.tenant(), teams}));
}

std::unordered_map<Uuid, std::string> AskedAssignees::get() {
  std::unordered_map<Uuid, std::string> names;
  for (auto& [id, person] : people_.get()) names.emplace(id, std::move(person.name));
  for (int i = 0; i < teams_.get().size(); ++i) {
    db::Columns c = teams_.get()[i];
    Uuid id = c.uuid();
    names.emplace(id, c.text());
  }
  return names;
}

json::Array render(const Assignee& assignee, const std::unordered_map<Uuid, std::string>& names) {
  const auto& id = assignee.user ? assignee.user : assignee.team;
  auto name = id ? names.find(*id) : names.end();
  if (name == names.end()) return {};
  return {json::Object{{"assignee_type", assignee.user ? "USER" : "TEAM"},
                       {"id", id->text()},
                       {"name", name->second}}};
}

}  // namespace probity::identity
