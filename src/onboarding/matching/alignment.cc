#include "matching/alignment.h"

#include <algorithm>
#include <bit>

#include "matching/scale.h"
#include "matching/sound.h"

namespace probity::matching {
namespace {

constexpr int kJoined = 9850;   // factor on the similarity of words written together
constexpr int kReading = 9300;  // when one side was read from a Han or Hangul character
constexpr int kInitialSimilarity = 8500;
constexpr int kInitialWeight = 4500;  // of the word's own weight, at most kInitialMost of it
constexpr int kInitialMost = 60'000;
constexpr int kInitialGain = 6400;
constexpr int kStrongSimilarity = 7000;
constexpr int kStrongWeight = 15'000;

}  // namespace

void Aligner::load(const PreparedQuery& query, const Vocabulary& vocabulary) {
  if (places_.size() < vocabulary.size()) places_.resize(vocabulary.size());
  met_.reset(vocabulary.size());
  std::size_t used = 0;
  for (std::size_t i = 0; i < query.tokens.size(); ++i) {
    const auto& similar = query.similar[i];
    for (std::size_t k = 0; k < similar.size(); ++k) {
      if (k + 6 < similar.size()) __builtin_prefetch(&places_[similar[k + 6].token], 1);
      std::uint32_t& place = places_[similar[k].token];
      if (met_.insert(similar[k].token)) {
        place = static_cast<std::uint32_t>(used);
        if (rows_.size() == used) rows_.emplace_back();
        rows_[used++].tokens = 0;
      }
      rows_[place].tokens |= std::uint64_t{1} << i;
      rows_[place].similarity[i] = similar[k].similarity;
    }
  }
}

void Aligner::put(Pair pair) {  // sorted by falling gain; equal ones stay in their order
  if (count_ == kMaxPairs) {
    if (pair.gain <= pairs_[kMaxPairs - 1].gain) return;
    --count_;
  }
  int at = count_++;
  for (; at && pairs_[at - 1].gain < pair.gain; --at) pairs_[at] = pairs_[at - 1];
  pairs_[at] = pair;
}

void Aligner::collect(const PreparedQuery& q, std::span<const NameToken> listed, bool joining) {
  count_ = 0;
  pairs_ = room_[joining];
  const std::uint64_t considered =
      (std::uint64_t{1} << (joining ? q.tokens.size() : static_cast<std::size_t>(q.words))) - 1;
  for (std::size_t j = 0; j < listed.size(); ++j) {
    const NameToken& l = listed[j];
    if (l.joined() && !joining) break;  // words come first
    const auto pair = [&](std::size_t i, int gain_factor, int weight, int similarity,
                          bool initial) {
      return Pair{scaled(weight, gain_factor),
                  weight,
                  0,
                  q.tokens[i].mask(),
                  l.mask(),
                  static_cast<std::uint16_t>(similarity),
                  static_cast<std::uint8_t>(i),
                  static_cast<std::uint8_t>(j),
                  initial};
    };
    if (met_.contains(l.token)) {
      const Row& row = rows_[places_[l.token]];
      for (std::uint64_t left = row.tokens & considered; left; left &= left - 1) {
        const auto i = static_cast<std::size_t>(std::countr_zero(left));
        int similarity = row.similarity[i];
        const bool query_joined = static_cast<int>(i) >= q.words;
        if (query_joined && l.joined()) continue;
        if (query_joined || l.joined()) similarity = scaled(similarity, kJoined);
        if (q.tokens[i].syllable != l.syllable) similarity = scaled(similarity, kReading);
        put(pair(i, scaled(similarity, similarity), (q.tokens[i].weight + l.weight) / 2, similarity,
                 false));
      }
    }
    if (!l.initial) continue;
    for (int i = 0; i < q.words; ++i) {
      const std::string& word = q.tokens[i].text;
      if (word[0] != l.initial || (word.size() == 1) == l.one_letter) continue;
      const int own = std::min(kInitialMost, std::max(q.tokens[i].weight, l.weight));
      put(pair(i, kInitialGain, scaled(own, kInitialWeight), kInitialSimilarity, true));
    }
  }
}

Alignment Aligner::align(const PreparedQuery& query, std::span<const NameToken> listed,
                         bool joining) {
  collect(query, listed, joining);
  Alignment out;
  int taken = 0;
  for (int k = 0; k < count_; ++k) {
    Pair pair = pairs_[k];
    if ((out.query_words & pair.query_words) || (out.listed_words & pair.listed_words)) continue;
    out.query_words |= pair.query_words;
    out.listed_words |= pair.listed_words;
    out.joins |= pair.query >= query.words || listed[pair.listed].joined();
    pair.points = scaled(pair.weight, curve(pair.similarity));
    if (!pair.initial && pair.similarity >= kStrongSimilarity && pair.weight > kStrongWeight)
      out.strong += std::max(std::popcount(pair.query_words), std::popcount(pair.listed_words));
    if (pair.similarity >= 9'500) out.rarest = std::max(out.rarest, pair.weight);
    pairs_[taken++] = pair;
  }
  out.pairs = {pairs_, static_cast<std::size_t>(taken)};
  return out;
}

}  // namespace probity::matching
