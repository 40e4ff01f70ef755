#include "matching/scale.h"

#include <array>

namespace probity::matching {
namespace {

using Wide = unsigned __int128;

Wide power(Wide base, int exponent) {
  Wide out = 1;
  for (int i = 0; i < exponent; ++i) out *= base;
  return out;
}

std::array<std::uint16_t, kOne + 1> curve_table() {
  std::array<std::uint16_t, kOne + 1> table{};
  unsigned y = 0;
  for (int s = 0; s <= kOne; ++s) {  // the curve only rises, so y walks along
    const Wide target = power(s, 8);
    while (power(y + 1, 5) * 1'000'000'000'000ull <= target) ++y;
    table[s] = static_cast<std::uint16_t>(y);
  }
  return table;
}

}  // namespace

int curve(int similarity) {
  static const auto table = curve_table();
  return table[similarity];
}

int log_ratio(std::uint64_t over, std::uint64_t under) {
  if (over <= under) return 0;
  std::uint64_t ratio = (over << 32) / under;  // Q32, at least 1
  int whole = 0;
  while (ratio >> 33) {
    ratio >>= 1;
    ++whole;
  }
  std::uint64_t log2 = whole;
  for (int bit = 0; bit < 24; ++bit) {  // a binary digit of the logarithm per squaring
    ratio = static_cast<std::uint64_t>(static_cast<Wide>(ratio) * ratio >> 32);
    log2 <<= 1;
    if (ratio >> 33) {
      ratio >>= 1;
      log2 |= 1;
    }
  }
  constexpr std::uint64_t ln2 = 69'314'718'056;  // ln 2 × 10^11
  return static_cast<int>((static_cast<Wide>(log2) * ln2 / 10'000'000) >> 24);
}

}  // namespace probity::matching
