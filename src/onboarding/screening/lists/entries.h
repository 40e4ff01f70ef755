// What every reader ends with: entries that are whole and differ from each other.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

#include "screening/lists/list_file.h"

namespace probity::screening {

inline constexpr std::size_t max_id_bytes = 200;

class Entries {
 public:
  explicit Entries(std::string_view file, std::size_t most = max_entries)
      : file_(file), most_(most) {}

  // Keeps the entry; otherwise says what is wrong with it.
  const char* take(Entry entry);
  // The entry of that number, nullptr when there is none.
  Entry* find(std::string_view id);
  void each(void (*change)(Entry&));
  ReadCounts& counts() { return list_.counts; }
  // Refuses a list without entries, or one whose entry became too large after it was taken.
  Result<ReadList> done() &&;

 private:
  std::string_view file_;
  std::size_t most_;
  ReadList list_;
  std::unordered_map<std::string, std::size_t> places_;
};

// Puts primary names first: lists by rows may have them below an alias.
void primary_first(Entry& entry);

// A number for a row of a list that has none: equal texts give equal numbers.
std::string number_of_row(std::string_view text);

}  // namespace probity::screening
