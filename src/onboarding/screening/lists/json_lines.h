// A list in JSON, an object a line.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "json/json.h"
#include "screening/lists/list_file.h"

namespace probity::screening {

// Empty lines are left out. A line is at most 1 MiB; the last one must end with a line break,
// because a file that was cut off ends inside one.
class JsonLines {
 public:
  static Result<JsonLines> open(const ListText& list);

  // The object of the next line, nothing at the end.
  Result<std::optional<json::Value>> next();
  std::unexpected<Error> bad(std::string_view what) const { return bad_line(file_, line_, what); }

 private:
  JsonLines(std::string_view file, std::string_view text) : file_(file), text_(text) {}

  std::string_view file_, text_;
  std::size_t line_ = 0;
};

// The text of a member: a string, or a number as it is written. Empty for all else.
std::string text_of(const json::Value& object, std::string_view member);

}  // namespace probity::screening
