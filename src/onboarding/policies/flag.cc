#include "policies/flag.h"

#include <algorithm>
#include <iterator>

namespace probity::policies {

namespace {

constexpr std::string_view flags[] = {
    "DECIDED",
    "AUTOMATING",
    "RECALCULATING_RISK",
    "REQUIRES_RISK_SCORE",
    "WAITING_ON_COLLECTION_STEPS",
    "WAITING_ON_CHECKS",
    "REQUIRES_DATA",
    "REQUIRES_MANUAL_TASK_COMPLETION",
    "WAITING_ON_ESCALATIONS",
    "READY_FOR_DECISION",
};

bool decided(const Standing& s) {
  return s.status != Status::applied && s.status != Status::in_review;
}

struct Row {
  bool (*applies)(const Standing&);
  Flag flag;
};

// Priority order. Running checks come before a parked branch, since they may bring what it misses;
// a parked branch before manual tasks, since what it brings may change them.
constexpr Row rows[] = {
    {decided, Flag::decided},
    {[](const Standing& s) { return s.automating; }, Flag::automating},
    {[](const Standing& s) { return s.risk_pending; }, Flag::recalculating_risk},
    {[](const Standing& s) { return s.risk_undetermined; }, Flag::requires_risk_score},
    {[](const Standing& s) { return s.to_cancel; }, Flag::ready_for_decision},
    {[](const Standing& s) { return s.collection_steps; }, Flag::waiting_on_collection_steps},
    {[](const Standing& s) { return s.checks_running; }, Flag::waiting_on_checks},
    {[](const Standing& s) { return s.parked; }, Flag::requires_data},
    {[](const Standing& s) { return s.manual_task; }, Flag::requires_manual_task_completion},
    {[](const Standing& s) { return s.escalated; }, Flag::waiting_on_escalations},
};

}  // namespace

std::string_view text_of(Flag flag) { return flags[static_cast<int>(flag)]; }

std::optional<Flag> flag_from(std::string_view text) {
  auto found = std::ranges::find(flags, text);
  if (found == std::end(flags)) return {};
  return static_cast<Flag>(found - std::begin(flags));
}

Flag flag_of(const Standing& standing) {
  for (const Row& row : rows)
    if (row.applies(standing)) return row.flag;
  return Flag::ready_for_decision;
}

}  // namespace probity::policies
