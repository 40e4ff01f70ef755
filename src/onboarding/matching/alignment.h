// Which token of the query is which of a listed name: the best pairs first, each word used once.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "matching/name_table.h"
#include "matching/prepared_query.h"
#include "matching/token_set.h"

namespace probity::matching {

struct Pair {
  std::int32_t gain;  // order in which pairs are taken
  std::int32_t weight;
  std::int32_t points;        // once taken
  std::uint32_t query_words;  // masks
  std::uint32_t listed_words;
  std::uint16_t similarity;
  std::uint8_t query;   // token of the query
  std::uint8_t listed;  // token of the name
  bool initial;
};

struct Alignment {
  std::span<const Pair> pairs;    // those taken
  std::uint32_t query_words = 0;  // masks of what is matched
  std::uint32_t listed_words = 0;
  int strong = 0;      // words matched well that say something
  int rarest = 0;      // the heaviest weight of a word that is equal
  bool joins = false;  // some pair has words written together
};

// Similarities of all query tokens by listed token, laid out for look-ups, and room for pairs.
class Aligner {
 public:
  void load(const PreparedQuery& query, const Vocabulary& vocabulary);
  // Valid until the next call with the same `joining`. Without `joining` only single words are
  // paired.
  Alignment align(const PreparedQuery& query, std::span<const NameToken> listed, bool joining);

 private:
  static constexpr int kMaxPairs = 256;
  struct Row {                 // what the query's tokens mean to one listed token
    std::uint64_t tokens = 0;  // a bit for each query token that is similar to it
    std::uint16_t similarity[kMaxQueryTokens];
  };
  void collect(const PreparedQuery& query, std::span<const NameToken> listed, bool joining);
  void put(Pair pair);

  TokenSet met_;                      // listed tokens that the query means
  HugeVector<std::uint32_t> places_;  // of those, by listed token
  std::vector<Row> rows_;
  Pair room_[2][kMaxPairs];  // without and with joining, so that both can be compared
  Pair* pairs_ = room_[0];
  int count_ = 0;
};

}  // namespace probity::matching
