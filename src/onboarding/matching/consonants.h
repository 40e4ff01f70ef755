// Words in consonant alphabets (Arabic, Hebrew) against words in Latin letters.
#pragma once

#include <string>
#include <string_view>

namespace probity::matching {

// The consonants with letters merged that change places across scripts; two words that may be one
// name share this key or are one letter apart. `bones` are upper-case consonants.
std::string coarse_bones(std::string_view bones);

// Below `least` it is 0.
// How well a word with its marks ("HSyN") is written by Latin letters ("hussein"), 0 … 10000.
// Letters that Latin shows and the word lacks cost, and the other way round; short vowels are free.
int script_similarity(std::string_view marked, std::string_view latin, int least);

}  // namespace probity::matching
