#include "identity/affairs.h"
#include "identity/authenticate.h"
#include "identity/choices.h"
#include "identity/identity_api.h"
#include "identity_sql.h"

namespace probity::identity {
namespace {

std::unexpected<Error> no_such() { return refuse(Refusal::not_found, "no such team"); }

struct Team {
  Uuid id;
  std::string name, description;
  std::optional<std::string> external_id;
  Instant created_at, modified_at;
  std::vector<Uuid> members, roles;
};

Team team_from(db::Columns c) {
  Team team{.id = c.uuid(), .name = c.text(), .description = c.text()};
  team.external_id = c.optional(&db::Columns::text);
  team.created_at = c.instant();
  team.modified_at = c.instant();
  team.members = c.uuids();
  team.roles = c.uuids();
  return team;
}

json::Value render(const Team& team) {
  json::Object out{{"id", team.id.text()},
                   {"name", team.name},
                   {"description", team.description},
                   {"members", ids_as_json(team.members)},
                   {"roles", ids_as_json(team.roles)},
                   {"creation_date", api_time(team.created_at)},
                   {"last_modified_date", api_time(team.modified_at)}};
  if (team.external_id) out.set("external_team_id", *team.external_id);
  return out;
}

std::optional<Team> find(db::Tx& tx, const Uuid& id) {
  auto row = tx.queue(sql::team, {tx.tenant(), id}).one();
  if (!row) return std::nullopt;
  return team_from(*row);
}

Result<api::Reply> list(api::Call& call) {
  auto rows = call.tx.queue(sql::teams, {call.tx.tenant()});
  call.tx.finish_reading();
  json::Array out;
  for (int i = 0; i < rows.get().size(); ++i) out.push_back(render(team_from(rows.get()[i])));
  return api::json_reply(200, std::move(out));
}

Result<api::Reply> read(api::Call& call) {
  auto team = find(call.tx, call.ids[0]);
  if (!team) return no_such();
  return api::json_reply(200, render(*team));
}

// What a team is to be, over what it is.
Result<void> take(api::Call& call, Team& team, bool is_new) {
  api::Body body(call.body);
  if (is_new || body.member("name")) team.name = body.text("name", 1, 100);
  if (auto text = body.maybe_text("description", 0, 1000)) team.description = *text;
  if (auto text = body.maybe_text("external_team_id", 0, 200)) {
    team.external_id = *text;
    if (text->empty()) team.external_id.reset();
  }
  std::vector<Uuid> former_roles = team.roles;
  if (body.member("members")) team.members = users_named(call.tx, body, "members");
  if (body.member("roles")) team.roles = roles_named(call.tx, body, "roles").ids;
  TRY(body.done());
  // Who changes what a team may do, gives it to or takes it from each member.
  TRY(may_change_roles(call, former_roles, team.roles, "roles"));
  if (body.member("members")) TRY(may_change_roles(call, {}, team.roles, "members"));
  auto same_name = call.tx.queue(sql::team_by_name, {call.tx.tenant(), team.name}).one();
  if (same_name && same_name->uuid() != team.id)
    return refuse(Refusal::data_present, "the institution has a team of this name");
  if (team.external_id) {
    auto same =
        call.tx.queue(sql::team_by_external_id, {call.tx.tenant(), *team.external_id}).one();
    if (same && same->uuid() != team.id)
      return refuse(Refusal::data_present, "another team has this external_team_id");
  }
  return {};
}

void write(db::Tx& tx, const Team& team) {
  tx.queue(sql::save_team,
           {tx.tenant(), team.id, team.name, team.description, team.external_id, tx.at()});
  tx.queue(sql::clear_team_members, {tx.tenant(), team.id});
  tx.queue(sql::add_team_members, {tx.tenant(), team.id, team.members});
  tx.queue(sql::clear_team_roles, {tx.tenant(), team.id});
  tx.queue(sql::add_team_roles, {tx.tenant(), team.id, team.roles});
}

json::Object told(const Team& team) {
  return {{"team_id", team.id.text()},
          {"members", ids_as_json(team.members)},
          {"roles", ids_as_json(team.roles)}};
}

Result<api::Reply> create(api::Call& call) {
  Affairs affairs(call);
  Team team{.id = Uuid::make()};
  TRY(take(call, team, true));
  if (call.tx.queue(sql::count_teams, {call.tx.tenant()}).one()->bigint() >= 500)
    return refuse(Refusal::constraints, "an institution has at most 500 teams");
  write(call.tx, team);
  affairs.tell(actions::team_created, told(team), team.name);
  affairs.write();
  forget_tenant_after(call.tx);
  return api::json_reply(201, render(*find(call.tx, team.id)));
}

Result<api::Reply> change(api::Call& call) {
  Affairs affairs(call);
  auto team = find(call.tx, call.ids[0]);
  if (!team) return no_such();
  TRY(take(call, *team, false));
  write(call.tx, *team);
  affairs.tell(actions::team_changed, told(*team), team->name);
  affairs.write();
  forget_tenant_after(call.tx);
  return api::json_reply(200, render(*find(call.tx, team->id)));
}

Result<api::Reply> remove(api::Call& call) {
  Affairs affairs(call);
  auto team = find(call.tx, call.ids[0]);
  if (!team) return no_such();
  TRY(may_change_roles(call, team->roles, {}, "team"));
  call.tx.queue(sql::clear_team_members, {call.tx.tenant(), team->id});
  call.tx.queue(sql::clear_team_roles, {call.tx.tenant(), team->id});
  call.tx.queue(sql::delete_team, {call.tx.tenant(), team->id});
  affairs.tell(actions::team_deleted, {{"team_id", team->id.text()}}, team->name);
  affairs.write();
  forget_tenant_after(call.tx);
  return api::json_reply(200, render(*team));
}

using enum api::Permission;
using api::Method, api::Takes;
constexpr api::Route table[] = {
    {Method::get, "/teams", view_roles, Takes::nothing, list},
    {Method::post, "/teams", manage_roles, Takes::body, create},
    {Method::get, "/teams/{team_id}", view_roles, Takes::nothing, read},
    {Method::post, "/teams/{team_id}", manage_roles, Takes::body, change},
    {Method::del, "/teams/{team_id}", manage_roles, Takes::nothing, remove},
};

}  // namespace

std::span<const api::Route> team_routes() { return table; }

}  // namespace probity::identity
