// What happens next to a profile: risk, policy, tasks, checks, decision, flag.
#pragma once

#include "lifecycle/case.h"
#include "policies/blockers.h"

namespace probity::lifecycle {

// Moves every open application as far as it goes. Deterministic in what the case holds; nothing
// happens when nothing can.
void advance(Case& c);

// Where a profile with these applications stands.
profiles::Category category_of(const std::vector<policies::Application>& applications);

checks::Instruction instruction_of(const Case& c, const policies::CheckVariant& variant);
// Completes a check with what its provider came to: its events join the profile's, and tasks may
// pass. The reactions hear of it unless it is the policy's own step.
void complete_check(Case& c, checks::Check& check, checks::Outcome outcome, bool by_policy);
// Starts a check of that variant for those tasks; embedded ones complete at once when `inline_`.
checks::Check& start_check(Case& c, const policies::CheckVariant& variant, std::vector<Uuid> tasks,
                           bool inline_, bool by_policy);

// A decision by a person or key. Refuses what the status machine does not allow.
Result<void> decide(Case& c, policies::Application& application, policies::Status to,
                    const std::string& comment);

std::vector<policies::Blocker> blockers_of(const Case& c, const policies::Application& application);

}  // namespace probity::lifecycle
