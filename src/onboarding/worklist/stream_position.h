// Up to where the listener of the stream was told, as the id of an event. Transactions commit in
// another order than that of their times, so the last seconds are looked at again and what was told
// of them is remembered, briefly.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"

namespace probity::worklist {

struct Told {
  Uuid profile;
  Instant at;  // of its change
};

class StreamPosition {
 public:
  static constexpr std::size_t most_told = 22;  // an id has at most 200 characters

  explicit StreamPosition(Instant since) : since_(since) {}
  // Nothing when it is no position.
  static std::optional<StreamPosition> parse(std::string_view text);

  Instant since() const { return since_; }
  // To a later time; what was told stays remembered.
  void move_on(Instant since) { since_ = std::max(since_, since); }
  bool was_told(const Told& change) const;
  // Of more than fit the oldest are forgotten, and may be told again.
  void tell(const Told& change);
  std::string text() const;

 private:
  Instant since_;
  std::vector<std::string> marks_;
};

}  // namespace probity::worklist
