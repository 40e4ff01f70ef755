// Edit distance with transpositions (optimal string alignment), bit-parallel after Hyyrö (2003).
#pragma once

#include <cstdint>
#include <string_view>

namespace probity::matching {

// The word that many others are compared with, in ASCII. Of one that is longer than 64 characters
// (folding makes two of some letters) the rest is not read.
class Pattern {
 public:
  void set(std::string_view word) {
    clear();
    word_ = word.substr(0, 64);
    for (std::size_t i = 0; i < word_.size(); ++i) places_[word_[i] & 127] |= std::uint64_t{1} << i;
  }
  int distance(std::string_view text) const {
    const int length = static_cast<int>(word_.size());
    if (length == 0) return static_cast<int>(text.size());
    std::uint64_t vp = ~std::uint64_t{0}, vn = 0, d0 = 0, before = 0;
    const std::uint64_t top = std::uint64_t{1} << (length - 1);
    int distance = length;
    for (const char c : text) {
      const std::uint64_t match = places_[c & 127];
      const std::uint64_t swapped = ((~d0 & match) << 1) & before;
      d0 = (((match & vp) + vp) ^ vp) | match | vn | swapped;
      std::uint64_t hp = vn | ~(d0 | vp);
      const std::uint64_t hn = d0 & vp;
      distance += (hp & top) != 0;
      distance -= (hn & top) != 0;
      hp = hp << 1 | 1;
      vp = hn << 1 | ~(d0 | hp);
      vn = hp & d0;
      before = match;
    }
    return distance;
  }
  std::string_view word() const { return word_; }
  // Forgets the word; it must still be alive.
  void clear() {
    for (const char c : word_) places_[c & 127] = 0;
    word_ = {};
  }

 private:
  std::uint64_t places_[128] = {};
  std::string_view word_;
};

// Edits that are tolerated between words of which the longer has this many letters.
constexpr int edits_within(std::size_t length) {
  return length <= 3 ? 0 : length <= 5 ? 1 : length <= 9 ? 2 : length <= 14 ? 3 : 4;
}

}  // namespace probity::matching
