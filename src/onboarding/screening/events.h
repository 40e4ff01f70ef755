// Events: matches that need a person's resolution, in the database.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "db/tx.h"
#include "json/json.h"
#include "keys/seal.h"

namespace probity::screening {

inline constexpr std::string_view event_type_words[] = {"PEP_FLAG", "SANCTION_FLAG",
                                                        "ADVERSE_MEDIA_FLAG", "REFER_FLAG"};
inline constexpr std::string_view resolution_words[] = {"UNRESOLVED", "MISMATCH", "MATCH", "IGNORE",
                                                        "CREATED_TASK"};

// A match that a check found, not yet an event of the profile.
struct NewEvent {
  std::string event_type;
  std::string match_id;  // list and entry: the same match keeps it over all screenings
  std::string evidence;  // changes when the listed entry does; a dismissed match reopens only then
  json::Object data;     // the API's EventData
};

struct Event {
  Uuid id;
  std::optional<Uuid> check_id;
  std::string event_type;
  std::string resolution = "UNRESOLVED";
  Instant created_at;
  std::optional<Instant> resolved_at;
  std::vector<Uuid> resolution_task_ids;
  std::int64_t version = 0;  // of the row; 0: not yet written
  bool changed = false;

  // Sealed.
  json::Value data;
  std::string resolution_reason, evidence;

  bool is_unresolved() const { return resolution == "UNRESOLVED"; }
};

// The next columns of a row: from the event's id to its sealed body, as in `events`.
Event event_from(db::Columns& c, const keys::SubjectKey& key);

class AskedEvents {
 public:
  explicit AskedEvents(db::Pending rows) : rows_(std::move(rows)) {}
  std::vector<Event> get(const keys::SubjectKey& key);

 private:
  db::Pending rows_;
};
AskedEvents ask_events(db::Tx& tx, const Uuid& profile);
void save(db::Tx& tx, const keys::SubjectKey& key, const Uuid& profile, Event& event);

// The types of several profiles' unresolved events, each once, by profile.
class AskedUnresolved {
 public:
  explicit AskedUnresolved(db::Pending rows) : rows_(std::move(rows)) {}
  std::unordered_map<Uuid, std::vector<std::string>> get();

 private:
  db::Pending rows_;
};
AskedUnresolved ask_unresolved(db::Tx& tx, const std::vector<Uuid>& profiles);
// Of the events whose check is linked to one of the tasks.
AskedUnresolved ask_unresolved(db::Tx& tx, const std::vector<Uuid>& profiles,
                               const std::vector<Uuid>& tasks);

json::Value render(const Event& event);  // the API's EventResource

}  // namespace probity::screening
