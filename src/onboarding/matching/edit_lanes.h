// The edit distances of one word to many, 32 or 16 of them side by side where the processor can.
// Every way gives the same numbers; the widest that the processor has is chosen once.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "matching/distance.h"

namespace probity::matching {

enum class Lanes : std::uint8_t { one, sixteen, thirty_two };  // plain, AVX2, AVX-512 BW
bool has_lanes(Lanes lanes);                                   // of this processor
std::string_view lanes_text(Lanes lanes);
Lanes lanes_in_use();         // the widest that there are
void use_lanes(Lanes lanes);  // for tests and measurements; the processor must have them

// A word to compare with: its first letters, and how many it has.
struct LaneWord {
  const char* letters;
  std::uint8_t length;
};
inline constexpr std::size_t kMaxLaneLetters = 31;

// distances[i] = pattern.distance(words[i]); words have at most kMaxLaneLetters.
void edit_distances(const Pattern& pattern, std::span<const LaneWord> words, Lanes lanes,
                    std::uint8_t* distances);

}  // namespace probity::matching
