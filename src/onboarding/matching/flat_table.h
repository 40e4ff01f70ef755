// From a 64-bit key to a small value in one flat array: a look-up is one read of memory, mostly.
// Keys are well mixed already (key_of) and never 0.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace probity::matching {

template <class Value>
class FlatTable {
 public:
  // The value of the key, a fresh one when it is new.
  Value& operator[](std::uint64_t key) {
    if (2 * (count_ + 1) > slots_.size()) grow();
    Slot& slot = slots_[place(key)];
    if (slot.key == 0) {
      slot.key = key;
      ++count_;
    }
    return slot.value;
  }
  const Value* find(std::uint64_t key) const {
    if (slots_.empty()) return nullptr;
    const Slot& slot = slots_[place(key)];
    return slot.key ? &slot.value : nullptr;
  }
  void prefetch(std::uint64_t key) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[(key >> 16) & (slots_.size() - 1)]);
  }
  bool contains(std::uint64_t key) const { return find(key) != nullptr; }
  std::size_t size() const { return count_; }
  std::size_t bytes() const { return slots_.size() * sizeof(Slot); }
  // Calls f(value) for every key, in no order that matters.
  void each(auto f) {
    for (Slot& slot : slots_)
      if (slot.key) f(slot.value);
  }

 private:
  struct Slot {
    std::uint64_t key = 0;
    Value value{};
  };
  // Where the key is, or where it would be put.
  std::size_t place(std::uint64_t key) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = (key >> 16) & mask;
    while (slots_[at].key && slots_[at].key != key) at = (at + 1) & mask;
    return at;
  }
  void grow() {
    std::vector<Slot> old = std::move(slots_);
    slots_.assign(old.empty() ? 64 : 2 * old.size(), {});
    for (Slot& slot : old)
      if (slot.key) slots_[place(slot.key)] = std::move(slot);
  }

  std::vector<Slot> slots_;  // at most half full; their number is a power of two
  std::size_t count_ = 0;
};

}  // namespace probity::matching
