// A hit of the engine as the API shows it: the listed entry beside the arithmetic of its score.
#pragma once

#include "matching/matching.h"
#include "screening/events.h"
#include "screening/list_store.h"

namespace probity::screening {

NewEvent match_of(const ListVersion& list, const Entry& entry, const matching::Hit& hit,
                  const std::string& screened_name);

// The explanation with all numbers of the score, in ten-thousandths.
json::Value render(const matching::Explanation& explanation);

// A score of 0 to 10000 as the API's 0 to 1, exactly: "0.8125".
json::Number unit_score(int score);

}  // namespace probity::screening
