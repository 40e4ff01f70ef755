// What the engine knows about words that is not in the list: tables written by hand.
#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "matching/matching.h"

namespace probity::matching {

// "ben" -> "bin", "abdel" -> "abdul"; empty when the word stays as it is.
std::string_view unified_particle(std::string_view word);

// The most that a word may weigh, in ten-thousandths, when it says little (legal forms, generic
// words of company names, very common names).
std::optional<int> weight_cap(std::string_view word);

// Words for one kind of company share a class (llc, ltd, ooo, gmbh).
const std::vector<std::pair<std::string_view, int>>& legal_forms();

}  // namespace probity::matching
