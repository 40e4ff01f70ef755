// Tasks in the database: a due-diligence obligation of a profile, shared by all its applications.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "db/tx.h"
#include "keys/seal.h"

namespace probity::policies {

enum class TaskState { incomplete, completed_pass, completed_fail };
inline constexpr std::string_view task_state_words[] = {"INCOMPLETE", "COMPLETED_PASS",
                                                        "COMPLETED_FAIL"};

struct Task {
  Uuid id, variant_id;
  std::string type;
  TaskState state = TaskState::incomplete;
  bool set_by_person = false;  // who set the state last; what a person undid stays undone
  bool is_expired = false;
  Instant created_at;
  std::optional<Instant> expires_at;
  std::vector<Uuid> check_ids;
  bool is_new = false, changed = false;
};

class AskedTasks {
 public:
  explicit AskedTasks(db::Pending rows) : rows_(std::move(rows)) {}
  std::vector<Task> get();

 private:
  db::Pending rows_;
};
AskedTasks ask_tasks(db::Tx& tx, const Uuid& profile);
// Those of several profiles, by profile.
class AskedTasksOfMany {
 public:
  explicit AskedTasksOfMany(db::Pending rows) : rows_(std::move(rows)) {}
  std::unordered_map<Uuid, std::vector<Task>> get();

 private:
  db::Pending rows_;
};
AskedTasksOfMany ask_tasks(db::Tx& tx, const std::vector<Uuid>& profiles);
void save(db::Tx& tx, const Uuid& profile, Task& task);

struct Note {
  Uuid id, task_id;
  Instant created_at;
  std::string author_kind;
  Uuid author_id;
  std::string text;
};

class AskedNotes {
 public:
  explicit AskedNotes(db::Pending rows) : rows_(std::move(rows)) {}
  std::vector<Note> get(const keys::SubjectKey& key);

 private:
  db::Pending rows_;
};
// Those that were not deleted, oldest first.
AskedNotes ask_notes(db::Tx& tx, const Uuid& profile, const Uuid& task);
void add_note(db::Tx& tx, const keys::SubjectKey& key, const Uuid& profile, const Note& note);
// Its text goes; that it was there stays. The journal keeps the text.
void delete_note(db::Tx& tx, const Uuid& profile, const Uuid& note);

}  // namespace probity::policies
