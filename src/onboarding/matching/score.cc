#include "matching/score.h"

#include <algorithm>

#include "matching/scale.h"

namespace probity::matching {
namespace {

constexpr int kLightWeight = 15'000;  // a word up to this says little
constexpr int kContainedRest = 12'000;
constexpr int kRareWeight = 85'000;
constexpr int kSpelledAlike = 9'300;

bool says_something(std::int32_t weight) { return weight > kLightWeight; }

// Every word has an equal partner: then light words are no reason to doubt.
bool agrees_entirely(const PreparedQuery& query, const NameRow& row, const Alignment& alignment) {
  return alignment.query_words == (1u << query.words) - 1 &&
         alignment.listed_words == (1u << row.words) - 1 &&
         std::all_of(alignment.pairs.begin(), alignment.pairs.end(),
                     [](const Pair& pair) { return pair.similarity == kOne; });
}

// Two words that say something have to agree, or one if no side has more.
bool has_few_strong(const PreparedQuery& query, const NameRow& row,
                    std::span<const NameToken> listed, const Alignment& alignment) {
  if (agrees_entirely(query, row, alignment)) return false;
  int in_query = 0, in_listed = 0;
  for (int i = 0; i < query.words; ++i) in_query += says_something(query.tokens[i].weight);
  for (int j = 0; j < row.words; ++j) in_listed += says_something(listed[j].weight);
  const int needed = std::min({2, std::max({1, in_query, in_listed}), query.words, int{row.words}});
  return alignment.strong < needed;
}

bool is_lone_word_in_doubt(const NameRow& row, const Alignment& alignment) {
  return row.kind == EntityKind::person && row.words == 1 &&
         alignment.pairs[0].similarity < kSpelledAlike;
}

NameScore score_alignment(const PreparedQuery& query, const NameRow& row,
                          std::span<const NameToken> listed, const Alignment& alignment) {
  NameScore out;
  std::int64_t matched = 0, costs = 0, query_rest = 0, listed_rest = 0;
  for (const Pair& pair : alignment.pairs) {
    matched += pair.weight;
    out.numerator += pair.points;
  }
  for (int j = 0; j < row.words; ++j) {
    if (alignment.listed_words >> j & 1) continue;
    listed_rest += listed[j].weight;
    costs += scaled(listed[j].weight, kListedCost);
  }
  if (alignment.strong >= 2 && listed_rest <= kContainedRest) out.query_cost = kContainedCost;
  for (int i = 0; i < query.words; ++i) {
    if (alignment.query_words >> i & 1) continue;
    query_rest += query.tokens[i].weight;
    costs += scaled(query.tokens[i].weight, out.query_cost);
  }
  out.conflict_cost = scaled(static_cast<int>(std::min(query_rest, listed_rest)), kConflictCost);
  out.reserve = reserve_for(matched, agrees_entirely(query, row, alignment));
  out.denominator = matched + costs + out.conflict_cost + out.reserve;
  if (matched == 0 || out.denominator == 0) return out;

  out.doubts[static_cast<int>(Doubt::weak_alias)] = row.quality == NameQuality::weak;
  if (has_few_strong(query, row, listed, alignment)) {
    const bool rare = row.kind == EntityKind::organisation && query_rest <= kContainedRest &&
                      alignment.rarest >= kRareWeight;
    out.doubts[static_cast<int>(rare ? Doubt::rare_word : Doubt::few_strong_words)] = true;
  }
  out.doubts[static_cast<int>(Doubt::lone_word)] = is_lone_word_in_doubt(row, alignment);
  out.score = static_cast<int>(out.numerator * kOne / out.denominator);
  for (const DoubtRow& doubt : kDoubts)
    if (out.doubts[static_cast<int>(doubt.doubt)]) out.score = scaled(out.score, doubt.factor);
  return out;
}

}  // namespace

int reserve_for(std::int64_t matched_weight, bool whole) {
  return static_cast<int>(
      std::min<std::int64_t>(whole ? std::min(kReserve, 6'000) : kReserve,
                             matched_weight / (whole ? kWholeShare : kReserveShare)));
}

Scored score_name(const PreparedQuery& query, const NameRow& row, std::span<const NameToken> listed,
                  Aligner& aligner) {
  const auto attempt = [&](bool joining) {
    const Alignment alignment = aligner.align(query, listed, joining);
    return Scored{alignment, score_alignment(query, row, listed, alignment)};
  };
  const Scored joined = attempt(true);
  if (!joined.alignment.joins) return joined;
  const Scored single = attempt(false);
  return single.score.score >= joined.score.score ? single : joined;
}

}  // namespace probity::matching
