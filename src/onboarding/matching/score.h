// From an alignment to a number.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "matching/alignment.h"
#include "matching/scale.h"

namespace probity::matching {

inline constexpr int kQueryCost = 7'000;
inline constexpr int kContainedCost = 4'500;  // when all of the listed name is in the query     //
                                              // of the weight of a query word without partner
inline constexpr int kListedCost = 2'500;     // of that of a listed word
inline constexpr int kConflictCost = 3'000;   // of the smaller sum of both, on top

// Subtracted from every certainty by enlarging the denominator; a fifteenth of the matched weight
// when that is less, so that a name of light words can still be found in full.
inline constexpr int kReserve = 6'000;
inline constexpr int kReserveShare = 15;
inline constexpr int kWholeShare = 15;

enum class Doubt : std::uint8_t { weak_alias, few_strong_words, lone_word, rare_word };
struct DoubtRow {
  Doubt doubt;
  std::string_view reason;
  int factor;
};
inline constexpr DoubtRow kDoubts[] = {
    {Doubt::weak_alias, "a weak alias", 9'700},
    {Doubt::few_strong_words, "fewer than two words that say something agree", 8'000},
    {Doubt::lone_word, "the listed person has a single word, and it is spelled differently", 9'000},
    {Doubt::rare_word, "only one word that says something agrees, but it is a rare one", 8'800},
};

struct NameScore {
  std::int64_t numerator = 0;
  std::int64_t denominator = 0;
  int conflict_cost = 0;
  int query_cost = kQueryCost;  // of each unmatched word of the query
  int reserve = 0;
  std::array<bool, std::size(kDoubts)> doubts{};
  int score = 0;
};

int reserve_for(std::int64_t matched_weight, bool whole);

// Words written together may hide a better pairing of single words, so both are tried when it
// matters.
struct Scored {
  Alignment alignment;  // valid until the aligner is used again
  NameScore score;
};
Scored score_name(const PreparedQuery& query, const NameRow& row, std::span<const NameToken> listed,
                  Aligner& aligner);

}  // namespace probity::matching
