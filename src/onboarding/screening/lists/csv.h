// Comma-separated text, RFC 4180 and its habits: "" inside quotes, line breaks inside quotes,
// spaces kept.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "screening/lists/list_file.h"

namespace probity::screening {

// Gives one row after the other. A file must end with a line break or, as the US Treasury's do,
// with a 0x1A in a line of its own: one that ends inside a line was cut off and is refused. Empty
// lines are left out. Rows have at most 128 fields, fields at most 64 KiB, no control characters.
class CsvReader {
 public:
  static Result<CsvReader> open(const ListText& list, char separator = ',');

  // The fields of the next row, or false at the end.
  Result<bool> next(std::vector<std::string>& fields);
  std::size_t line() const { return row_line_; }  // where the row began, from 1
  std::unexpected<Error> bad(std::string_view what) const {
    return bad_line(file_, row_line_, what);
  }

 private:
  CsvReader(std::string_view file, std::string_view text, char separator)
      : file_(file), text_(text), separator_(separator) {}
  bool at_end_mark() const;
  Result<std::string> quoted_field();
  Result<std::string> plain_field();

  std::string_view file_, text_;
  char separator_;
  std::size_t at_ = 0, line_ = 1, row_line_ = 1;
};

}  // namespace probity::screening
