#include <algorithm>

#include "base/fault.h"
#include "lifecycle/sight.h"
#include "stream_sql.h"
#include "worklist/stream_position.h"
#include "worklist/worklist_api.h"

namespace probity::worklist {
namespace {

constexpr std::int64_t second_micros = 1'000'000,
                       overlap_micros = 10 * second_micros,  // of what may commit late
    longest_micros = 600 * second_micros,                    // that a listener may be away
    most_changes = 200;

struct Change {
  Told told;
  json::Array applications, actions;
};

api::Reply reply_of(std::string body) {
  return {200,
          "retry: 1500\n\n" + std::move(body),
          {{"content-type", "text/event-stream"}, {"cache-control", "no-store"}}};
}

std::string event(std::string_view id, std::string_view name, const json::Value& told) {
  return "id: " + std::string(id) + "\nevent: " + std::string(name) +
         "\ndata: " + json::write(told) + "\n\n";
}

// A browser that has no place yet is given one; one that lost its place reads everything anew.
api::Reply from_here(Instant now, bool lost) {
  std::string id = StreamPosition({now.micros - second_micros}).text();
  return reply_of(lost ? event(id, "reset", json::Object{}) : "id: " + id + "\n\n");
}

Change* of(std::vector<Change>& changes, const Uuid& profile) {
  auto found = std::ranges::find_if(
      changes, [&](const Change& change) { return change.told.profile == profile; });
  return found == changes.end() ? nullptr : &*found;
}

// What is new since the position; nothing when there is more than one tells.
std::optional<std::vector<Change>> changes_since(api::Call& call, const StreamPosition& position) {
  db::Tx& tx = call.tx;
  auto sight = lifecycle::sight_of(call);
  if (fault("stream_other_products")) sight.products.reset();
  auto rows = tx.queue(sql::changed_profiles,
                       {tx.tenant(), position.since(), sight.products, most_changes + 1});
  if (rows.get().size() > most_changes) return std::nullopt;
  std::vector<Change> changes;
  std::vector<Uuid> ids;
  for (int i = 0; i < rows.get().size(); ++i) {
    db::Columns c = rows.get()[i];
    Told told{c.uuid(), c.instant()};
    if (position.was_told(told)) continue;
    changes.push_back({told, {}, {}});
    ids.push_back(told.profile);
  }
  auto applications = tx.queue(sql::applications_of_changed, {tx.tenant(), ids, sight.products});
  auto actions = tx.queue(sql::last_actions, {tx.tenant(), ids, position.since()});
  tx.finish_reading();
  for (int i = 0; i < applications.get().size(); ++i) {
    db::Columns c = applications.get()[i];
    if (Change* change = of(changes, c.uuid())) change->applications.push_back(c.uuid().text());
  }
  // What was done may have been done to what is not seen.
  for (int i = 0; sight.all_products() && i < actions.get().size(); ++i) {
    db::Columns c = actions.get()[i];
    Change* change = of(changes, c.uuid());
    json::Value action = c.text();
    if (change && !std::ranges::count(change->actions, action))
      change->actions.push_back(std::move(action));
  }
  return changes;
}

Result<api::Reply> stream(api::Call& call) {
  Instant now = call.tx.at();
  auto last = call.request.header("last-event-id");
  if (last.empty()) return from_here(now, false);
  auto position = StreamPosition::parse(last);
  if (!position || position->since() > now ||
      now.micros - position->since().micros > longest_micros)
    return from_here(now, true);
  auto changes = changes_since(call, *position);
  if (!changes) return from_here(now, true);
  StreamPosition next = *position;
  next.move_on({now.micros - overlap_micros});
  std::string body;
  for (Change& change : *changes) {
    next.tell(change.told);
    body += event(next.text(), "profile",
                  json::Object{{"profile_id", change.told.profile.text()},
                               {"application_ids", std::move(change.applications)},
                               {"actions", std::move(change.actions)}});
  }
  if (!changes->empty()) body += event(next.text(), "counts", json::Object{});
  if (changes->empty()) body = "id: " + next.text() + "\n\n";
  return reply_of(std::move(body));
}

using enum api::Permission;
using api::Method, api::Takes;
constexpr api::Route table[] = {
    {Method::get, "/stream", read_profiles, Takes::nothing, stream},
};

}  // namespace

std::span<const api::Route> stream_routes() { return table; }

}  // namespace probity::worklist
