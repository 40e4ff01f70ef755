// Where a page ended, as a text that means nothing to whoever carries it on.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/ids.h"

namespace probity::worklist {

struct Cursor {
  std::string order;  // of the list; of no other the place means anything
  std::string group;  // a word of it; empty where rows are in no groups
  Instant at;
  Uuid id;
};

std::string text_of(const Cursor& cursor);
// Nothing when it is none of this order.
std::optional<Cursor> cursor_from(std::string_view text, std::string_view order);

}  // namespace probity::worklist
