// The listed names as rows of tokens, and for each token the names that hold it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "matching/vocabulary.h"
#include "matching/words.h"

namespace probity::matching {

// A word of a name, or several neighbours joined: words first … end-1.
struct NameToken {
  std::uint32_t token;
  std::int32_t weight;  // of the words that it spans
  std::uint8_t first;
  std::uint8_t end;
  bool syllable;  // see Word
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
  std::span<const std::uint32_t> holding(std::uint32_t token) const {
    return {names_.data() + starts_[token], starts_[token + 1] - starts_[token]};
  }
  // Calls f(name) for the names of exactly these words in any order.
  template <class Words, class F>
  void same_words(const Words& words, F f) const {
    const std::uint64_t key = words_key(words);
    for (auto it =
             std::lower_bound(by_words_.begin(), by_words_.end(), std::pair(key, std::uint32_t{0}));
         it != by_words_.end() && it->first == key; ++it)
      f(it->second);
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
    return key;
  }

  std::vector<NameRow> rows_;
  std::vector<NameToken> tokens_;
  std::vector<std::uint32_t> starts_;
  std::vector<std::uint32_t> names_;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> by_words_;
  Words words_;  // reused while building
};

}  // namespace probity::matching
