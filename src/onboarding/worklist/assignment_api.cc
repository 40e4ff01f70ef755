#include <algorithm>

#include "identity/assignees.h"
#include "lifecycle/render.h"
#include "worklist/worklist_api.h"
#include "worklist_sql.h"

namespace probity::worklist {
namespace {

using lifecycle::Case;

std::unexpected<Error> no_such() { return refuse(Refusal::not_found, "no such application"); }

journal::Action action_of(const identity::Assignee& before, const identity::Assignee& after) {
  const identity::Assignee nobody;
  return after == nobody    ? journal::actions::application_unassigned
         : before == nobody ? journal::actions::application_assigned
                            : journal::actions::application_reassigned;
}

json::Object reference_of(const policies::Application& a, const identity::Assignee& assignee) {
  json::Object out{{"application_id", a.id.text()}};
  if (assignee.user) out.set("user_id", assignee.user->text());
  if (assignee.team) out.set("team_id", assignee.team->text());
  return out;
}

// Whether it is somebody else's from now on.
bool assign(Case& c, policies::Application& a, const identity::Assignee& assignee) {
  identity::Assignee before{a.assigned_user, a.assigned_team};
  if (before == assignee) return false;
  a.assigned_user = assignee.user;
  a.assigned_team = assignee.team;
  a.changed = true;
  c.tell(action_of(before, assignee), reference_of(a, assignee));
  return true;
}

Result<api::Reply> assign_one(api::Call& call) {
  Case c = TRY(lifecycle::lock_case(TRY(lifecycle::setting_of(call)), call.ids[0]));
  auto* a = c.application(call.ids[1]);
  if (!a) return no_such();
  TRY(lifecycle::may_act(c, a->product_id));
  api::Body body(call.body);
  auto assignee = identity::assignee_named(call.tx, body);
  TRY(body.done());
  assign(c, *a, assignee);
  lifecycle::settle(c);
  lifecycle::save(c);
  return api::json_reply(200, lifecycle::render_application(c, *c.application(call.ids[1])));
}

// The applications by their profiles, which are locked in the same order by everybody.
std::vector<std::pair<Uuid, std::vector<Uuid>>> by_profile(db::Tx& tx,
                                                           const std::vector<Uuid>& ids) {
  std::vector<std::pair<Uuid, std::vector<Uuid>>> out;
  auto rows = tx.queue(sql::homes_of_applications, {tx.tenant(), ids});
  for (int i = 0; i < rows.get().size(); ++i) {
    db::Columns c = rows.get()[i];
    Uuid application = c.uuid(), profile = c.uuid();
    if (out.empty() || out.back().first != profile) out.push_back({profile, {}});
    out.back().second.push_back(application);
  }
  return out;
}

Result<api::Reply> assign_several(api::Call& call) {
  constexpr std::size_t most = 200;
  auto setting = TRY(lifecycle::setting_of(call));
  api::Body body(call.body);
  auto ids = body.ids("application_ids", most);
  if (ids.empty() && body.faults().empty())
    body.fault("application_ids", "must hold 1 to 200 ids of applications");
  auto assignee = identity::assignee_named(call.tx, body);
  TRY(body.done());
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  auto homes = by_profile(call.tx, ids);
  std::size_t there = 0;
  for (const auto& [profile, applications] : homes) there += applications.size();
  if (there != ids.size()) return no_such();
  std::int64_t changed = 0;
  for (const auto& [profile, applications] : homes) {
    auto locked = lifecycle::lock_case(setting, profile);
    if (!locked) return no_such();
    bool any = false;
    for (const Uuid& id : applications) {
      auto* a = locked->application(id);
      if (!a) return no_such();
      TRY(lifecycle::may_act(*locked, a->product_id));
      if (!assign(*locked, *a, assignee)) continue;
      ++changed;
      any = true;
    }
    if (!any) continue;
    lifecycle::settle(*locked);
    lifecycle::save(*locked);
  }
  return api::json_reply(200, json::Object{{"changed", changed}});
}

using enum api::Permission;
using api::Method, api::Takes;
constexpr api::Route table[] = {
    {Method::post, "/applications/assignments", edit_applications, Takes::body, assign_several},
    {Method::post, "/profiles/{profile_id}/applications/{application_id}/assignment",
     edit_applications, Takes::body, assign_one},
};

}  // namespace

std::span<const api::Route> assignment_routes() { return table; }

}  // namespace probity::worklist
