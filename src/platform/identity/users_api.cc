#include <algorithm>

#include "base/fault.h"
#include "identity/affairs.h"
#include "identity/authenticate.h"
#include "identity/choices.h"
#include "identity/directory.h"
#include "identity/identity_api.h"
#include "identity/people.h"
#include "identity_sql.h"

namespace probity::identity {
namespace {

constexpr std::int64_t most_users = 20'000;

std::unexpected<Error> no_such() { return refuse(Refusal::not_found, "no such user"); }

// What is kept for a repeat of the call dies with the person's own key, not the institution's.
void keep_reply_for(api::Call& call, const Uuid& user) {
  auto key = keys::ask_subject_key(call.tx, *call.keys, user).get();
  ENSURE(key);
  call.subject_key = std::make_shared<const keys::SubjectKey>(std::move(*key));
}

json::Value render_whole(db::Tx& tx, const Person& person) {
  auto row = tx.queue(sql::roles_and_teams_of_user, {tx.tenant(), person.id}).one();
  ENSURE(row);
  json::Value out = render(person);
  json::Object object = out.object();
  object.set("roles", ids_as_json(row->uuids()));
  object.set("teams", ids_as_json(row->uuids()));
  return object;
}

Result<api::Reply> list(api::Call& call) {
  auto page = TRY(api::page_of(call));
  auto ids = call.tx.queue(sql::user_ids, {call.tx.tenant(), page.limit, page.offset});
  auto count = call.tx.queue(sql::count_users, {call.tx.tenant()});
  std::vector<Uuid> users;
  for (int i = 0; i < ids.get().size(); ++i) users.push_back(ids.get()[i].uuid());
  auto people = ask_people(call.tx, *call.keys, users);
  std::vector<db::Pending> held;
  for (const Uuid& id : users)
    held.push_back(call.tx.queue(sql::roles_and_teams_of_user, {call.tx.tenant(), id}));
  call.tx.finish_reading();
  auto known = people.get();
  json::Array results;
  for (std::size_t i = 0; i < users.size(); ++i) {
    auto person = known.find(users[i]);
    auto row = held[i].one();
    if (person == known.end() || !row) continue;
    json::Object object = render(person->second).object();
    object.set("roles", ids_as_json(row->uuids()));
    object.set("teams", ids_as_json(row->uuids()));
    results.push_back(std::move(object));
  }
  return api::json_reply(200, json::Object{{"count", count.one()->bigint()},
                                           {"limit", page.limit},
                                           {"offset", page.offset},
                                           {"results", std::move(results)}});
}

Result<api::Reply> read(api::Call& call) {
  auto person = person_of(call.tx, *call.keys, call.ids[0]);
  if (!person) return no_such();
  return api::json_reply(200, render_whole(call.tx, *person));
}

// Invites: the answer is the same whether or not the address is known to other institutions.
Result<api::Reply> create(api::Call& call) {
  api::Body body(call.body);
  NewPerson fresh;
  fresh.email = email_of(body, "email");
  fresh.name = body.text("name", 1, 200);
  fresh.roles = roles_named(call.tx, body, "roles").ids;
  fresh.teams = teams_named(call.tx, body, "teams");
  fresh.second_factor_required = body.maybe_flag("second_factor_required").value_or(false);
  TRY(body.done());
  TRY(may_change_roles(call, {}, fresh.roles, "roles"));
  TRY(may_change_roles(call, {}, roles_of_teams(call.tx, fresh.teams), "teams"));
  Affairs affairs(call);
  if (call.tx.queue(sql::count_users, {call.tx.tenant()}).one()->bigint() >= most_users)
    return refuse(Refusal::constraints, "an institution has at most 20000 users");
  if (call.tx
          .queue(sql::user_by_email,
                 {call.tx.tenant(), call.keys->lookup_hash("user-email", fresh.email)})
          .one())
    return refuse(Refusal::data_present, "the institution has a user with this address");
  Uuid login = directory().login_for(fresh.email);
  Uuid id = insert_person(call.tx, *call.keys, login, fresh);
  auto person = person_of(call.tx, *call.keys, id);
  ENSURE(person);
  keep_reply_for(call, id);
  invite(call.tx, *call.keys, call.principal.institution_name, *person);
  affairs.tell(actions::user_invited, {{"user_id", id.text()},
                                       {"roles", ids_as_json(fresh.roles)},
                                       {"teams", ids_as_json(fresh.teams)}});
  affairs.write();
  return api::json_reply(201, render_whole(call.tx, *person));
}

Result<api::Reply> invite_again(api::Call& call) {
  Affairs affairs(call);
  auto person = person_of(call.tx, *call.keys, call.ids[0]);
  if (!person) return no_such();
  keep_reply_for(call, person->id);
  if (person->status != "INVITED")
    return refuse(Refusal::conflict, "the user has taken the invitation already");
  invite(call.tx, *call.keys, call.principal.institution_name, *person);
  affairs.tell(actions::user_invited, {{"user_id", person->id.text()}, {"again", true}});
  affairs.write();
  return api::json_reply(200, render_whole(call.tx, *person));
}

Result<api::Reply> change(api::Call& call) {
  api::Body body(call.body);
  auto name = body.maybe_text("name", 1, 200);
  static constexpr std::string_view statuses[] = {"ACTIVE", "SUSPENDED"};
  auto status = body.maybe_word("status", statuses);
  auto factor = body.maybe_flag("second_factor_required");
  std::optional<std::vector<Uuid>> roles, teams;
  if (body.member("roles")) roles = roles_named(call.tx, body, "roles").ids;
  if (body.member("teams")) teams = teams_named(call.tx, body, "teams");
  TRY(body.done());
  Affairs affairs(call);
  auto person = person_of(call.tx, *call.keys, call.ids[0]);
  if (!person) return no_such();
  keep_reply_for(call, person->id);
  if (status && person->status == "INVITED")
    return refuse(Refusal::conflict, "the user has not yet taken the invitation");
  auto held = call.tx.queue(sql::roles_and_teams_of_user, {call.tx.tenant(), person->id}).one();
  auto former_roles = held->uuids(), former_teams = held->uuids();
  if (roles) TRY(may_change_roles(call, former_roles, *roles, "roles"));
  if (teams)
    TRY(may_change_roles(call, roles_of_teams(call.tx, former_teams),
                         roles_of_teams(call.tx, *teams), "teams"));
  bool loses_factor = factor && !*factor && person->second_factor_required;
  if (loses_factor && person->id == call.principal.id && !fault("lift_own_factor"))
    return refuse(Refusal::forbidden, "nobody lifts the second factor from themselves",
                  {{"second_factor_required", "must be changed by another administrator"}});
  auto key = keys::ask_subject_key(call.tx, *call.keys, person->id).get();
  ENSURE(key);
  person->name = name.value_or(person->name);
  person->status = status.value_or(person->status);
  person->second_factor_required = factor.value_or(person->second_factor_required);
  auto version =
      call.tx.queue(sql::next_user_version, {call.tx.tenant(), person->id}).one()->bigint();
  call.tx.queue(
      sql::update_user,
      {call.tx.tenant(), person->id,
       key->seal(keys::columns::users_name, person->id, std::uint64_t(version), person->name),
       person->status, person->second_factor_required, call.tx.at(), version});
  json::Object told{{"user_id", person->id.text()}, {"status", person->status}};
  if (roles) {
    call.tx.queue(sql::clear_user_roles, {call.tx.tenant(), person->id});
    call.tx.queue(sql::add_user_roles, {call.tx.tenant(), person->id, *roles});
    told.set("roles", ids_as_json(*roles));
  }
  if (teams) {
    call.tx.queue(sql::clear_user_teams, {call.tx.tenant(), person->id});
    call.tx.queue(sql::add_user_teams, {call.tx.tenant(), person->id, *teams});
    told.set("teams", ids_as_json(*teams));
  }
  affairs.tell(actions::user_changed, std::move(told));
  affairs.write();
  if (person->status == "SUSPENDED") end_sessions_after(call.tx, person->login, person->id);
  forget_tenant_after(call.tx);
  return api::json_reply(200, render_whole(call.tx, *person_of(call.tx, *call.keys, person->id)));
}

Result<api::Reply> remove(api::Call& call) {
  Affairs affairs(call);
  auto person = person_of(call.tx, *call.keys, call.ids[0]);
  if (!person) return no_such();
  keep_reply_for(call, person->id);
  auto whole = render_whole(call.tx, *person);
  auto held = call.tx.queue(sql::roles_and_teams_of_user, {call.tx.tenant(), person->id}).one();
  TRY(may_change_roles(call, held->uuids(), {}, "user"));
  delete_person(call.tx, affairs, *person);
  affairs.write();
  end_sessions_after(call.tx, person->login, person->id);
  forget_tenant_after(call.tx);
  return api::json_reply(200, std::move(whole));
}

Result<api::Reply> sessions(api::Call& call) {
  auto person = person_of(call.tx, *call.keys, call.ids[0]);
  if (!person) return no_such();
  return api::json_reply(200,
                         directory().sessions_of_user(person->login, call.tx.tenant(), Uuid()));
}

Result<api::Reply> end_sessions(api::Call& call) {
  Affairs affairs(call);
  auto person = person_of(call.tx, *call.keys, call.ids[0]);
  if (!person) return no_such();
  keep_reply_for(call, person->id);
  affairs.tell(actions::sessions_ended, {{"user_id", person->id.text()}});
  affairs.write();
  auto shown = directory().sessions_of_user(person->login, call.tx.tenant(), Uuid());
  end_sessions_after(call.tx, person->login, person->id);
  return api::json_reply(200, std::move(shown));
}

using enum api::Permission;
using api::Method, api::Takes;
constexpr api::Route table[] = {
    {Method::get, "/users", view_users, Takes::nothing, list},
    {Method::post, "/users", manage_users, Takes::body, create},
    {Method::get, "/users/{user_id}", view_users, Takes::nothing, read},
    {Method::post, "/users/{user_id}", manage_users, Takes::body, change},
    {Method::del, "/users/{user_id}", manage_users, Takes::nothing, remove},
    {Method::post, "/users/{user_id}/invitation", manage_users, Takes::nothing, invite_again},
    {Method::get, "/users/{user_id}/sessions", view_users, Takes::nothing, sessions},
    {Method::del, "/users/{user_id}/sessions", manage_users, Takes::nothing, end_sessions},
};

}  // namespace

std::span<const api::Route> user_routes() { return table; }

}  // namespace probity::identity
