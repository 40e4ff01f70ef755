// What an application waits for: exactly one flag, the first row of a table that applies.
#pragma once

#include <optional>
#include <string_view>

#include "policies/status.h"

namespace probity::policies {

enum class Flag {
  decided,
  automating,
  recalculating_risk,
  requires_risk_score,
  waiting_on_collection_steps,
  waiting_on_checks,
  requires_data,
  requires_manual_task_completion,
  waiting_on_escalations,
  ready_for_decision,
};
std::string_view text_of(Flag flag);  // "DECIDED"
std::optional<Flag> flag_from(std::string_view text);

// What stands about an application. Each line is independent of the others.
struct Standing {
  Status status = Status::applied;
  bool automating = false;         // the engine has not come to rest
  bool risk_pending = false;       // the risk is being calculated anew
  bool risk_undetermined = false;  // a required factor of the risk model has no data
  bool to_cancel = false;         // policy or risk rejects what was approved once: a person cancels
  bool collection_steps = false;  // data is still to be collected from the customer
  bool checks_running = false;    // a check is PENDING or RUNNING
  bool parked = false;            // the policy waits at a branch for a missing property
  bool manual_task = false;       // a task is incomplete or failed and nothing automates it
  bool escalated = false;         // a team has still to approve
};

Flag flag_of(const Standing& standing);

}  // namespace probity::policies
