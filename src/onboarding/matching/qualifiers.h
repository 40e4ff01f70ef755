// What is known besides the name: small, explained additions to the score.
#pragma once

#include <vector>

#include "matching/matching.h"

namespace probity::matching {

// The deltas for a hit whose name scores `score`; together with it they stay in 0 … 10000.
// Something absent on either side has no effect.
std::vector<Delta> qualifier_deltas(const Query& query, const Entity& entity, int score);

// Their sum, without the words.
// What the facts that the list has and the query lacks would make of the score.
std::vector<Missing> missing_facts(const Query& query, const Entity& entity, int score);

int qualifier_points(const Query& query, const Entity& entity, int score);

}  // namespace probity::matching
