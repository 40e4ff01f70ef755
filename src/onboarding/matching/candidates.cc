#include "matching/candidates.h"

#include <algorithm>
#include <functional>

#include "matching/scale.h"

namespace probity::matching {
namespace {

constexpr int kBar = 3'000;          // of the query's weight must be found in a name
constexpr int kLight = 12'001;       // lighter words only help to align
constexpr int kExact = 1 << 30;      // the rank of a name of the same words
constexpr int kTokenCharge = 3'000;  // longer names come later among equals

void begin(NameScratch& s, std::size_t names) {
  if (s.sums.size() < names) s.sums.resize(names);
  // Far from the end of both counters there is room for any one query.
  if (s.query_epoch > 0xffff'0000u || s.token_epoch > 0xffff'0000u) {
    std::fill(s.sums.begin(), s.sums.end(), NameScratch::Sum{});
    s.query_epoch = s.token_epoch = 0;
  }
  ++s.query_epoch;
  s.touched.clear();
  s.ranked.clear();
}

// The joined tokens, which decide early, then the words by falling weight.
int order_tokens(const PreparedQuery& q, int* order) {
  int count = 0;
  for (std::size_t i = q.words; i < q.tokens.size(); ++i) order[count++] = static_cast<int>(i);
  const int words_from = count;
  for (int i = 0; i < q.words; ++i) order[count++] = i;
  std::sort(order + words_from, order + count, [&](int a, int b) {
    const auto wa = q.tokens[a].weight, wb = q.tokens[b].weight;
    return wa != wb ? wa > wb : a < b;
  });
  return count;
}

void add_names(const NameTable& names, std::uint32_t token, std::int32_t value, bool may_be_new,
               NameScratch& s) {
  const auto holding = names.holding(token);
  for (std::size_t i = 0; i < holding.size(); ++i) {
    if (i + 8 < holding.size()) __builtin_prefetch(&s.sums[holding[i + 8]]);
    NameScratch::Sum& sum = s.sums[holding[i]];
    if (sum.query_epoch != s.query_epoch) {
      if (!may_be_new) continue;
      sum = {s.query_epoch, 0, 0, 0};
      s.touched.push_back(holding[i]);
    }
    if (sum.token_epoch != s.token_epoch) {
      sum.token_epoch = s.token_epoch;
      sum.current = value;
      sum.total += value;
    } else if (value > sum.current) {
      sum.total += value - sum.current;
      sum.current = value;
    }
  }
}

}  // namespace

void find_candidates(const PreparedQuery& q, std::optional<EntityKind> kind, const NameTable& names,
                     NameScratch& s) {
  begin(s, names.size());
  std::int32_t whole = 0;
  bool only_light = true;
  for (int i = 0; i < q.words; ++i) {
    whole += q.tokens[i].weight;
    only_light &= q.tokens[i].weight < kLight;
  }
  const std::int32_t bar = scaled(whole, kBar);

  int order[kMaxQueryTokens];
  const int count = order_tokens(q, order);
  std::int32_t to_come = whole;  // once it cannot lift a name over the bar, no new name is opened
  for (int k = 0; k < count; ++k) {
    const int i = order[k];
    const QueryToken& token = q.tokens[i];
    const bool may_be_new = to_come >= bar;
    if (i < q.words) to_come -= token.weight;
    if (token.weight < kLight && !only_light) continue;
    ++s.token_epoch;
    for (const Similar& similar : q.similar[i]) {
      const int squared = scaled(similar.similarity, similar.similarity);
      add_names(names, similar.token, scaled(token.weight, squared), may_be_new, s);
    }
  }

  for (const std::uint32_t name : s.touched) {
    const NameRow& row = names.row(name);
    if (s.sums[name].total < bar || (kind && row.kind != *kind)) continue;
    s.ranked.emplace_back(s.sums[name].total - kTokenCharge * row.tokens, name);
  }
  names.same_words(q.text.words, [&](std::uint32_t name) {  // never lost among many that are alike
    if (!kind || names.row(name).kind == *kind) s.ranked.emplace_back(kExact, name);
  });
  if (s.ranked.size() > kMaxAligned) {
    std::nth_element(s.ranked.begin(), s.ranked.begin() + kMaxAligned, s.ranked.end(),
                     std::greater<>());
    s.ranked.resize(kMaxAligned);
  }
}

}  // namespace probity::matching
