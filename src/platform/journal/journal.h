// What happened, written in the transaction in which it happened. The journal tells; state tables
// are the truth. An entry is never changed; its leaf hash binds who, when, what and the sealed
// payload, so that erasing a subject's key leaves every proof intact.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/tx.h"
#include "json/json.h"
#include "keys/seal.h"

namespace probity::journal {

// Who acted. A policy acts for nobody but the institution that published it.
struct Actor {
  enum class Kind { user, api_key, policy, staff, system };
  Kind kind;
  std::optional<Uuid> id = {};
};
std::string_view actor_word(Actor::Kind kind);

// An action's word in the API's audit trail (reference: AuditItem.action), plus our own.
struct Action {
  std::string_view word;
  bool operator==(const Action&) const = default;
};

namespace actions {
inline constexpr Action created_profile{"created-profile"}, viewed_profile{"viewed-profile"},
    profile_status_changed{"profile-status-changed"}, added_tag{"added-a-tag"},
    removed_tag{"removed-a-tag"}, replaced_collected_data{"replace-collected-data"},
    added_product{"added-product"}, added_task{"added-a-task"}, completed_task{"completed-a-task"},
    uncompleted_task{"uncompleted-a-task"}, added_task_note{"added-a-task-note"},
    deleted_task_note{"deleted-a-task-note"}, instructed_check{"instructed-check"},
    updated_check{"updated-check"}, added_event{"added-event"},
    event_resolution{"event-resolution"}, event_bulk_resolution{"event-bulk-resolution"},
    auto_decision{"auto-decision"}, risk_auto_reject{"risk-auto-reject-application"},
    manual_decision{"manual-decision"},
    application_status_changed{"profile-application-status-changed"},
    revert_decision{"revert-decision"}, application_assigned{"application-assignment-created"},
    application_reassigned{"application-assignment-reassigned"},
    application_unassigned{"application-assignment-deleted"},
    // the institution's own stream
    institution_created{"institution-created"}, api_key_created{"api-key-created"},
    configuration_published{"configuration-published"};
}

struct Entry {
  Uuid id;
  std::int64_t seq;
  Action action;
  Actor actor;
  json::Object payload;  // personal; sealed with the stream's key
};

// The entries of one subject, numbered without gaps. Whoever holds it holds the subject's lock, or
// has just created the subject; that is what keeps the numbers unique.
class Stream {
 public:
  Stream(const Uuid& subject, std::int64_t last_seq) : subject_(subject), last_(last_seq) {}

  void append(Action action, Actor actor, json::Object payload = {});
  // Writes what was appended since the last write, as one statement.
  void write(db::Tx& tx, const keys::SubjectKey& key);

  const Uuid& subject() const { return subject_; }
  const std::vector<Entry>& unwritten() const { return entries_; }

 private:
  Uuid subject_;
  std::int64_t last_;
  std::vector<Entry> entries_;
};

// Metadata of an entry in the form that its leaf binds (docs/adr/0003-journal-leaf.md).
std::string metadata_of(const Uuid& tenant, const Uuid& stream, const Entry& entry, Instant at);
// SHA-256(0x00 ‖ length-prefixed metadata ‖ salt ‖ SHA-256(sealed payload))
std::string leaf_of(std::string_view metadata, std::string_view salt, std::string_view sealed);

// The institution's own stream: takes its lock until the transaction ends.
Stream institution_stream(db::Tx& tx);

struct ReadEntry {
  Uuid id;
  std::int64_t seq;
  Instant at;
  std::string action, actor_kind;
  std::optional<Uuid> actor_id;
  json::Value payload;
};

class AskedEntries {
 public:
  AskedEntries(db::Pending rows) : rows_(std::move(rows)) {}
  std::vector<ReadEntry> get(const keys::SubjectKey& key);

 private:
  db::Pending rows_;
};
// Which entries of a stream; what is not set matches all. Days are of UTC, both of them in it.
struct Wanted {
  std::optional<std::string> action, actor_kind;
  std::optional<Uuid> actor;
  std::optional<Date> from, until;
};
AskedEntries ask(db::Tx& tx, const Uuid& stream, const Wanted& wanted, std::int64_t limit,
                 std::int64_t offset);
// Newest first.
AskedEntries ask(db::Tx& tx, const Uuid& stream, std::int64_t limit, std::int64_t offset);

}  // namespace probity::journal
