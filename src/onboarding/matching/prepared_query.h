// A query read into words, with the words of the list that each may mean.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "matching/phrases.h"
#include "matching/token_cache.h"
#include "matching/vocabulary.h"
#include "matching/words.h"

namespace probity::matching {

inline constexpr int kMaxQueryTokens = 48;  // words and joined words

struct QueryToken {
  std::string text;
  std::string marked;  // see Word
  std::int32_t weight;
  std::uint8_t first;  // words first … end-1
  std::uint8_t end;
  bool syllable;  // see Word
  std::uint32_t mask() const { return ((1u << (end - first)) - 1) << first; }
};

struct PreparedQuery {
  Words text;
  std::vector<QueryToken> tokens;  // the words first, then the joined ones
  int words = 0;
  std::array<std::vector<Similar>, kMaxQueryTokens> similar;  // by token

  // `cache` may be null.
  void prepare(const Query& query, const Vocabulary& vocabulary, TokenScratch& scratch,
               TokenCache* cache);

 private:
  std::int32_t meaning_of(int i, const Vocabulary& vocabulary, TokenScratch& scratch,
                          TokenCache* cache);
  void join(int first, int end);
  void stand_in(const FoundPhrase& phrase);
};

}  // namespace probity::matching
