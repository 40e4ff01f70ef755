// A CSV file whose first row names its columns.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "screening/lists/csv.h"

namespace probity::screening {

class Table {
 public:
  struct Habits {
    char separator = ',';
    int rows_before_header = 0;  // at most so many, such as "Report Date: …"
  };

  // `needed` columns must be there; names are compared whatever their case.
  static Result<Table> open(const ListText& list, std::initializer_list<std::string_view> needed,
                            Habits habits);
  static Result<Table> open(const ListText& list, std::initializer_list<std::string_view> needed) {
    return open(list, needed, Habits{});
  }

  // Goes to the next row; false at the end. A row must be as wide as the header, empty fields
  // beyond it aside.
  Result<bool> next();
  // A field of the row, trimmed; empty when there is no such column.
  std::string_view operator[](std::string_view column) const;
  std::unexpected<Error> bad(std::string_view what) const { return csv_.bad(what); }
  bool has(std::string_view column) const;

 private:
  explicit Table(CsvReader csv) : csv_(std::move(csv)) {}

  CsvReader csv_;
  std::map<std::string, std::size_t, std::less<>> columns_;  // by lower-case name
  std::size_t width_ = 0;
  std::vector<std::string> fields_;
};

}  // namespace probity::screening
