#include "policies/tasks.h"

#include <algorithm>

#include "base/result.h"
#include "policies_sql.h"

namespace probity::policies {
namespace {

Task task_of(db::Columns& c) {
  Task t{.id = c.uuid(), .variant_id = c.uuid(), .type = c.text()};
  auto state = std::ranges::find(task_state_words, c.text());
  ENSURE(state != std::end(task_state_words));
  t.state = static_cast<TaskState>(state - std::begin(task_state_words));
  t.set_by_person = c.text() == "person";
  t.is_expired = c.boolean();
  t.created_at = c.instant();
  t.expires_at = c.optional(&db::Columns::instant);
  t.check_ids = c.uuids();
  return t;
}

}  // namespace

AskedTasks ask_tasks(db::Tx& tx, const Uuid& profile) {
  return AskedTasks(tx.queue(sql::tasks, {tx.tenant(), profile}));
}

std::vector<Task> AskedTasks::get() {
  std::vector<Task> tasks;
  const db::Answer& rows = rows_.get();
  for (int i = 0; i < rows.size(); ++i) {
    db::Columns c = rows[i];
    tasks.push_back(task_of(c));
  }
  return tasks;
}

AskedTasksOfMany ask_tasks(db::Tx& tx, const std::vector<Uuid>& profiles) {
  return AskedTasksOfMany(tx.queue(sql::tasks_of_many, {tx.tenant(), profiles}));
}

std::unordered_map<Uuid, std::vector<Task>> AskedTasksOfMany::get() {
  std::unordered_map<Uuid, std::vector<Task>> tasks;
  const db::Answer& rows = rows_.get();
  for (int i = 0; i < rows.size(); ++i) {
    db::Columns c = rows[i];
    Uuid profile = c.uuid();
    tasks[profile].push_back(task_of(c));
  }
  return tasks;
}

void save(db::Tx& tx, const Uuid& profile, Task& t) {
  std::string_view state = task_state_words[int(t.state)],
                   set_by = t.set_by_person ? "person" : "policy";
  if (t.is_new)
    tx.queue(sql::insert_task, {tx.tenant(), profile, t.id, t.variant_id, t.type, state, set_by,
                                t.is_expired, t.created_at, t.expires_at, t.check_ids});
  else if (t.changed)
    tx.queue(sql::update_task,
             {tx.tenant(), profile, t.id, state, set_by, t.is_expired, t.expires_at, t.check_ids});
  t.is_new = t.changed = false;
}

AskedNotes ask_notes(db::Tx& tx, const Uuid& profile, const Uuid& task) {
  return AskedNotes(tx.queue(sql::notes, {tx.tenant(), profile, task}));
}

std::vector<Note> AskedNotes::get(const keys::SubjectKey& key) {
  std::vector<Note> notes;
  const db::Answer& rows = rows_.get();
  for (int i = 0; i < rows.size(); ++i) {
    db::Columns c = rows[i];
    Note n{c.uuid(), c.uuid(), c.instant(), c.text(), c.uuid(), {}};
    n.text = key.open(keys::columns::notes_body, n.id, 1, c.bytes());
    notes.push_back(std::move(n));
  }
  return notes;
}

void add_note(db::Tx& tx, const keys::SubjectKey& key, const Uuid& profile, const Note& n) {
  tx.queue(sql::insert_note, {tx.tenant(), profile, n.task_id, n.id, n.created_at, n.author_kind,
                              n.author_id, key.seal(keys::columns::notes_body, n.id, 1, n.text)});
}

void delete_note(db::Tx& tx, const Uuid& profile, const Uuid& note) {
  tx.queue(sql::delete_note, {tx.tenant(), profile, note, tx.at()});
}

}  // namespace probity::policies
