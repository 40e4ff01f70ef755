#include "lifecycle/render.h"

#include <algorithm>

#include "checks/verified.h"
#include "identity/assignees.h"
#include "lifecycle/advance.h"
#include "lifecycle/summaries.h"
#include "policies/blockers.h"

namespace probity::lifecycle {
namespace {

json::Array ids_of(const std::vector<Uuid>& ids) {
  json::Array out;
  for (const Uuid& id : ids) out.push_back(id.text());
  return out;
}

// A company has associates when its collected data names any.
bool has_associates(const json::Value& data) {
  for (auto path : {"officers", "ownership_structure"})
    if (const json::Value* group = data.find(path); group && group->is_object())
      for (const auto& [name, list] : group->object())
        if (name != "share_classes" && list.is_array() && !list.array().empty()) return true;
  const json::Value* authorised = data.find("authorized_persons");
  return authorised && !authorised->array().empty();
}

// A variant that a later configuration dropped is still shown, by what the task itself knows.
json::Value render_variant(const policies::Catalogue& catalogue, const policies::Task& t) {
  if (const auto* variant = catalogue.task_variant(t.variant_id.text())) return variant->shown;
  return json::Object{{"id", t.variant_id.text()}, {"task_type", t.type}};
}

json::Value render_product(const Case& c, const policies::Application& a) {
  const policies::Product* product = c.catalogue().product(a.product_id.text());
  if (!product) return json::Object{{"id", a.product_id.text()}, {"is_deleted", true}};
  return product->shown;
}

json::Object progress_of(const std::vector<policies::Task>& tasks) {
  auto completed =
      std::ranges::count(tasks, policies::TaskState::completed_pass, &policies::Task::state);
  return {{"completed_count", completed}, {"total_count", std::int64_t(tasks.size())}};
}

json::Value empty_risk() { return policies::render_no_risk(); }

// Asks for the name only when there is one to show.
json::Array render_assignment(const Case& c, const policies::Application& a) {
  identity::Assignee assignee{a.assigned_user, a.assigned_team};
  if (assignee == identity::Assignee{}) return {};
  db::Tx& tx = c.setting.tx;
  auto listed = [](const std::optional<Uuid>& id) {
    return id ? std::vector{*id} : std::vector<Uuid>{};
  };
  bool reading = tx.is_done();
  if (reading) tx.read_on();
  auto names = identity::ask_assignees(tx, *c.setting.keys, listed(a.assigned_user),
                                       listed(a.assigned_team));
  if (reading) tx.finish_reading();
  return identity::render(assignee, names.get());
}

// Before risk was per application the profile had one: that of the newest open application.
json::Value profile_risk(const Case& c) {
  for (auto a = c.applications.rbegin(); a != c.applications.rend(); ++a)
    if (!a->hidden && a->risk.is_object()) return a->risk;
  return empty_risk();
}

json::Array render_tags(const std::vector<profiles::Tag>& tags) {
  json::Array out;
  for (const auto& tag : tags) out.push_back(render_tag(tag));
  return out;
}

}  // namespace

json::Value render_tag(const profiles::Tag& tag) {
  return json::Object{
      {"id", tag.id.text()}, {"name", tag.name}, {"is_automatic", tag.is_automatic}};
}

json::Value render_application(const Case& c, policies::Application a) {
  json::Array required, blockers;
  for (const Uuid& id : a.required_tasks)
    if (const auto* variant = c.catalogue().task_variant(id.text()))
      required.push_back(variant->shown);
  for (const auto& blocker : blockers_of(c, a)) blockers.push_back(policies::render(blocker));
  json::Object out{{"id", a.id.text()},
                   {"product", render_product(c, a)},
                   {"status", policies::text_of(a.status)},
                   {"flag", policies::text_of(a.flag)},
                   {"required_tasks", std::move(required)},
                   {"history", std::move(a.history)},
                   {"flag_history", std::move(a.flag_history)},
                   {"approval_blockers", std::move(blockers)},
                   {"assignments", render_assignment(c, a)},
                   {"hidden", a.hidden},
                   {"risk", a.risk.is_object() ? std::move(a.risk) : empty_risk()}};
  if (a.associated_role) out.set("associated_role", *a.associated_role);
  if (a.evaluation.is_object()) out.set("policy_evaluation", std::move(a.evaluation));
  return out;
}

json::Value render_applications(const Case& c) {
  json::Array out;
  for (const auto& a : c.applications)
    if (!a.hidden) out.push_back(render_application(c, a));
  return out;
}

json::Value render_task(const policies::Catalogue& catalogue, const policies::Task& t) {
  json::Object out{{"id", t.id.text()},
                   {"type", t.type},
                   {"variant", render_variant(catalogue, t)},
                   {"state", policies::task_state_words[int(t.state)]},
                   {"is_complete", t.state == policies::TaskState::completed_pass},
                   {"is_expired", t.is_expired},
                   {"is_skipped", false},
                   {"is_deleted", false},
                   {"creation_date", api_time(t.created_at)},
                   {"check_ids", ids_of(t.check_ids)},
                   {"form_instance_ids", json::Array{}}};
  if (t.expires_at) out.set("expiry_date", api_time(*t.expires_at));
  return out;
}

json::Value render_tasks(const policies::Catalogue& catalogue,
                         const std::vector<policies::Task>& tasks) {
  json::Array out;
  for (const auto& t : tasks) out.push_back(render_task(catalogue, t));
  return out;
}

json::Value render_check(checks::Check k) {
  json::Object out{{"id", k.id.text()},
                   {"check_type", k.check_type},
                   {"variant", json::Object{{"id", k.variant_id.text()}, {"name", k.variant_name}}},
                   {"state", checks::state_words[int(k.state)]},
                   {"errors", std::move(k.errors)},
                   {"task_ids", ids_of(k.task_ids)},
                   {"instructed_externally", k.instructed_externally},
                   {"providers", json::Array{json::Object{{"provider_name", k.provider},
                                                          {"is_monitored", false}}}},
                   {"input_data", std::move(k.input_data)}};
  if (k.performed_at) out.set("performed_on", api_time(*k.performed_at));
  if (k.state == checks::State::complete) {
    if (k.result) out.set("result", *k.result);
    if (k.output_data.is_object()) out.set("output_data", std::move(k.output_data));
  }
  return out;
}

json::Value render_events(const Case& c) {
  json::Array out;
  for (const auto& e : c.events) out.push_back(screening::render(e));
  return out;
}

json::Value render_summary(const policies::Catalogue& catalogue, profiles::Profile p,
                           const std::vector<profiles::Tag>& tags,
                           const std::vector<policies::Task>& tasks,
                           const std::vector<std::string>& unresolved_event_types) {
  json::Array unresolved;
  for (const std::string& type : unresolved_event_types) unresolved.push_back(type);
  bool associates = has_associates(p.data);
  return json::Object{{"id", p.id.text()},
                      {"role", profiles::role_words[int(p.role)]},
                      {"status", profiles::status_words[int(p.status)]},
                      {"category", profiles::category_words[int(p.category)]},
                      {"creation_date", api_time(p.created_at)},
                      {"last_modified_date", api_time(p.modified_at)},
                      {"display_name", profiles::display_name(p.data)},
                      {"collected_data", std::move(p.data)},
                      {"tags", render_tags(tags)},
                      {"tasks", render_tasks(catalogue, tasks)},
                      {"task_progress", progress_of(tasks)},
                      {"unresolved_event_types", std::move(unresolved)},
                      {"has_associates", associates},
                      {"has_collection_steps", false}};
}

json::Value render_profile(Case c) {
  auto& p = c.profile;
  json::Value risk = profile_risk(c);
  json::Value verified = checks::verified_data(p.data, p.data_version, c.checks);
  json::Array applications, checks, types, unresolved;
  for (auto& a : c.applications)
    if (!a.hidden) applications.push_back(render_application(c, std::move(a)));
  for (auto& k : c.checks) checks.push_back(render_check(std::move(k)));
  auto add_once = [](json::Array& list, std::string_view word) {
    json::Value value = word;
    if (std::ranges::find(list, value) == list.end()) list.push_back(std::move(value));
  };
  for (const auto& t : c.tasks) add_once(types, t.type);
  for (const auto& e : c.events)
    if (e.is_unresolved()) add_once(unresolved, e.event_type);
  return json::Object{{"id", p.id.text()},
                      {"role", profiles::role_words[int(p.role)]},
                      {"status", profiles::status_words[int(p.status)]},
                      {"category", profiles::category_words[int(p.category)]},
                      {"creation_date", api_time(p.created_at)},
                      {"last_modified_date", api_time(p.modified_at)},
                      {"display_name", profiles::display_name(p.data)},
                      {"verified_data", std::move(verified)},
                      {"has_associates", has_associates(p.data)},
                      {"collected_data", with_linked(c.setting, std::move(p.data))},
                      {"applications", std::move(applications)},
                      {"tasks", render_tasks(c.catalogue(), c.tasks)},
                      {"task_types", std::move(types)},
                      {"task_progress", progress_of(c.tasks)},
                      {"checks", std::move(checks)},
                      {"events", render_events(c)},
                      {"unresolved_event_types", std::move(unresolved)},
                      {"risk", std::move(risk)},
                      {"tags", render_tags(c.tags)},
                      {"collection_steps", json::Array{}},
                      {"has_collection_steps", false},
                      {"document_images", json::Array{}},
                      {"linked_to", json::Array{}},
                      {"root_id", p.id.text()}};
}

}  // namespace probity::lifecycle
