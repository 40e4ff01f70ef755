#include "matching/key_table.h"

#include <cstring>

namespace probity::matching {
namespace {

constexpr std::size_t kAhead = 12;  // memory is asked for so many keys before it is used

}  // namespace

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

// Tokens come in rising order, so equal pairs of a key and a token are neighbours in its list.
void KeyTable::seal() {
  std::size_t slots = 16, bits = std::size_t{1} << 12;
  while (slots < added_.size() + added_.size() / 4) slots *= 2;
  while (bits < added_.size() * 8) bits *= 2;
  slots_.assign(slots, {});
  bits_.assign(bits / 64, 0);
  slot_mask_ = slots - 1;
  bit_mask_ = bits - 1;
  const auto each = [&](auto f) {  // f(slot, token) for every pair added
    for (std::size_t i = 0; i < added_.size(); ++i) {
      if (i + kAhead < added_.size()) {
        __builtin_prefetch(&slots_[slot_of(added_[i + kAhead].first)], 1);
        __builtin_prefetch(&bits_[(added_[i + kAhead].first & bit_mask_) >> 6], 1);
      }
      f(added_[i].first, added_[i].second);
    }
  };
  const auto slot_for = [&](std::uint64_t key) -> Slot& {
    const std::uint32_t print = static_cast<std::uint32_t>(key >> 32) | 1;
    std::size_t at = slot_of(key);
    while (slots_[at].print && slots_[at].print != print) at = (at + 1) & slot_mask_;
    slots_[at].print = print;
    return slots_[at];
  };
  each([&](std::uint64_t key, std::uint32_t) {
    bits_[(key & bit_mask_) >> 6] |= std::uint64_t{1} << (key & 63);
    ++slot_for(key).value;
  });
  std::uint32_t end = 1;  // no list begins at 0
  for (Slot& slot : slots_)
    if (slot.value > 1) {
      const std::uint32_t room = slot.value + 1;
      slot.value = end;
      end += room;
    } else if (slot.value == 1) {
      slot.value = kSingle;  // its token is yet to come
    }
  lists_.assign(end, 0);
  each([&](std::uint64_t key, std::uint32_t token) {
    Slot& slot = slot_for(key);
    if (slot.value & kSingle) {
      slot.value = token | kSingle;
      return;
    }
    std::uint32_t& count = lists_[slot.value];
    if (count == 0 || lists_[slot.value + count] != token) lists_[slot.value + ++count] = token;
  });
  Added().swap(added_);
}

std::size_t KeyTable::bytes() const {
  return bits_.size() * 8 + slots_.size() * sizeof(Slot) + lists_.size() * 4;
}

}  // namespace probity::matching
