// A name's text as a short row of words in one alphabet.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "matching/matching.h"

namespace probity::matching {

inline constexpr std::size_t kMaxWordBytes = 60;  // the rest of a longer word is not read

struct Word {
  std::string text;       // lower-case ASCII, or upper-case consonants
  bool syllable = false;  // read from a Han or Hangul character: other spellings are as likely
  // Of a word in consonants: with the marks of vowels that its letters show (see letters.cc).
  std::string marked = {};
  bool operator==(const Word&) const = default;
};

struct Words {
  std::vector<Word> words;  // at most kMaxTokens
  bool truncated = false;   // bytes or words beyond the bounds were left out
  std::size_t read = 0;     // letters with a reading
  std::size_t unread = 0;   // letters without one
};

// Reads any bytes; what is not UTF-8 parts words.
void read_words(std::string_view text, Words& out);

// "FAMILY, Given" in natural order. `family` gets the number of words before the comma, 0 without
// one.
void read_listed_name(std::string_view text, EntityKind kind, Words& out, std::size_t& family);

// Reads a query: an acronym of the name at its end says nothing and is left out.
void read_query(std::string_view text, std::optional<EntityKind> kind, Words& out);

// "Islamic Jihad Union (IJU)".
bool ends_with_its_acronym(const std::vector<Word>& words);

}  // namespace probity::matching
