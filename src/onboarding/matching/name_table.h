// The listed names as rows of tokens, and for each token the names that hold it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "matching/flat_table.h"
#include "matching/huge_pages.h"
#include "matching/vocabulary.h"
#include "matching/words.h"

namespace probity::matching {

// A word of a name, or several neighbours joined: words first … end-1.
struct NameToken {
  std::uint32_t token;
  std::int32_t weight;  // of the words that it spans
  std::uint8_t first;
  std::uint8_t end;
  bool syllable : 1;    // see Word
  bool one_letter : 1;  // the word is an initial itself
  char initial;         // the first letter of a single word; 0 when that is no Latin letter
  bool joined() const { return end - first > 1; }
  std::uint32_t mask() const { return ((1u << (end - first)) - 1) << first; }
};

struct NameRow {
  std::uint32_t entity;
  std::uint32_t position;  // in the entity's names
  std::uint32_t first_token;
  std::uint8_t tokens;
  std::uint8_t words;  // tokens that are not joined; they come first
  NameQuality quality;
  EntityKind kind;
  bool own_acronym;  // the last word is the acronym of the others
};

class NameTable {
 public:
  // A name without words is not kept.
  void add(std::uint32_t entity, std::uint32_t position, const Entity& source,
           Vocabulary& vocabulary);
  void seal(Vocabulary& vocabulary);  // after the last add; seals the vocabulary too

  std::size_t size() const { return rows_.size(); }
  const NameRow& row(std::uint32_t name) const { return rows_[name]; }
  std::span<const NameToken> tokens(const NameRow& row) const {
    return {&tokens_[row.first_token], row.tokens};
  }
  // The names with the token, all or those of a kind.
  std::span<const std::uint32_t> holding(std::uint32_t token,
                                         std::optional<EntityKind> kind) const {
    const std::size_t first = kKinds * token + (kind ? static_cast<std::size_t>(*kind) : 0);
    const std::uint32_t* const starts = &starts_[first];
    return {names_.data() + starts[0], starts[kind ? 1 : kKinds] - starts[0]};
  }
  void prefetch_start(std::uint32_t token) const { __builtin_prefetch(&starts_[kKinds * token]); }
  void prefetch_row(std::uint32_t name) const { __builtin_prefetch(&rows_[name]); }
  void prefetch_tokens(std::uint32_t name) const {
    const NameToken* const first = &tokens_[rows_[name].first_token];
    __builtin_prefetch(first);
    __builtin_prefetch(first + 5);
  }
  int length(std::uint32_t name) const { return lengths_[name]; }  // its tokens
  // Calls f(name) for the names of exactly these words in any order.
  template <class Words, class F>
  void same_words(const Words& words, F f) const {
    const std::uint32_t* const last = by_words_.find(words_key(words));
    for (std::uint32_t next = last ? *last : 0; next; next = same_words_[next - 1]) f(next - 1);
  }
  // A name of the entity; rows stand in the order of entities.
  std::optional<std::uint32_t> first_row(std::uint32_t entity) const {
    const auto at = std::ranges::lower_bound(rows_, entity, {}, &NameRow::entity);
    if (at == rows_.end() || at->entity != entity) return std::nullopt;
    return static_cast<std::uint32_t>(at - rows_.begin());
  }
  std::size_t bytes() const;

 private:
  static std::uint64_t words_key(const auto& words) {
    std::uint64_t key = 0;
    for (const auto& word : words) key += key_of(word.text, Form::raw);
    return key ? key : 1;
  }
  static constexpr std::size_t kKinds = 4;

  HugeVector<NameRow> rows_;
  HugeVector<NameToken> tokens_;
  std::vector<std::uint8_t> lengths_;
  HugeVector<std::uint32_t> starts_;  // by token and kind
  HugeVector<std::uint32_t> names_;
  FlatTable<std::uint32_t> by_words_;      // the last name of these words, from 1
  std::vector<std::uint32_t> same_words_;  // the one before it, from 1; 0 is none
  Words words_;                            // reused while building
};

}  // namespace probity::matching
