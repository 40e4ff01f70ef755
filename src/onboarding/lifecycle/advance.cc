#include "lifecycle/advance.h"

#include <algorithm>
#include <map>

#include "base/fault.h"
#include "lifecycle/decision.h"
#include "lifecycle/facts.h"

namespace probity::lifecycle {
namespace {

using policies::Application, policies::Task, policies::TaskState;

Task* live_task(Case& c, const Uuid& variant) {
  auto found = std::ranges::find_if(
      c.tasks, [&](const Task& t) { return t.variant_id == variant && !t.is_expired; });
  return found == c.tasks.end() ? nullptr : &*found;
}

json::Object reference_of(const Task& task, const policies::TaskVariant& variant) {
  return {{"task_id", task.id.text()}, {"task_type", task.type}, {"variant", variant.alias}};
}

// The task of a variant, made when the profile has none: applications share it.
bool require_task(Case& c, Application& a, const policies::TaskVariant& variant) {
  bool moved = false;
  if (std::ranges::find(a.required_tasks, variant.id) == a.required_tasks.end()) {
    a.required_tasks.push_back(variant.id);
    a.changed = moved = true;
  }
  if (live_task(c, variant.id)) return moved;
  Task task{.id = Uuid::make(),
            .variant_id = variant.id,
            .type = variant.task_type,
            .created_at = c.at(),
            .is_new = true};
  c.tell_as_policy(journal::actions::added_task, reference_of(task, variant));
  c.tasks.push_back(std::move(task));
  return true;
}

// Risk first: without a required fact nothing else happens. Then the policy's path so far.
bool plan(Case& c, Application& a) {
  const policies::Product* product = c.catalogue().product(a.product_id.text());
  if (!product || !product->track(c.entity())) return false;
  const policies::Track& track = *product->track(c.entity());
  auto facts = facts_of(c, a);

  policies::Assessment risk;
  const policies::RiskModel* model = c.catalogue().risk_model(track.risk_model);
  if (model) risk = policies::assess(*model, facts);
  json::Value shown = model ? policies::render(risk, false) : policies::render_no_risk();
  bool moved = set_risk(a, risk, std::move(shown));
  if (model && risk.level == policies::RiskLevel::undetermined) {
    moved |= set_evaluation(a, {});
    return moved;
  }
  if (model) {
    facts.set("risk_level", std::string(policies::text_of(risk.level)));
    facts.set("risk_score", *risk.score);
  }
  auto evaluation = policies::evaluate(*c.catalogue().policy(track.smart_policy), facts);
  json::Value rendered = policies::render(evaluation);
  if (risk.auto_reject) rendered.object().set("auto_reject", true);
  moved |= set_evaluation(a, std::move(rendered));
  for (const std::string& alias : evaluation.tasks)
    moved |= require_task(c, a, *c.catalogue().task_variant(alias));
  return moved;
}

// Automatic checks of tasks that have not had theirs. Two tasks that want the same check share one.
bool run_automatic_checks(Case& c) {
  std::map<std::string, std::vector<Uuid>> wanted;
  for (Task& task : c.tasks) {
    if (!task.is_new || !task.check_ids.empty() || task.state != TaskState::incomplete) continue;
    const auto* variant = c.catalogue().task_variant(task.variant_id.text());
    if (!variant) continue;
    for (const std::string& alias : variant->automatic_checks) wanted[alias].push_back(task.id);
  }
  for (auto& [alias, tasks] : wanted) {
    const policies::CheckVariant& variant = *c.catalogue().check_variant(alias);
    bool inline_ = variant.embedded && c.setting.institution.policy_checks_inline;
    start_check(c, variant, tasks, inline_, true);
  }
  return !wanted.empty();
}

// Events that a check's classes cover and that nobody has ruled out.
bool has_standing_match(const Case& c, const checks::Check& check) {
  const json::Value* classes = check.evidence.find("classes");
  if (!classes) return false;
  for (const auto& row : policies::event_classes()) {
    if (std::ranges::find(classes->array(), json::Value(row.name)) == classes->array().end())
      continue;
    for (const auto& event : c.events)
      if (event.event_type == row.event_type &&
          (event.is_unresolved() || event.resolution == "MATCH"))
        return true;
  }
  return false;
}

const checks::Check* latest_acceptance(const Case& c, const Task& task,
                                       const policies::TaskVariant& variant) {
  const checks::Check* latest = nullptr;
  for (const checks::Check& check : c.checks) {
    if (check.state != checks::State::complete) continue;
    if (std::ranges::find(check.task_ids, task.id) == check.task_ids.end()) continue;
    bool accepts = std::ranges::any_of(variant.acceptance_checks, [&](const std::string& alias) {
      const auto* accepted = c.catalogue().check_variant(alias);
      return accepted && accepted->id == check.variant_id;
    });
    if (accepts) latest = &check;
  }
  return latest;
}

// The most recent acceptance check decides; what a person set stays as the person set it, except
// that a new match opens a passed screening task again.
bool refresh_tasks(Case& c) {
  bool moved = false;
  for (Task& task : c.tasks) {
    const auto* variant = c.catalogue().task_variant(task.variant_id.text());
    if (!variant || task.is_expired) continue;
    const checks::Check* check = latest_acceptance(c, task, *variant);
    if (!check) continue;
    bool unresolved = std::ranges::any_of(c.events, [&](const screening::Event& e) {
      return e.is_unresolved() && e.created_at >= task.created_at && e.check_id == check->id;
    });
    if (task.state == TaskState::incomplete && !task.set_by_person && check->passed &&
        !has_standing_match(c, *check)) {
      task.state = TaskState::completed_pass;
      task.changed = moved = true;
      c.tell_as_policy(journal::actions::completed_task, reference_of(task, *variant));
    } else if (task.state == TaskState::completed_pass && unresolved) {
      task.state = TaskState::incomplete;
      task.set_by_person = false;
      task.changed = moved = true;
      c.tell_as_policy(journal::actions::uncompleted_task, reference_of(task, *variant));
    }
  }
  return moved;
}

}  // namespace

profiles::Category category_of(const std::vector<Application>& applications) {
  using profiles::Category, policies::Status;
  auto any = [&](auto test) { return std::ranges::any_of(applications, test); };
  if (any([](const Application& a) {
        return !a.hidden && (a.status == Status::approved || a.status == Status::in_review);
      }))
    return Category::customer;
  if (any([](const Application& a) { return !a.hidden && a.status == Status::applied; }))
    return Category::applicant;
  if (any([](const Application& a) { return a.ever_approved; })) return Category::previous_customer;
  return Category::inactive_applicant;
}

void advance(Case& c) {
  // Each round adds a task, finishes one, or moves a status: all of them are few.
  constexpr int most_rounds = 30;
  bool moved = true;
  for (int round = 0; moved; ++round) {
    ENSURE(round < most_rounds);
    moved = false;
    for (Application& a : c.applications)
      if (a.is_open()) moved |= plan(c, a);
    moved |= run_automatic_checks(c);
    moved |= refresh_tasks(c);
    for (Application& a : c.applications)
      if (a.is_open()) moved |= conclude(c, a);
  }
  for (Application& a : c.applications) set_flag(c, a);
  if (auto category = category_of(c.applications); category != c.profile.category) {
    c.profile.category = category;
    c.profile_changed = true;
  }
}

}  // namespace probity::lifecycle
