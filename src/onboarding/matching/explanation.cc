#include "matching/explanation.h"

#include <algorithm>

#include "matching/scale.h"

namespace probity::matching {
namespace {

constexpr std::string_view kRelations[] = {"equal",    "folded-equal", "edit",       "skeleton",
                                           "nickname", "same-name",    "legal-form", "same-meaning",
                                           "initial",  "glued",        "split",      "digit"};

std::string spaced_words(std::span<const NameToken> listed, const NameToken& token,
                         const Vocabulary& vocabulary) {
  std::string out;
  for (int j = token.first; j < token.end; ++j) {
    if (!out.empty()) out += ' ';
    out += vocabulary.text(listed[j].token);
  }
  return out;
}

std::string spaced_words(const PreparedQuery& query, const QueryToken& token) {
  std::string out;
  for (int i = token.first; i < token.end; ++i) {
    if (!out.empty()) out += ' ';
    out += query.tokens[i].text;
  }
  return out;
}

Relation relation_of(const PreparedQuery& query, const Pair& pair, const NameToken& listed) {
  if (pair.initial) return Relation::initial;
  if (listed.joined()) return Relation::glued;
  if (pair.query >= query.words) return Relation::split;
  const auto& similar = query.similar[pair.query];
  return std::find_if(similar.begin(), similar.end(),
                      [&](const Similar& s) { return s.token == listed.token; })
      ->relation;
}

}  // namespace

std::string_view relation_text(Relation relation) { return kRelations[static_cast<int>(relation)]; }

Explanation explain(const PreparedQuery& query, const Entity& entity, const NameRow& row,
                    std::span<const NameToken> listed, const Vocabulary& vocabulary,
                    const Alignment& alignment, const NameScore& score) {
  Explanation out{};
  out.listed_name = entity.names[row.position].text;
  out.quality = row.quality;
  for (const Pair& pair : alignment.pairs) {
    const NameToken& token = listed[pair.listed];
    out.matches.push_back({spaced_words(query, query.tokens[pair.query]),
                           spaced_words(listed, token, vocabulary), relation_of(query, pair, token),
                           pair.similarity, pair.weight, pair.points});
  }
  for (int i = 0; i < query.words; ++i)
    if (const QueryToken& t = query.tokens[i]; !(alignment.query_words >> i & 1))
      out.query_unmatched.push_back({t.text, t.weight, scaled(t.weight, score.query_cost)});
  for (int j = 0; j < row.words; ++j)
    if (const NameToken& t = listed[j]; !(alignment.listed_words >> j & 1))
      out.listed_unmatched.push_back(
          {std::string(vocabulary.text(t.token)), t.weight, scaled(t.weight, kListedCost)});
  out.conflict_cost = score.conflict_cost;
  out.query_cost = score.query_cost;
  out.reserve = score.reserve;
  out.numerator = score.numerator;
  out.denominator = score.denominator;
  for (const DoubtRow& doubt : kDoubts)
    if (score.doubts[static_cast<int>(doubt.doubt)])
      out.factors.push_back({std::string(doubt.reason), doubt.factor});
  out.score = score.score;
  return out;
}

int recomputed_score(const Explanation& e) {
  std::int64_t numerator = 0, denominator = 0, query_rest = 0, listed_rest = 0;
  bool whole = e.query_unmatched.empty() && e.listed_unmatched.empty();
  for (const TokenMatch& match : e.matches) {
    numerator += scaled(match.weight, curve(match.similarity));
    denominator += match.weight;
    whole &= match.similarity == kOne;
  }
  denominator += reserve_for(denominator, whole);
  for (const Unmatched& u : e.query_unmatched) {
    query_rest += u.weight;
    denominator += scaled(u.weight, e.query_cost);
  }
  for (const Unmatched& u : e.listed_unmatched) {
    listed_rest += u.weight;
    denominator += scaled(u.weight, kListedCost);
  }
  denominator += scaled(static_cast<int>(std::min(query_rest, listed_rest)), kConflictCost);
  int score = numerator == 0 ? 0 : static_cast<int>(numerator * kOne / denominator);
  for (const Factor& factor : e.factors) score = scaled(score, factor.factor);
  for (const Delta& delta : e.deltas) score += delta.points;
  return score;
}

}  // namespace probity::matching
