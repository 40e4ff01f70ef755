#include "matching/key_table.h"

#include <algorithm>
#include <cstring>

namespace probity::matching {

std::uint64_t key_of(std::string_view word, Form form) {
  std::uint64_t h = static_cast<std::uint64_t>(form) ^ (word.size() * 0x9E3779B97F4A7C15ull);
  for (const unsigned char c : word) {
    h ^= c;
    h *= 0xff51afd7ed558ccdull;
    h ^= h >> 31;
  }
  return h | 1;
}

int gap_keys(std::string_view word, int edits, Form form, std::uint64_t* out, int count) {
  const std::string_view head = word.substr(0, 8);
  const int n = static_cast<int>(head.size());
  out[count++] = key_of(head, form);
  if (edits < 1) return count;
  char one[8], two[8];
  for (int i = 0; i < n; ++i) {
    if (i && head[i] == head[i - 1]) continue;  // the same letters remain
    std::memcpy(one, head.data(), i);
    std::memcpy(one + i, head.data() + i + 1, n - i - 1);
    out[count++] = key_of({one, std::size_t(n - 1)}, form);
    if (edits < 2) continue;
    for (int j = i; j < n - 1; ++j) {
      if (j > i && one[j] == one[j - 1]) continue;
      std::memcpy(two, one, j);
      std::memcpy(two + j, one + j + 1, n - 2 - j);
      out[count++] = key_of({two, std::size_t(n - 2)}, form);
    }
  }
  return count;
}

void KeyTable::seal() {
  std::sort(added_.begin(), added_.end());
  added_.erase(std::unique(added_.begin(), added_.end()), added_.end());
  std::size_t distinct = 0;
  for (std::size_t i = 0; i < added_.size(); ++i)
    distinct += i == 0 || added_[i].first != added_[i - 1].first;

  std::size_t slots = 16, bits = std::size_t{1} << 12;
  while (slots < distinct + distinct / 2) slots *= 2;
  while (bits < distinct * 8) bits *= 2;
  slots_.assign(slots, {});
  bits_.assign(bits / 64, 0);
  lists_.assign(1, 0);  // no list begins at 0
  slot_mask_ = slots - 1;
  bit_mask_ = bits - 1;

  for (std::size_t from = 0, to; from < added_.size(); from = to) {
    const std::uint64_t key = added_[from].first;
    for (to = from; to < added_.size() && added_[to].first == key; ++to) {
    }
    bits_[(key & bit_mask_) >> 6] |= std::uint64_t{1} << (key & 63);
    std::uint32_t value = added_[from].second | kSingle;
    if (to - from > 1) {
      value = static_cast<std::uint32_t>(lists_.size());
      lists_.push_back(static_cast<std::uint32_t>(to - from));
      for (std::size_t i = from; i < to; ++i) lists_.push_back(added_[i].second);
    }
    std::size_t at = slot_of(key);
    while (slots_[at].print) at = (at + 1) & slot_mask_;
    slots_[at] = {static_cast<std::uint32_t>(key >> 32) | 1, value};
  }
  std::vector<std::pair<std::uint64_t, std::uint32_t>>().swap(added_);
}

std::size_t KeyTable::bytes() const {
  return bits_.size() * 8 + slots_.size() * sizeof(Slot) + lists_.size() * 4;
}

}  // namespace probity::matching
