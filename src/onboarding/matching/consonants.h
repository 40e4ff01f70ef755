// Words in consonant alphabets (Arabic, Hebrew) against words in Latin letters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace probity::matching {

// The consonants with letters merged that change places across scripts; two words that may be one
// name share this key or are one letter apart. `bones` are upper-case consonants.
std::string coarse_bones(std::string_view bones);

inline constexpr std::size_t kMostSounds = 40;  // the rest of a longer word is not compared

// A word in Latin letters as the sounds that it writes.
struct alignas(64) Sounds {
  std::uint32_t signs = 0;  // that write one of its sounds well, a bit each
  std::uint32_t near = 0;   // or nearly
  std::uint8_t count = 0;
  std::uint8_t consonants = 0;
  std::uint8_t ids[kMostSounds];
  void hear(std::string_view latin);
};

// A word in consonants with its marks ("HSyN").
struct Marks {
  std::uint32_t signs = 0;  // all of them, a bit each
  int count = 0;
  int consonants = 0;
  bool opens = false;  // its first sign carries whatever vowel a word begins with
  std::uint32_t bits[kMostSounds];
  int drops[kMostSounds];  // costs of a sign that Latin letters do not show
  void read(std::string_view marked);
};

// How well a word in consonants is written by Latin letters ("hussein"), 0 … 10000; 0 below
// `least`. Letters that Latin shows and the word lacks cost, and the other way round; short vowels
// are free.
int script_similarity(const Marks& word, const Sounds& heard, int least);

}  // namespace probity::matching
