#include "lifecycle/decision.h"

#include <algorithm>

#include "base/fault.h"
#include "lifecycle/advance.h"
#include "matching/matching.h"

namespace probity::lifecycle {
namespace {

using policies::Application, policies::Status, policies::Task, policies::TaskState;

std::vector<const policies::TaskVariant*> tasks_not_passed(const Case& c, const Application& a) {
  std::vector<const policies::TaskVariant*> open;
  for (const Uuid& variant : a.required_tasks) {
    bool passed = std::ranges::any_of(c.tasks, [&](const Task& t) {
      return t.variant_id == variant && !t.is_expired && t.state == TaskState::completed_pass;
    });
    const auto* v = c.catalogue().task_variant(variant.text());
    if (!passed && v) open.push_back(v);
  }
  return open;
}

bool risk_undetermined(const Case& c, const Application& a) {
  const policies::Product* product = c.catalogue().product(a.product_id.text());
  return a.risk_level == policies::RiskLevel::undetermined && product &&
         product->track(c.entity()) && !product->track(c.entity())->risk_model.empty();
}

std::string_view outcome_of(const Application& a) { return a.evaluation.text_at("outcome.kind"); }

// What the decision rested on: enough to replay it, nothing personal.
json::Value record_of(const Case& c, const Application& a, std::string_view by) {
  json::Array evidence;
  for (const auto& check : c.checks) {
    if (check.state != checks::State::complete) continue;
    evidence.push_back(json::Object{{"check_id", check.id.text()},
                                    {"check_type", check.check_type},
                                    {"result", check.result.value_or("")},
                                    {"data_version", check.data_version},
                                    {"evidence", check.evidence}});
  }
  json::Array tasks;
  for (const Task& t : c.tasks)
    tasks.push_back(json::Object{{"task_id", t.id.text()},
                                 {"variant_id", t.variant_id.text()},
                                 {"state", policies::task_state_words[int(t.state)]}});
  json::Object risk{{"level", policies::text_of(a.risk_level)}};
  if (a.risk_score) risk.set("score", *a.risk_score);
  return json::Object{{"status", policies::text_of(a.status)},
                      {"decided_by", by},
                      {"at", iso_time(c.at())},
                      {"data_version", c.profile.data_version},
                      {"configuration_version", c.setting.configuration->version},
                      {"binary", PROBITY_VERSION},
                      {"engine", matching::engine_version()},
                      {"risk", std::move(risk)},
                      {"policy", a.evaluation},
                      {"tasks", std::move(tasks)},
                      {"checks", std::move(evidence)}};
}

void set_status(Case& c, Application& a, Status to, const std::string& comment, bool by_policy) {
  a.status = to;
  if (to == Status::approved) a.ever_approved = true;
  json::Object change{{"status", policies::text_of(to)}, {"date", api_time(c.at())}};
  if (!comment.empty()) change.set("comment", comment);
  a.history.push_back(std::move(change));
  a.changed = true;
  c.decisions.push_back(
      {a.id, to,
       record_of(c, a, by_policy ? "policy" : journal::actor_word(c.setting.actor.kind))});
}

json::Object reference_of(const Application& a) {
  return {{"application_id", a.id.text()},
          {"product_id", a.product_id.text()},
          {"status", policies::text_of(a.status)}};
}

void set_by_policy(Case& c, Application& a, Status to, journal::Action action,
                   const std::string& reason) {
  set_status(c, a, to, reason, true);
  c.tell_as_policy(action, reference_of(a), reason);
}

bool is_rejected_by_rule(const Application& a) {
  return outcome_of(a) == "IMMEDIATE_REJECTION" || a.evaluation.find("auto_reject");
}

}  // namespace

std::vector<policies::Blocker> blockers_of(const Case& c, const Application& a) {
  if (!a.is_open() || a.status == Status::approved) return {};
  std::vector<Uuid> unresolved;
  for (const auto& event : c.events)
    if (event.is_unresolved()) unresolved.push_back(event.id);
  return policies::approval_blockers(tasks_not_passed(c, a), unresolved,
                                     c.profile.status == profiles::Status::normal,
                                     risk_undetermined(c, a));
}

bool set_risk(Application& a, const policies::Assessment& risk, json::Value shown) {
  if (a.risk == shown && a.risk_level == risk.level && a.risk_score == risk.score) return false;
  a.risk = std::move(shown);
  a.risk_level = risk.level;
  a.risk_score = risk.score;
  return a.changed = true;
}

bool set_evaluation(Application& a, json::Value evaluation) {
  if (a.evaluation == evaluation) return false;
  a.evaluation = std::move(evaluation);
  return a.changed = true;
}

bool conclude(Case& c, Application& a) {
  const policies::Product* product = c.catalogue().product(a.product_id.text());
  if (!product || a.evaluation.is_null()) return false;
  bool tasks_done = tasks_not_passed(c, a).empty();
  bool unresolved = std::ranges::any_of(c.events, &screening::Event::is_unresolved);

  if (a.status == Status::approved) {
    if (tasks_done && !unresolved) return false;
    set_by_policy(c, a, Status::in_review, journal::actions::application_status_changed,
                  "a task or match needs attention again");
    return true;
  }
  if (is_rejected_by_rule(a)) {
    if (a.status != Status::applied || a.ever_approved) return false;
    bool by_risk = outcome_of(a) != "IMMEDIATE_REJECTION";
    set_by_policy(c, a, Status::rejected,
                  by_risk ? journal::actions::risk_auto_reject : journal::actions::auto_decision,
                  by_risk ? "the risk score is over the model's limit"
                          : std::string(a.evaluation.text_at("outcome.reason")));
    return true;
  }
  bool approves = outcome_of(a) == "AUTOMATIC_APPROVAL" && product->automatically_approve;
  if (!approves || !tasks_done) return false;
  auto blockers = blockers_of(c, a);
  if (!blockers.empty() && !fault("approve_despite_blockers")) return false;
  set_by_policy(c, a, Status::approved, journal::actions::auto_decision,
                "all required tasks passed");
  return true;
}

void set_flag(Case& c, Application& a) {
  policies::Standing standing{.status = a.status};
  if (a.is_open()) {
    standing.risk_undetermined = risk_undetermined(c, a);
    standing.parked = a.evaluation.find("parked") != nullptr;
    standing.checks_running = std::ranges::any_of(c.checks, [](const checks::Check& check) {
      return check.state != checks::State::complete;
    });
    bool unresolved = std::ranges::any_of(c.events, &screening::Event::is_unresolved);
    standing.manual_task = !tasks_not_passed(c, a).empty() || unresolved;
    standing.escalated = outcome_of(a) == "ESCALATE" && a.status != Status::approved;
    standing.to_cancel = a.ever_approved && is_rejected_by_rule(a);
  }
  policies::Flag flag = policies::flag_of(standing);
  if (flag == a.flag && !a.flag_history.empty()) return;
  a.flag = flag;
  a.flag_history.push_back(json::Object{{"status", policies::text_of(a.status)},
                                        {"flag", policies::text_of(flag)},
                                        {"date", api_time(c.at())}});
  a.changed = true;
}

Result<void> decide(Case& c, Application& a, Status to, const std::string& comment) {
  if (a.hidden) return refuse(Refusal::transition, "the application was replaced by another");
  if (const json::Value* missing = a.evaluation.path("parked.missing");
      to == Status::approved && missing && a.is_open())
    return refuse(Refusal::constraints,
                  "the policy waits for " + missing->string() + " before it can be approved");
  bool blocked = !blockers_of(c, a).empty() && !fault("approve_despite_blockers");
  TRY(policies::check_transition(a.status, to, policies::Actor::user, blocked, a.ever_approved));
  set_status(c, a, to, comment, false);
  c.tell(journal::actions::manual_decision, reference_of(a), comment);
  return {};
}

}  // namespace probity::lifecycle
