// The time, as the whole product sees it. Nothing else asks the operating system or SQL for it.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace probity {

// A moment in UTC with microseconds.
struct Instant {
  std::int64_t micros = 0;  // since 1970-01-01T00:00:00Z
  auto operator<=>(const Instant&) const = default;
};

// A calendar day; proleptic Gregorian, always valid.
struct Date {
  int year = 1970, month = 1, day = 1;
  auto operator<=>(const Date&) const = default;

  static std::optional<Date> parse(std::string_view text);  // YYYY-MM-DD, year 0001 to 9999
  static bool exists(int year, int month, int day);
  std::string text() const;
};

// In test builds the environment's PROBITY_CLOCK_SHIFT (seconds) moves it.
Instant now();
// Seconds of a clock that never goes back; for time-outs and measurements only.
double monotonic_seconds();

Date day_of(Instant at);
std::string api_time(Instant at);   // "YYYY-MM-DD HH:MM:SS", the API's DateTime
std::string iso_time(Instant at);   // "YYYY-MM-DDTHH:MM:SS.mmmZ", for logs
std::string http_time(Instant at);  // RFC 2822, for headers
int full_years(Date from, Date until);
int full_days(Date from, Date until);

}  // namespace probity
