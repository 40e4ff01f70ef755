// A set of small numbers that is emptied at the cost of what is in it: a bit each, so that the
// whole of it stays in the nearest cache.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace probity::matching {

class TokenSet {
 public:
  // Empties the set and makes room for 0 … size-1.
  void reset(std::size_t size) {
    for (const std::uint32_t member : members_) bits_[member >> 6] = 0;
    members_.clear();
    if (bits_.size() * 64 < size) bits_.resize(size / 64 + 1, 0);
  }
  // Whether it was not there.
  bool insert(std::uint32_t member) {
    std::uint64_t& word = bits_[member >> 6];
    const std::uint64_t bit = std::uint64_t{1} << (member & 63);
    if (word & bit) return false;
    word |= bit;
    members_.push_back(member);
    return true;
  }
  bool contains(std::uint32_t member) const { return bits_[member >> 6] >> (member & 63) & 1; }

 private:
  std::vector<std::uint64_t> bits_;
  std::vector<std::uint32_t> members_;
};

}  // namespace probity::matching
