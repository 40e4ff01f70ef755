// The listed names as rows of tokens, and for each token the names that hold it.
#pragma once

#include <cstdint>
#include <span>
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
};

class NameTable {
 public:
  // A name without words is not kept.
  void add(std::uint32_t entity, std::uint32_t position, const Entity& source, Vocabulary& vocabulary);
  void seal(Vocabulary& vocabulary);  // after the last add; seals the vocabulary too

  std::size_t size() const { return rows_.size(); }
  const NameRow& row(std::uint32_t name) const { return rows_[name]; }
  std::span<const NameToken> tokens(const NameRow& row) const {
    return {&tokens_[row.first_token], row.tokens};
  }
  std::span<const std::uint32_t> holding(std::uint32_t token) const {
    return {names_.data() + starts_[token], starts_[token + 1] - starts_[token]};
  }
  std::size_t bytes() const;

 private:
  std::vector<NameRow> rows_;
  std::vector<NameToken> tokens_;
  std::vector<std::uint32_t> starts_;
  std::vector<std::uint32_t> names_;
  Words words_;  // reused while building
};

}  // namespace probity::matching
