#include <algorithm>

#include "base/fault.h"
#include "identity/affairs.h"
#include "identity/authenticate.h"
#include "identity/identity_api.h"
#include "identity/people.h"
#include "identity/roles.h"
#include "identity_sql.h"

namespace probity::identity {
namespace {

constexpr std::size_t most_roles = 500;

std::unexpected<Error> no_such() { return refuse(Refusal::not_found, "no such role"); }

struct StoredRole : Role {
  std::int64_t users = 0, teams = 0;
  Instant created_at, modified_at;
};

StoredRole role_from(db::Columns c) {
  StoredRole role;
  role.id = c.uuid();
  role.name = c.text();
  role.description = c.text();
  role.grants = api::stored_grants(c.text());
  role.second_factor_required = c.boolean();
  role.created_at = c.instant();
  role.modified_at = c.instant();
  role.users = c.bigint();
  role.teams = c.bigint();
  return role;
}

json::Value render(const StoredRole& role) {
  return json::Object{{"id", role.id.text()},
                      {"name", role.name},
                      {"description", role.description},
                      {"permissions", api::render(role.grants)},
                      {"second_factor_required", role.second_factor_required},
                      {"user_count", role.users},
                      {"team_count", role.teams},
                      {"creation_date", api_time(role.created_at)},
                      {"last_modified_date", api_time(role.modified_at)}};
}

std::optional<StoredRole> find(db::Tx& tx, const Uuid& id) {
  auto row = tx.queue(sql::role, {tx.tenant(), id}).one();
  if (!row) return std::nullopt;
  return role_from(*row);
}

bool name_is_taken(db::Tx& tx, const std::string& name, const Uuid& but) {
  auto there = role_named(tx, name);
  return there && there->id != but;
}

Result<api::Reply> list(api::Call& call) {
  auto rows = call.tx.queue(sql::roles, {call.tx.tenant()});
  call.tx.finish_reading();
  json::Array out;
  for (int i = 0; i < rows.get().size(); ++i) out.push_back(render(role_from(rows.get()[i])));
  return api::json_reply(200, std::move(out));
}

Result<api::Reply> read(api::Call& call) {
  auto role = find(call.tx, call.ids[0]);
  if (!role) return no_such();
  return api::json_reply(200, render(*role));
}

Result<api::Reply> create(api::Call& call) {
  api::Body body(call.body);
  Role role{.id = Uuid::make(), .name = body.text("name", 1, 100)};
  role.description = body.maybe_text("description", 0, 1000).value_or("");
  if (!body.member("permissions")) body.fault("permissions", "is required");
  role.grants = api::grants_of(body, "permissions");
  role.second_factor_required = body.maybe_flag("second_factor_required").value_or(false);
  TRY(body.done());
  TRY(may_give(call.principal.access, api::Access(role.grants), "permissions"));
  Affairs affairs(call);
  if (call.tx.queue(sql::count_roles, {call.tx.tenant()}).one()->bigint() >=
      std::int64_t{most_roles})
    return refuse(Refusal::constraints, "an institution has at most 500 roles");
  if (name_is_taken(call.tx, role.name, role.id))
    return refuse(Refusal::data_present, "the institution has a role of this name");
  insert_role(call.tx, role);
  affairs.tell(actions::role_created,
               {{"role_id", role.id.text()}, {"permissions", api::render(role.grants)}}, role.name);
  affairs.write();
  return api::json_reply(201, render(*find(call.tx, role.id)));
}

Result<api::Reply> change(api::Call& call) {
  api::Body body(call.body);
  auto name = body.maybe_text("name", 1, 100);
  auto description = body.maybe_text("description", 0, 1000);
  std::optional<api::Grants> grants;
  if (body.member("permissions")) grants = api::grants_of(body, "permissions");
  auto factor = body.maybe_flag("second_factor_required");
  TRY(body.done());
  Affairs affairs(call);
  auto role = find(call.tx, call.ids[0]);
  if (!role) return no_such();
  if (grants) TRY(may_give(call.principal.access, api::Access(*grants), "permissions"));
  if (name && name_is_taken(call.tx, *name, role->id))
    return refuse(Refusal::data_present, "the institution has a role of this name");
  json::Object told{{"role_id", role->id.text()}};
  if (grants) {
    told.set("before", api::render(role->grants));
    told.set("after", api::render(*grants));
    role->grants = *grants;
  }
  role->name = name.value_or(role->name);
  role->description = description.value_or(role->description);
  role->second_factor_required = factor.value_or(role->second_factor_required);
  call.tx.queue(sql::update_role, {call.tx.tenant(), role->id, role->name, role->description,
                                   json::write(api::render(role->grants)),
                                   role->second_factor_required, call.tx.at()});
  affairs.tell(actions::role_changed, std::move(told), role->name);
  affairs.write();
  forget_tenant_after(call.tx);
  return api::json_reply(200, render(*find(call.tx, role->id)));
}

Result<api::Reply> remove(api::Call& call) {
  Affairs affairs(call);
  auto role = find(call.tx, call.ids[0]);
  if (!role) return no_such();
  if ((role->users || role->teams) && !fault("delete_roles_in_use"))
    return refuse(
        Refusal::conflict,
        "the role is in use: take it from its users and teams first, or give them another");
  call.tx.queue(sql::delete_role, {call.tx.tenant(), role->id});
  affairs.tell(actions::role_deleted, {{"role_id", role->id.text()}}, role->name);
  affairs.write();
  return api::json_reply(200, render(*role));
}

json::Array render(const std::vector<api::Access::Held>& permissions) {
  json::Array out;
  for (const auto& held : permissions) {
    json::Object row{{"permission", api::name_of(held.permission)}};
    if (held.product) row.set("product_id", held.product->text());
    out.push_back(std::move(row));
  }
  return out;
}

// Which people would gain or lose what, if the role's permissions were these.
Result<api::Reply> preview(api::Call& call) {
  api::Body body(call.body);
  if (!body.member("permissions")) body.fault("permissions", "is required");
  auto grants = api::grants_of(body, "permissions");
  TRY(body.done());
  auto role = find(call.tx, call.ids[0]);
  if (!role) return no_such();
  auto ids = call.tx.queue(sql::users_of_role, {call.tx.tenant(), role->id});
  std::vector<Uuid> users;
  for (int i = 0; i < ids.get().size(); ++i) users.push_back(ids.get()[i].uuid());
  std::vector<AskedAccess> accesses;
  for (const Uuid& user : users) accesses.push_back(ask_access(call.tx, user));
  auto people = ask_people(call.tx, *call.keys, users);
  call.tx.finish_reading();
  auto known = people.get();
  json::Array affected;
  for (std::size_t i = 0; i < users.size(); ++i) {
    auto held = accesses[i].get();
    api::Access after;
    for (const Role& r : held.roles) after.add(r.id == role->id ? grants : r.grants);
    auto gains = after.beyond(held.access), loses = held.access.beyond(after);
    if (gains.empty() && loses.empty()) continue;
    auto person = known.find(users[i]);
    affected.push_back(json::Object{
        {"id", users[i].text()},
        {"name", person == known.end() ? json::Value("") : json::Value(person->second.name)},
        {"gains", render(gains)},
        {"loses", render(loses)}});
  }
  auto reply = api::json_reply(200, json::Object{{"user_count", std::int64_t(users.size())},
                                                 {"affected", std::move(affected)}});
  reply.headers.push_back({"cache-control", "no-store"});
  return reply;
}

using enum api::Permission;
using api::Method, api::Takes;
constexpr api::Route table[] = {
    {Method::get, "/roles", view_roles, Takes::nothing, list},
    {Method::post, "/roles", manage_roles, Takes::body, create},
    {Method::get, "/roles/{role_id}", view_roles, Takes::nothing, read},
    {Method::post, "/roles/{role_id}", manage_roles, Takes::body, change},
    {Method::del, "/roles/{role_id}", manage_roles, Takes::nothing, remove},
    {Method::post, "/roles/{role_id}/preview", manage_roles, Takes::body, preview},
};

}  // namespace

std::span<const api::Route> role_routes() { return table; }

}  // namespace probity::identity
