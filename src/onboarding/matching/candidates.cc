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
constexpr std::size_t kAhead = 8;    // memory is asked for so many names before it is read

void begin(NameScratch& s, std::size_t names) {
  for (const std::uint32_t name : s.touched) s.sums[name] = {};  // left by a query that failed
  if (s.sums.size() < names) s.sums.resize(names);
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

std::int32_t value_of(std::int32_t weight, int similarity) {
  return scaled(weight, scaled(similarity, similarity));
}

void add_names(std::span<const std::uint32_t> holding, std::uint16_t token, std::int32_t weight,
               std::uint16_t similarity, bool may_be_new, NameScratch& s) {
  const std::int32_t value = value_of(weight, similarity);
  for (std::size_t i = 0; i < holding.size(); ++i) {
    if (i + kAhead < holding.size()) __builtin_prefetch(&s.sums[holding[i + kAhead]]);
    NameScratch::Sum& sum = s.sums[holding[i]];
    if (sum.token == 0) {
      if (!may_be_new) continue;
      sum = {value, similarity, token};
      s.touched.push_back(holding[i]);
    } else if (sum.token != token) {
      sum = {sum.total + value, similarity, token};
    } else if (similarity > sum.similarity) {
      sum = {sum.total + value - value_of(weight, sum.similarity), similarity, token};
    }
  }
}

void add_token(const std::vector<Similar>& similar, std::optional<EntityKind> kind,
               const NameTable& names, std::uint16_t token, std::int32_t weight, bool may_be_new,
               NameScratch& s) {
  for (std::size_t k = 0; k < similar.size(); ++k) {
    if (k + kAhead < similar.size())
      __builtin_prefetch(names.holding(similar[k + kAhead].token, kind).data());
    add_names(names.holding(similar[k].token, kind), token, weight, similar[k].similarity,
              may_be_new, s);
  }
}

// Most lists of names are short: the beginnings of all are asked for before any is walked.
void ask_ahead(const PreparedQuery& q, std::optional<EntityKind> kind, const NameTable& names) {
  for (std::size_t i = 0; i < q.tokens.size(); ++i)
    for (const Similar& similar : q.similar[i]) names.prefetch_start(similar.token);
  for (std::size_t i = 0; i < q.tokens.size(); ++i) {
    const std::size_t first = std::min(q.similar[i].size(), kAhead);
    for (std::size_t k = 0; k < first; ++k)
      __builtin_prefetch(names.holding(q.similar[i][k].token, kind).data());
  }
}

}  // namespace

void find_candidates(const PreparedQuery& q, std::optional<EntityKind> kind, const NameTable& names,
                     NameScratch& s) {
  begin(s, names.size());
  ask_ahead(q, kind, names);
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
    add_token(q.similar[i], kind, names, static_cast<std::uint16_t>(i + 1), token.weight,
              may_be_new, s);
  }

  for (std::size_t k = 0; k < s.touched.size(); ++k) {
    if (k + kAhead < s.touched.size()) __builtin_prefetch(&s.sums[s.touched[k + kAhead]]);
    const std::uint32_t name = s.touched[k];
    const std::int32_t total = s.sums[name].total;
    s.sums[name] = {};
    if (total >= bar) s.ranked.emplace_back(total - kTokenCharge * names.length(name), name);
  }
  s.touched.clear();
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
