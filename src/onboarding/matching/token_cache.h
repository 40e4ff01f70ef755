// What the words of recent queries mean on a list. Customers share most of their words, so a bulk
// run finds nearly all of them here. The answer is the same with it and without.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "matching/key_table.h"
#include "matching/vocabulary.h"

namespace probity::matching {

class TokenCache {
 public:
  struct Entry {
    std::uint64_t vocabulary = 0;  // Vocabulary::serial(); 0 is none
    std::string text, marked;
    std::int32_t weight = 0;
    std::vector<Similar> similar;
  };

  // The place of a word: its meaning if it `holds` it, else what was there before.
  Entry& place(const Word& word) {
    if (entries_.empty()) entries_.resize(kEntries);
    return entries_[(key_of(word.text, Form::raw) >> 20) % kEntries];
  }
  static bool holds(const Entry& entry, const Word& word, std::uint64_t vocabulary) {
    return entry.vocabulary == vocabulary && entry.text == word.text && entry.marked == word.marked;
  }

 private:
  static constexpr std::size_t kEntries = 1 << 14;
  std::vector<Entry> entries_;
};

}  // namespace probity::matching
