#include <algorithm>

#include "api/body.h"
#include "lifecycle/actors.h"
#include "lifecycle/lifecycle_api.h"
#include "lifecycle/render.h"
#include "lifecycle/requests.h"

namespace probity::lifecycle {
namespace {

using policies::TaskState;

std::unexpected<Error> no_such() { return refuse(Refusal::not_found, "no such task"); }

Result<api::Reply> list(api::Call& call) {
  Case c = TRY(read_case(TRY(setting_of(call)), call.ids[0]));
  return api::json_reply(200, render_tasks(c.catalogue(), c.tasks));
}

// {"type": …} or {"variant": {"id" | "alias"}}.
const policies::TaskVariant* variant_of(api::Body& body, const Case& c) {
  const policies::TaskVariant* variant = nullptr;
  std::string field = "type";
  if (body.member("variant")) {
    auto reference = reference_of(body, "variant");
    if (!reference) return nullptr;
    field = reference->field;
    variant = c.catalogue().task_variant(reference->key);
    if (!variant) body.fault(field, "must name a task variant of the institution");
  } else {
    auto type = body.text("type", 1, 200);
    variant = type.empty() ? nullptr : c.catalogue().default_task_variant(type);
    if (!type.empty() && !variant) body.fault("type", "must be a task type");
  }
  const auto* type = variant ? policies::task_type(variant->task_type) : nullptr;
  if (type && type->entity != c.entity())
    body.fault(field, "must be for " + std::string(policies::text_of(c.entity())));
  return variant;
}

Result<api::Reply> create(api::Call& call) {
  Case c = TRY(lock_case(TRY(setting_of(call)), call.ids[0]));
  api::Body body(call.body);
  const auto* variant = variant_of(body, c);
  TRY(body.done());
  policies::Task task{.id = Uuid::make(),
                      .variant_id = variant->id,
                      .type = variant->task_type,
                      .created_at = c.at(),
                      .is_new = true};
  TRY(may_act(c, task));
  bool there = std::ranges::any_of(c.tasks, [&](const policies::Task& t) {
    return t.variant_id == variant->id && !t.is_expired;
  });
  if (there) return refuse(Refusal::data_present, "the profile has this task already");
  Uuid id = task.id;
  c.tasks.push_back(std::move(task));
  c.tell(journal::actions::added_task,
         {{"task_id", id.text()}, {"task_type", variant->task_type}, {"variant", variant->alias}});
  settle(c);
  save(c);
  return api::json_reply(200, render_task(c.catalogue(), *c.task(id)));
}

Result<api::Reply> read(api::Call& call) {
  Case c = TRY(read_case(TRY(setting_of(call)), call.ids[0]));
  const auto* task = c.task(call.ids[1]);
  if (!task) return no_such();
  return api::json_reply(200, render_task(c.catalogue(), *task));
}

// Honours `state` (later clients) or `is_complete` (2019), and `check_ids`; the rest is ignored.
Result<api::Reply> change(api::Call& call) {
  Case c = TRY(lock_case(TRY(setting_of(call)), call.ids[0]));
  auto* task = c.task(call.ids[1]);
  if (!task) return no_such();
  TRY(may_act(c, *task));
  api::Body body(call.body);
  auto word = body.maybe_word("state", policies::task_state_words);
  auto complete = body.maybe_flag("is_complete");
  bool links = body.member("check_ids") != nullptr;
  auto check_ids = body.ids("check_ids", 500);
  for (std::size_t i = 0; i < check_ids.size(); ++i)
    if (!c.check(check_ids[i]))
      body.fault("check_ids[" + std::to_string(i) + "]", "must be a check of the profile");
  if (!body.member("state") && !body.member("is_complete") && !links)
    body.fault("state", "is required, unless is_complete or check_ids is sent");
  TRY(body.done());

  if (links) {
    for (const Uuid& id : check_ids) {
      auto& tasks = c.check(id)->task_ids;
      if (std::ranges::find(tasks, task->id) == tasks.end()) {
        tasks.push_back(task->id);
        c.check(id)->changed = true;
      }
    }
    task->check_ids = check_ids;
    task->changed = true;
  }
  TaskState state = task->state;
  if (word)
    state = static_cast<TaskState>(std::ranges::find(policies::task_state_words, *word) -
                                   std::begin(policies::task_state_words));
  else if (complete)
    state = *complete ? TaskState::completed_pass : TaskState::incomplete;
  if (state != task->state) {
    task->state = state;
    task->set_by_person = true;
    task->changed = true;
    c.tell(state == TaskState::incomplete ? journal::actions::uncompleted_task
                                          : journal::actions::completed_task,
           {{"task_id", task->id.text()},
            {"task_type", task->type},
            {"state", policies::task_state_words[int(state)]}});
  }
  settle(c);
  save(c);
  return api::json_reply(200, render_task(c.catalogue(), *c.task(call.ids[1])));
}

json::Value render_note(const policies::Note& note, const Actors& actors) {
  json::Object out{{"id", note.id.text()},
                   {"created_on", api_time(note.created_at)},
                   {"text", note.text},
                   {"attachments", json::Array{}},
                   {"author_name_customised", false}};
  if (auto name = actors.name(note.author_id); !name.empty()) {
    out.set("author_name", name);
    out.set("author", json::Object{{"id", note.author_id.text()}, {"name", name}});
  }
  return out;
}

// The people among the authors.
std::vector<Uuid> users_of(const std::vector<policies::Note>& notes) {
  std::vector<Uuid> users;
  for (const auto& note : notes)
    if (note.author_kind == "user") users.push_back(note.author_id);
  return users;
}

Result<api::Reply> notes(api::Call& call) {
  Actors actors(call.tx);
  auto asked = policies::ask_notes(call.tx, call.ids[0], call.ids[1]);
  Case c = TRY(read_case(TRY(setting_of(call)), call.ids[0]));
  if (!c.task(call.ids[1])) return no_such();
  auto found = asked.get(*c.key);
  actors.meet(*call.keys, users_of(found));
  json::Array out;
  for (const auto& note : found) out.push_back(render_note(note, actors));
  return api::json_reply(200, std::move(out));
}

Result<api::Reply> add_note(api::Call& call) {
  Case c = TRY(lock_case(TRY(setting_of(call)), call.ids[0]));
  const auto* task = c.task(call.ids[1]);
  if (!task) return no_such();
  TRY(may_act(c, *task));
  api::Body body(call.body);
  auto text = body.text("text", 1, 10'000);
  if (const json::Array* attachments = body.maybe_array("attachments", 50);
      attachments && !attachments->empty())
    body.fault("attachments", "must be absent or empty: this version stores no files");
  TRY(body.done());
  Actors actors(call.tx);
  policies::Note note{Uuid::make(),
                      call.ids[1],
                      c.at(),
                      std::string(journal::actor_word(c.setting.actor.kind)),
                      call.principal.id,
                      text};
  policies::add_note(call.tx, *c.key, c.profile.id, note);
  c.tell(journal::actions::added_task_note,
         {{"task_id", call.ids[1].text()}, {"note_id", note.id.text()}}, text);
  settle(c);
  save(c);
  actors.meet(*call.keys, users_of({note}));
  return api::json_reply(200, render_note(note, actors));
}

Result<api::Reply> delete_note(api::Call& call) {
  Case c = TRY(lock_case(TRY(setting_of(call)), call.ids[0]));
  const auto* task = c.task(call.ids[1]);
  if (!task) return no_such();
  TRY(may_act(c, *task));
  auto notes = policies::ask_notes(call.tx, call.ids[0], call.ids[1]).get(*c.key);
  if (std::ranges::find(notes, call.ids[2], &policies::Note::id) == notes.end())
    return refuse(Refusal::not_found, "no such note");
  policies::delete_note(call.tx, c.profile.id, call.ids[2]);
  c.tell(journal::actions::deleted_task_note,
         {{"task_id", call.ids[1].text()}, {"note_id", call.ids[2].text()}});
  settle(c);
  save(c);
  return api::json_reply(200, json::Object{});
}

using enum api::Permission;
using api::Method, api::Takes;
constexpr std::string_view one_task = "/profiles/{profile_id}/tasks/{task_id}";
constexpr api::Route table[] = {
    {Method::get, "/profiles/{profile_id}/tasks", read_profiles, Takes::nothing, list},
    {Method::post, "/profiles/{profile_id}/tasks", edit_tasks, Takes::body, create},
    {Method::get, one_task, read_profiles, Takes::nothing, read},
    {Method::post, one_task, edit_tasks, Takes::body, change},
    {Method::get, "/profiles/{profile_id}/tasks/{task_id}/notes", read_profiles, Takes::nothing,
     notes},
    {Method::post, "/profiles/{profile_id}/tasks/{task_id}/notes", add_notes, Takes::body,
     add_note},
    {Method::del, "/profiles/{profile_id}/tasks/{task_id}/notes/{note_id}", edit_tasks,
     Takes::nothing, delete_note},
};

}  // namespace

std::span<const api::Route> task_routes() { return table; }

}  // namespace probity::lifecycle
