// A date of which the month and the day may be unknown: "1973", "1973-04", "1973-04-17".
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace probity::screening {

struct PartialDate {
  int year = 0;   // 1 to 9999
  int month = 0;  // 0 unknown
  int day = 0;    // 0 unknown; always unknown when the month is
  auto operator<=>(const PartialDate&) const = default;

  // YYYY, YYYY-MM or YYYY-MM-DD; the day must exist.
  static std::optional<PartialDate> parse(std::string_view text);
  // As OFAC writes it: "1973", "Apr 1973", "17 Apr 1973"; months short or in full, English.
  static std::optional<PartialDate> parse_english(std::string_view text);
  std::string text() const;
};

}  // namespace probity::screening
