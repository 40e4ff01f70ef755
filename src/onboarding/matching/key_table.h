// From hashed keys to token numbers: a bitmap in front of an open-addressed table, all keys of a
// word asked for in one go so that the memory is fetched side by side.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "matching/huge_pages.h"

namespace probity::matching {

// The form of a word that a key was made from.
enum class Form : std::uint64_t {
  raw = 0x11,
  folded = 0x22,
  bones = 0x33,  // coarse consonants of a word in letters
  folded_gap = 0x44,
  raw_gap = 0x55,
  joined_bones = 0x66,  // of several words written together
  marked = 0x88,        // a word in consonants with its marks
  consonants = 0x77     // of a word in a consonant alphabet
};

std::uint64_t key_of(std::string_view word, Form form);

inline constexpr int kMaxKeys = 160;

// Keys of a word: of its first eight letters with up to `edits` (0 … 2) of them left out.
// `out` has room for kMaxKeys in all; returns the new count.
int gap_keys(std::string_view word, int edits, Form form, std::uint64_t* out, int count);

class KeyTable {
 public:
  using Added = std::vector<std::pair<std::uint64_t, std::uint32_t>>;
  // Tokens must come in rising order.
  void add(const Added& added) { added_.insert(added_.end(), added.begin(), added.end()); }
  void seal();  // after the last add, before the first look-up

  // Calls f(token) for every token of every key; a token may come more than once.
  template <class F>
  void find(std::span<const std::uint64_t> keys, F f) const {
    std::uint64_t live[kMaxKeys];
    std::uint32_t lists[kMaxKeys];
    int count = 0, list_count = 0;
    for (const auto key : keys) __builtin_prefetch(&bits_[(key & bit_mask_) >> 6]);
    for (const auto key : keys)
      if (bits_[(key & bit_mask_) >> 6] >> (key & 63) & 1) {
        live[count++] = key;
        __builtin_prefetch(&slots_[slot_of(key)]);
      }
    for (int i = 0; i < count; ++i) {
      const std::uint32_t value = value_of(live[i]);
      if (value & kSingle) {
        f(value & ~kSingle);
      } else if (value) {
        __builtin_prefetch(&lists_[value]);
        lists[list_count++] = value;
      }
    }
    for (int i = 0; i < list_count; ++i)
      for (std::uint32_t j = 1, n = lists_[lists[i]]; j <= n; ++j) f(lists_[lists[i] + j]);
  }
  template <class F>
  void find(std::uint64_t key, F f) const {
    find(std::span<const std::uint64_t>(&key, 1), f);
  }

  std::size_t bytes() const;

 private:
  static constexpr std::uint32_t kSingle = 0x8000'0000;
  struct Slot {
    std::uint32_t print = 0;  // of the key; 0 is empty
    std::uint32_t value = 0;  // a token with kSingle, or where its list begins
  };
  std::size_t slot_of(std::uint64_t key) const { return (key >> 1) & slot_mask_; }
  std::uint32_t value_of(std::uint64_t key) const {
    const std::uint32_t print = static_cast<std::uint32_t>(key >> 32) | 1;
    for (std::size_t at = slot_of(key); slots_[at].print; at = (at + 1) & slot_mask_)
      if (slots_[at].print == print) return slots_[at].value;
    return 0;
  }

  Added added_;
  HugeVector<std::uint64_t> bits_;
  HugeVector<Slot> slots_;
  HugeVector<std::uint32_t> lists_;
  std::uint64_t bit_mask_ = 0;
  std::uint64_t slot_mask_ = 0;
};

}  // namespace probity::matching
