#include "screening/events.h"

#include "base/result.h"
#include "screening_sql.h"

namespace probity::screening {

using keys::columns::events_body;

AskedEvents ask_events(db::Tx& tx, const Uuid& profile) {
  return AskedEvents(tx.queue(sql::events, {tx.tenant(), profile}));
}

Event event_from(db::Columns& c, const keys::SubjectKey& key) {
  Event e;
  e.id = c.uuid();
  e.check_id = c.optional(&db::Columns::uuid);
  e.event_type = c.text();
  e.resolution = c.text();
  e.created_at = c.instant();
  e.resolved_at = c.optional(&db::Columns::instant);
  e.resolution_task_ids = c.uuids();
  e.version = c.bigint();
  auto body =
      json::parse(key.open(events_body, e.id, static_cast<std::uint64_t>(e.version), c.bytes()));
  ENSURE(body && body->find("data"));
  e.resolution_reason = body->text_at("resolution_reason");
  e.evidence = body->text_at("evidence");
  e.data = std::move(*body->object().find("data"));
  return e;
}

std::vector<Event> AskedEvents::get(const keys::SubjectKey& key) {
  std::vector<Event> events;
  const db::Answer& rows = rows_.get();
  for (int i = 0; i < rows.size(); ++i) {
    db::Columns c = rows[i];
    events.push_back(event_from(c, key));
  }
  return events;
}

void save(db::Tx& tx, const keys::SubjectKey& key, const Uuid& profile, Event& e) {
  if (!e.changed) return;
  std::int64_t version = e.version + 1;
  std::string body = key.seal(
      events_body, e.id, static_cast<std::uint64_t>(version),
      json::write(json::Object{
          {"data", e.data}, {"resolution_reason", e.resolution_reason}, {"evidence", e.evidence}}));
  if (e.version == 0)
    tx.queue(sql::insert_event, {tx.tenant(), profile, e.id, e.check_id, e.event_type, e.resolution,
                                 e.created_at, e.resolved_at, e.resolution_task_ids, body});
  else
    tx.queue(sql::update_event, {tx.tenant(), profile, e.id, e.resolution, e.resolved_at,
                                 e.resolution_task_ids, version, body, e.check_id});
  e.version = version;
  e.changed = false;
}

AskedUnresolved ask_unresolved(db::Tx& tx, const std::vector<Uuid>& profiles) {
  return AskedUnresolved(tx.queue(sql::unresolved, {tx.tenant(), profiles}));
}

AskedUnresolved ask_unresolved(db::Tx& tx, const std::vector<Uuid>& profiles,
                               const std::vector<Uuid>& tasks) {
  return AskedUnresolved(tx.queue(sql::unresolved_of_tasks, {tx.tenant(), profiles, tasks}));
}

std::unordered_map<Uuid, std::vector<std::string>> AskedUnresolved::get() {
  std::unordered_map<Uuid, std::vector<std::string>> types;
  const db::Answer& rows = rows_.get();
  for (int i = 0; i < rows.size(); ++i) {
    db::Columns c = rows[i];
    Uuid profile = c.uuid();
    types[profile].push_back(c.text());
  }
  return types;
}

json::Value render(const Event& e) {
  json::Array tasks;
  for (const Uuid& id : e.resolution_task_ids) tasks.push_back(id.text());
  json::Object out{{"id", e.id.text()},
                   {"creation_date", api_time(e.created_at)},
                   {"resolution", e.resolution},
                   {"resolution_task_ids", tasks},
                   {"data", e.data}};
  if (!e.resolution_reason.empty()) out.set("resolution_reason", e.resolution_reason);
  if (e.resolved_at) out.set("resolution_date", api_time(*e.resolved_at));
  return out;
}

}  // namespace probity::screening
