// The numbers of the engine: weights, similarities, factors and scores are integers in
// ten-thousandths. No floating point takes part, so a score has the same bits under every compiler
// and option.
#pragma once

#include <cstdint>

namespace probity::matching {

inline constexpr int kOne = 10'000;

// value × factor, where factor is in ten-thousandths; rounded down. Both are not negative.
constexpr int scaled(int value, int factor) {
  return static_cast<int>(std::int64_t{value} * factor / kOne);
}

// How much of a token's weight a similarity earns: s^1.6, as the largest y with y^5·10^12 <= s^8.
// `similarity` and the result lie in 0 … kOne.
int curve(int similarity);

// Natural logarithm of over/under in ten-thousandths, rounded down; 0 when over <= under.
// under > 0, over < 2^31.
int log_ratio(std::uint64_t over, std::uint64_t under);

}  // namespace probity::matching
