#include "policies/status.h"

#include <algorithm>

namespace probity::policies {

namespace {

constexpr std::string_view statuses[] = {"APPLIED", "APPROVED", "IN_REVIEW", "REJECTED",
                                         "CANCELLED"};

struct Transition {
  Status from, to;
  bool by_system;                       // users may take every step
  bool without_blockers = false;        // refused while something blocks the approval
  bool system_before_approval = false;  // the system may only if it was never approved
};

constexpr Transition transitions[] = {
    {Status::applied, Status::approved, true, true},
    {Status::applied, Status::rejected, true, false, true},
    {Status::approved, Status::in_review, true},
    {Status::approved, Status::cancelled, false},
    {Status::in_review, Status::approved, true, true},
    {Status::in_review, Status::cancelled, false},
};

bool is_decision(Status to) { return to == Status::approved || to == Status::rejected; }

}  // namespace

std::string_view text_of(Status status) { return statuses[static_cast<int>(status)]; }

std::optional<Status> status_from(std::string_view text) {
  auto found = std::ranges::find(statuses, text);
  if (found == std::end(statuses)) return {};
  return static_cast<Status>(found - std::begin(statuses));
}

Result<void> check_transition(Status from, Status to, Actor actor, bool has_blockers,
                              bool ever_approved) {
  auto row = std::ranges::find_if(
      transitions, [&](const Transition& t) { return t.from == from && t.to == to; });
  if (row == std::end(transitions)) {
    if (from == Status::approved && is_decision(to))
      return refuse(Refusal::already_approved, "The application is approved already.");
    if (from == Status::rejected && is_decision(to))
      return refuse(Refusal::already_rejected, "The application is rejected already.");
    return refuse(Refusal::transition, "The application cannot take this step from its status.");
  }
  if (actor == Actor::system && !row->by_system)
    return refuse(Refusal::transition, "Only a person can take this step.");
  if (row->without_blockers && has_blockers)
    return refuse(Refusal::constraints, "Something blocks the approval; see approval_blockers.");
  if (actor == Actor::system && row->system_before_approval && ever_approved)
    return refuse(Refusal::constraints,
                  "An application that was approved once is not rejected automatically.");
  return {};
}

}  // namespace probity::policies
