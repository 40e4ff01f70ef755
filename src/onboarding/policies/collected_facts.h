// The facts that collected data holds.
#pragma once

#include "base/clock.h"
#include "policies/facts.h"

namespace probity::policies {

// Adds what `collected` (IndividualData or CompanyData of the API) says, as of `day`. Nothing is
// guessed: a year of birth gives an age only if every day of that year would give the same one. Not
// from here: associated_role, tags, screening and risk.
void add_collected(Facts& facts, const json::Value& collected,
                   const std::vector<CustomField>& custom, Date day);

}  // namespace probity::policies
