// The alignment in words.
#pragma once

#include "matching/alignment.h"
#include "matching/score.h"

namespace probity::matching {

// Of the name in `row`, whose entity is `entity`; without deltas, which the caller adds.
Explanation explain(const PreparedQuery& query, const Entity& entity, const NameRow& row,
                    std::span<const NameToken> listed, const Vocabulary& vocabulary,
                    const Alignment& alignment, const NameScore& score);

}  // namespace probity::matching
