#include "matching/score.h"

#include <algorithm>

#include "matching/scale.h"

namespace probity::matching {
namespace {

constexpr int kReserve = 0;

}  // namespace

NameScore score_name(const PreparedQuery& query, const NameRow& row, std::span<const NameToken> listed,
                     const Alignment& alignment) {
  NameScore out;
  std::int64_t matched = 0, costs = 0, query_rest = 0, listed_rest = 0;
  for (const Pair& pair : alignment.pairs) {
    matched += pair.weight;
    out.numerator += pair.points;
  }
  for (int i = 0; i < query.words; ++i) {
    if (alignment.query_words >> i & 1) continue;
    query_rest += query.tokens[i].weight;
    costs += scaled(query.tokens[i].weight, kQueryCost);
  }
  for (int j = 0; j < row.words; ++j) {
    if (alignment.listed_words >> j & 1) continue;
    listed_rest += listed[j].weight;
    costs += scaled(listed[j].weight, kListedCost);
  }
  out.conflict_cost = scaled(static_cast<int>(std::min(query_rest, listed_rest)), kConflictCost);
  out.reserve = kReserve;
  out.denominator = matched + costs + out.conflict_cost + out.reserve;
  if (matched == 0 || out.denominator == 0) return out;

  const int needed = std::min({2, query.words, static_cast<int>(row.words)});
  out.doubts[static_cast<int>(Doubt::weak_alias)] = row.quality == NameQuality::weak;
  out.doubts[static_cast<int>(Doubt::few_strong_words)] = alignment.strong < needed;
  out.score = static_cast<int>(out.numerator * kOne / out.denominator);
  for (const DoubtRow& doubt : kDoubts)
    if (out.doubts[static_cast<int>(doubt.doubt)]) out.score = scaled(out.score, doubt.factor);
  return out;
}

}  // namespace probity::matching
