#include "base/clock.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cstdlib>

namespace probity {
namespace {

#ifdef PROBITY_TEST_BUILD
std::int64_t shift_micros() {
  static const std::int64_t shift = [] {
    const char* seconds = std::getenv("PROBITY_CLOCK_SHIFT");
    return seconds ? std::atoll(seconds) * 1'000'000 : 0;
  }();
  return shift;
}
#else
constexpr std::int64_t shift_micros() { return 0; }
#endif

bool digits(std::string_view text, int& out) {
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size() && text[0] != '-';
}

struct Civil {
  Date day;
  int hour, minute, second, millis, weekday;
};

Civil civil(Instant at) {
  using namespace std::chrono;
  sys_time<microseconds> time{microseconds(at.micros)};
  auto midnight = floor<days>(time);
  year_month_day ymd{midnight};
  hh_mm_ss clock{floor<milliseconds>(time - midnight)};
  return {{int(ymd.year()), int(unsigned(ymd.month())), int(unsigned(ymd.day()))},
          int(clock.hours().count()),
          int(clock.minutes().count()),
          int(clock.seconds().count()),
          int(clock.subseconds().count()),
          int(weekday(midnight).c_encoding())};
}

}  // namespace

std::optional<Date> Date::parse(std::string_view text) {
  Date date;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' ||
      !digits(text.substr(0, 4), date.year) || !digits(text.substr(5, 2), date.month) ||
      !digits(text.substr(8, 2), date.day) || !exists(date.year, date.month, date.day))
    return std::nullopt;
  return date;
}

bool Date::exists(int year, int month, int day) {
  using namespace std::chrono;
  return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
         year_month_day{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)}
             .ok();
}

std::string Date::text() const { return fmt::format("{:04}-{:02}-{:02}", year, month, day); }

Instant now() {
  using namespace std::chrono;
  auto wall = duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
  return {wall + shift_micros()};
}

double monotonic_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Date day_of(Instant at) { return civil(at).day; }

std::string api_time(Instant at) {
  auto c = civil(at);
  return fmt::format("{} {:02}:{:02}:{:02}", c.day.text(), c.hour, c.minute, c.second);
}

std::string iso_time(Instant at) {
  auto c = civil(at);
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", c.day.text(), c.hour, c.minute, c.second,
                     c.millis);
}

std::string http_time(Instant at) {
  static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  auto c = civil(at);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000", days[c.weekday], c.day.day,
                     months[c.day.month - 1], c.day.year, c.hour, c.minute, c.second);
}

int full_years(Date from, Date until) {
  int years = until.year - from.year;
  return std::pair(until.month, until.day) < std::pair(from.month, from.day) ? years - 1 : years;
}

int full_days(Date from, Date until) {
  using namespace std::chrono;
  auto days_of = [](Date d) { return sys_days(year(d.year) / month(d.month) / day(d.day)); };
  return static_cast<int>((days_of(until) - days_of(from)).count());
}

}  // namespace probity
