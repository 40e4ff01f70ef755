// What keeps an application from being approved.
#pragma once

#include <optional>
#include <vector>

#include "policies/catalogue.h"

namespace probity::policies {

enum class BlockerKind { incomplete_task, unresolved_event, suspended_profile, undetermined_risk };

struct Blocker {
  BlockerKind kind;
  const TaskVariant* task = nullptr;  // of INCOMPLETE_TASK; lives as long as its Catalogue
  Uuid event = {};                    // of UNRESOLVED_EVENT
};

// In this order: a blocker per task that is not passed, one per event without resolution, the
// profile when it is SUSPENDED or BANNED, the risk.
std::vector<Blocker> approval_blockers(const std::vector<const TaskVariant*>& tasks_not_passed,
                                       const std::vector<Uuid>& unresolved_events,
                                       bool profile_normal, bool risk_undetermined);

json::Value render(const Blocker& blocker);  // the API's ApprovalBlocker

}  // namespace probity::policies
