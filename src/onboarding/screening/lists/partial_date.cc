#include "screening/lists/partial_date.h"

#include <fmt/format.h>

#include <array>

#include "base/clock.h"
#include "base/text.h"

namespace probity::screening {
namespace {

std::optional<int> digits(std::string_view text, std::size_t least, std::size_t most) {
  int value = 0;
  if (text.size() < least || text.size() > most) return {};
  for (char c : text) {
    if (c < '0' || c > '9') return {};
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<int> month_named(std::string_view text) {
  static constexpr std::array<std::string_view, 12> names = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  auto word = lower_ascii(text);
  if (word.ends_with('.')) word.pop_back();
  if (word.size() < 3) return {};
  for (std::size_t i = 0; i < names.size(); ++i)
    if (word == names[i] || word == names[i].substr(0, 3)) return static_cast<int>(i) + 1;
  return {};
}

std::optional<PartialDate> checked(PartialDate date) {
  bool exists = date.year >= 1 && (date.month == 0 || (date.month >= 1 && date.month <= 12)) &&
                (date.day == 0 || Date::exists(date.year, date.month, date.day));
  if (!exists) return {};
  return date;
}

}  // namespace

std::optional<PartialDate> PartialDate::parse(std::string_view text) {
  auto parts = split(text, '-');
  if (parts.size() > 3) return {};
  auto year = digits(parts[0], 4, 4);
  auto month = parts.size() > 1 ? digits(parts[1], 2, 2) : 0;
  auto day = parts.size() > 2 ? digits(parts[2], 2, 2) : 0;
  if (!year || !month || !day) return {};
  if ((parts.size() > 1 && *month == 0) || (parts.size() > 2 && *day == 0)) return {};
  return checked({*year, *month, *day});
}

std::optional<PartialDate> PartialDate::parse_english(std::string_view text) {
  auto parts = split(trimmed(text), ' ');
  if (parts.size() > 3) return {};
  auto year = digits(parts.back(), 4, 4);
  auto month = parts.size() > 1 ? month_named(parts[parts.size() - 2]) : 0;
  auto day = parts.size() > 2 ? digits(parts[0], 1, 2) : 0;
  if (!year || !month || !day || (parts.size() > 2 && *day == 0)) return {};
  return checked({*year, *month, *day});
}

std::string PartialDate::text() const {
  if (month == 0) return fmt::format("{:04}", year);
  if (day == 0) return fmt::format("{:04}-{:02}", year, month);
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

}  // namespace probity::screening
