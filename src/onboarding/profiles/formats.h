// The forms of text in collected data: dates, ids, account numbers.
#pragma once

#include <optional>

#include "profiles/schema.h"

namespace probity::profiles {

// A day of which the month, or month and day, may be unknown (0). What is known exists in the
// calendar.
struct PartialDate {
  int year = 1, month = 0, day = 0;
  auto operator<=>(const PartialDate&) const = default;

  static std::optional<PartialDate> parse(std::string_view text);  // YYYY, YYYY-MM or YYYY-MM-DD
};

namespace formats {

extern const schema::Format date;          // YYYY-MM-DD
extern const schema::Format partial_date;  // YYYY, YYYY-MM or YYYY-MM-DD
extern const schema::Format birth_date;    // a partial date from 1800 on, not in the future
extern const schema::Format approx_date;   // YYYY-MM
extern const schema::Format date_time;     // YYYY-MM-DD HH:MM:SS
extern const schema::Format uuid;
extern const schema::Format base64;        // or the id of a file
extern const schema::Format uk_sort_code;  // 6 digits, or NN-NN-NN
extern const schema::Format uk_account_number;
extern const schema::Format alpha_three_key;    // the name of a member of a map
extern const schema::Format custom_field_name;  // likewise

}  // namespace formats
}  // namespace probity::profiles
