// From an evaluated policy to a status, a flag and a record of why.
#pragma once

#include "lifecycle/case.h"
#include "policies/policy.h"

namespace probity::lifecycle {

// Each answers whether something changed.
bool set_risk(policies::Application& a, const policies::Assessment& risk, json::Value shown);
bool set_evaluation(policies::Application& a, json::Value evaluation);
// The status that follows by itself: automatic approval or rejection, into review and back.
bool conclude(Case& c, policies::Application& a);
void set_flag(Case& c, policies::Application& a);

}  // namespace probity::lifecycle
