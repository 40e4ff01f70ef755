// Two coarser forms of a word. Words are lower-case ASCII letters and digits; upper-case words are
// consonants already and stay as they are.
#pragma once

#include <string>
#include <string_view>

namespace probity::matching {

inline bool is_consonantal(std::string_view word) {
  return !word.empty() && word[0] >= 'A' && word[0] <= 'Z';
}

// Short prefixes: a loop beats the call that starts_with becomes.
inline bool begins_with(std::string_view word, std::string_view prefix) {
  if (word.size() < prefix.size()) return false;
  for (std::size_t i = 0; i < prefix.size(); ++i)
    if (word[i] != prefix[i]) return false;
  return true;
}

// Hides the habits of transliteration: kh/h, q/k, zh/j, ou/u, iy/y/i, doubled letters, o/u, e/i.
std::string folded(std::string_view word);

// Upper-case consonants in the alphabet that Arabic and Hebrew letters are read into.
std::string skeleton(std::string_view word);
// The word without its v, which other scripts often write as a vowel; empty when it has none.
std::string without_v(std::string_view word);

}  // namespace probity::matching
