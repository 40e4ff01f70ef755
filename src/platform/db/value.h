// Values on their way to PostgreSQL and back, in its binary format. The set of types is small on
// purpose: uuid, text, bytea, bigint, boolean, timestamptz, date, and arrays of the first four.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"

namespace probity::db {

// A parameter of a statement.
class Arg {
 public:
  Arg(std::nullptr_t) {}
  Arg(const Uuid& id);
  Arg(std::string_view text_or_bytes) : bytes_(std::string(text_or_bytes)) {}
  Arg(const std::string& text_or_bytes) : bytes_(text_or_bytes) {}
  Arg(std::string&& text_or_bytes) : bytes_(std::move(text_or_bytes)) {}
  Arg(const char* text) : bytes_(std::string(text)) {}
  Arg(std::same_as<bool> auto value) : bytes_(std::string(1, value ? 1 : 0)) {}
  Arg(std::same_as<std::int64_t> auto value) : bytes_(big_endian(value)) {}
  Arg(Instant at);
  Arg(Date day);
  template <class T>
  Arg(const std::optional<T>& value) {
    if (value) *this = Arg(*value);
  }
  Arg(const std::vector<Uuid>& ids);
  Arg(const std::vector<std::int64_t>& numbers);
  Arg(const std::vector<Instant>& times);
  static Arg texts(const std::vector<std::string>& values);
  static Arg bytes_of(const std::vector<std::string>& values);  // bytea[]

  bool is_null() const { return !bytes_; }
  const std::string& bytes() const { return *bytes_; }

 private:
  static std::string big_endian(std::int64_t value);
  std::optional<std::string> bytes_;
};

using Args = std::vector<Arg>;

// The columns of one row, read from left to right in the order of the select list.
class Columns {
 public:
  Columns(std::shared_ptr<const void> result, int row) : result_(std::move(result)), row_(row) {}

  bool next_is_null() const;
  void skip() { ++column_; }
  Uuid uuid();
  std::string text();
  std::string bytes() { return text(); }
  std::int64_t bigint();
  bool boolean();
  Instant instant();
  Date date();
  std::vector<Uuid> uuids();
  std::vector<std::string> texts();

  // The column through one of the above, or nothing when it is null.
  template <class T>
  std::optional<T> optional(T (Columns::*read)()) {
    if (next_is_null()) {
      skip();
      return std::nullopt;
    }
    return (this->*read)();
  }

 private:
  std::string_view raw();
  std::shared_ptr<const void> result_;  // kept while the row is read
  int row_, column_ = 0;
};

}  // namespace probity::db
