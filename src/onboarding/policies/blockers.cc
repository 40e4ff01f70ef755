#include "policies/blockers.h"

namespace probity::policies {

namespace {

constexpr std::string_view kinds[] = {"INCOMPLETE_TASK", "UNRESOLVED_EVENT", "SUSPENDED_PROFILE",
                                      "UNDETERMINED_RISK"};

}  // namespace

std::vector<Blocker> approval_blockers(const std::vector<const TaskVariant*>& tasks_not_passed,
                                       const std::vector<Uuid>& unresolved_events,
                                       bool profile_normal, bool risk_undetermined) {
  std::vector<Blocker> blockers;
  for (const TaskVariant* task : tasks_not_passed)
    blockers.push_back({.kind = BlockerKind::incomplete_task, .task = task});
  for (const Uuid& event : unresolved_events)
    blockers.push_back({.kind = BlockerKind::unresolved_event, .event = event});
  if (!profile_normal) blockers.push_back({.kind = BlockerKind::suspended_profile});
  if (risk_undetermined) blockers.push_back({.kind = BlockerKind::undetermined_risk});
  return blockers;
}

json::Value render(const Blocker& blocker) {
  json::Object object{{"blocker_type", kinds[static_cast<int>(blocker.kind)]}};
  if (blocker.task) {
    object.set("task_type", blocker.task->task_type);
    object.set("task_variant", blocker.task->shown);
  }
  if (blocker.kind == BlockerKind::unresolved_event) object.set("event_id", blocker.event.text());
  return object;
}

}  // namespace probity::policies
