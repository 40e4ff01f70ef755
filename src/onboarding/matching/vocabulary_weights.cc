// How much a word says: of the list, and of a query.
#include <algorithm>

#include "matching/consonants.h"
#include "matching/knowledge.h"
#include "matching/scale.h"
#include "matching/sound.h"
#include "matching/vocabulary.h"

namespace probity::matching {
namespace {

constexpr int kMeantWithin = 700;  // of the best
constexpr int kConsonantBin = 8'000;
constexpr int kConsonantAbd = 20'000;
constexpr int kMostOneLetter = 15'000;
constexpr int kMostTwoLetters = 40'000;
constexpr int kMostConsonants = 65'000;

}  // namespace

int Vocabulary::capped(std::string_view word, int weight, bool family) const {
  if (word.size() == 1) weight = std::min(weight, kMostOneLetter);
  if (word.size() == 2) weight = std::min(weight, kMostTwoLetters);
  return std::min(weight, weight_cap(word, family));
}

// Of all listed words with these consonants together: one of them is meant, but not which.
int Vocabulary::consonant_weight(std::string_view word, const std::vector<Similar>& similar) const {
  int best = kMeant, most = word.size() == 1   ? kMostOneLetter
                            : word.size() == 2 ? kMostTwoLetters
                                               : kMostConsonants;
  for (const Similar& s : similar)
    if (!joined_[s.token]) best = std::max<int>(best, s.similarity);
  std::uint64_t names = 0;
  int heaviest = 0;
  for (const Similar& s : similar)
    if (s.similarity >= std::max(kMeant, best - kMeantWithin) && !joined_[s.token]) {
      names += names_with_[s.token];
      heaviest = std::max(heaviest, weights_[s.token]);
    }
  if (heaviest) most = std::min(most, heaviest);
  return std::min(most, log_ratio(2 * (names_ + 1), 2 * names + 1));
}

int Vocabulary::query_weight(std::string_view word, const std::vector<Similar>& similar) const {
  if (is_consonantal(word)) {
    if (word == "BN") return kConsonantBin;
    if (word == "BD" || word == "BDL") return kConsonantAbd;
    return consonant_weight(word, similar);
  }
  for (const Similar& s : similar)
    if (s.relation == Relation::equal && !joined_[s.token]) return weights_[s.token];
  return capped(word, unknown_weight_, false);
}

}  // namespace probity::matching
