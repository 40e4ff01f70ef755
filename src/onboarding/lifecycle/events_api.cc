#include "api/body.h"
#include "lifecycle/lifecycle_api.h"
#include "lifecycle/render.h"

namespace probity::lifecycle {
namespace {

struct Change {
  screening::Event* event;
  std::string resolution;
  std::optional<std::string> reason;
  std::vector<Uuid> task_ids;
};

// One resolution from a body; nothing but the resolution, its reason and tasks is taken.
Change change_of(api::Body& body, Case& c, screening::Event* event) {
  Change change{.event = event};
  change.resolution = body.word("resolution", screening::resolution_words);
  change.reason = body.maybe_text("resolution_reason", 0, 10'000);
  change.task_ids = body.ids("resolution_task_ids", 50);
  for (std::size_t i = 0; i < change.task_ids.size(); ++i)
    if (!c.task(change.task_ids[i]))
      body.fault("resolution_task_ids[" + std::to_string(i) + "]", "must be a task of the profile");
  return change;
}

void make(Case& c, const Change& change) {
  auto& e = *change.event;
  e.resolution = change.resolution;
  if (change.reason) e.resolution_reason = *change.reason;
  e.resolution_task_ids = change.task_ids;
  if (e.is_unresolved())
    e.resolved_at.reset();
  else
    e.resolved_at = c.at();
  e.changed = true;
}

json::Object reference_of(const screening::Event& e) {
  return {{"event_id", e.id.text()}, {"event_type", e.event_type}, {"resolution", e.resolution}};
}

std::unexpected<Error> no_such() { return refuse(Refusal::not_found, "no such event"); }

Result<api::Reply> list(api::Call& call) {
  Case c = TRY(read_case(TRY(setting_of(call)), call.ids[0]));
  return api::json_reply(200, render_events(c));
}

Result<api::Reply> read(api::Call& call) {
  Case c = TRY(read_case(TRY(setting_of(call)), call.ids[0]));
  const auto* event = c.event(call.ids[1]);
  if (!event) return no_such();
  return api::json_reply(200, screening::render(*event));
}

Result<api::Reply> resolve(api::Call& call) {
  Case c = TRY(lock_case(TRY(setting_of(call)), call.ids[0]));
  auto* event = c.event(call.ids[1]);
  if (!event) return no_such();
  TRY(may_act(c, *event));
  api::Body body(call.body);
  Change change = change_of(body, c, event);
  TRY(body.done());
  make(c, change);
  c.tell(journal::actions::event_resolution, reference_of(*event), event->resolution_reason);
  settle(c);
  save(c);
  return api::json_reply(200, screening::render(*c.event(call.ids[1])));
}

Result<api::Reply> bulk_update(api::Call& call) {
  Case c = TRY(lock_case(TRY(setting_of(call)), call.ids[0]));
  constexpr std::size_t most = 500;
  if (!call.body.is_array() || call.body.array().empty() || call.body.array().size() > most)
    return refuse(Refusal::invalid_input, "the request is not valid",
                  {{"body", "must be an array of 1 to 500 events, each with id and resolution"}});
  std::vector<Change> changes;
  std::vector<Fault> faults;
  for (std::size_t i = 0; i < call.body.array().size(); ++i) {
    api::Body body(call.body.array()[i], "[" + std::to_string(i) + "].");
    auto id = body.id("id");
    auto* event = c.event(id);
    if (!id.is_nil() && !event) body.fault("id", "must be an event of the profile");
    changes.push_back(change_of(body, c, event));
    for (Fault& f : body.faults())
      if (faults.size() < 50) faults.push_back(std::move(f));
  }
  if (!faults.empty())
    return refuse(Refusal::invalid_input, "the request is not valid", std::move(faults));
  for (const Change& change : changes) TRY(may_act(c, *change.event));
  json::Array references, out;
  std::vector<Uuid> ids;
  for (const Change& change : changes) {
    make(c, change);
    ids.push_back(change.event->id);
    references.push_back(reference_of(*change.event));
  }
  c.tell(journal::actions::event_bulk_resolution, {{"events", std::move(references)}});
  settle(c);
  save(c);
  for (const Uuid& id : ids) out.push_back(screening::render(*c.event(id)));
  return api::json_reply(200, std::move(out));
}

using enum api::Permission;
using api::Method, api::Takes;
constexpr api::Route table[] = {
    {Method::get, "/profiles/{profile_id}/events", read_profiles, Takes::nothing, list},
    {Method::post, "/profiles/{profile_id}/events/bulk_update", resolve_events, Takes::body,
     bulk_update},
    {Method::get, "/profiles/{profile_id}/events/{event_id}", read_profiles, Takes::nothing, read},
    {Method::post, "/profiles/{profile_id}/events/{event_id}", resolve_events, Takes::body,
     resolve},
};

}  // namespace

std::span<const api::Route> event_routes() { return table; }

}  // namespace probity::lifecycle
