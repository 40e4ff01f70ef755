// A configuration document while it is read: every fault is kept with its field path and reading
// goes on, so that an author sees all of them at once. Members that nobody asked for are faults
// too.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "json/json.h"

namespace probity::policies {

using Faults = std::vector<Fault>;
inline constexpr std::size_t max_faults = 200;  // more are not listed

void add_fault(Faults& faults, std::string field, std::string message);

enum class Need { required, optional };

// The shapes of texts in documents.
enum class Shape {
  alias,    // [a-z0-9_-], 1 to 100, not a UUID
  element,  // [A-Za-z0-9_-], 1 to 64
  field,    // [a-z][a-z0-9_]*, 1 to 64
  name,     // 1 to 200 characters without control characters
  prose,    // 1 to 2000 characters without control characters except line feed
};
bool has_shape(std::string_view text, Shape shape);

class Reader {
 public:
  // `value` and `faults` must outlive the reader. A value that is no object is one fault, and then
  // every member reads as absent without a fault of its own.
  Reader(const json::Value& value, std::string path, Faults& faults);

  const std::string& path() const { return path_; }
  std::string path_of(std::string_view key) const;
  void fault(std::string_view key, std::string message);
  bool has(std::string_view key) const { return value_.find(key) != nullptr; }

  // The member; nullptr when absent, with a fault when it is required.
  const json::Value* member(std::string_view key, Need need = Need::required);
  // Empty when absent or wrong.
  std::string text(std::string_view key, Shape shape, Need need = Need::required);
  bool truth(std::string_view key, bool otherwise);
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t lowest,
                                      std::int64_t highest, Need need = Need::required);
  // Distinct texts, in document order, at least one when the member is there.
  std::vector<std::string> texts(std::string_view key, Shape shape, Need need = Need::required);
  // Calls `each(item, path)` for every item of an array of at most `most`; false when it is none.
  bool items(std::string_view key, std::size_t most, Need need,
             const std::function<void(const json::Value&, std::string)>& each);
  // One of the words; the first when absent or wrong.
  std::size_t word(std::string_view key, std::initializer_list<std::string_view> words);
  std::optional<Uuid> id(std::string_view key);  // optional
  // `{"format": 1}`: the only version so far.
  void format();
  // Call last: refuses the members that were not read.
  void close();

 private:
  const json::Value& value_;
  std::string path_;
  Faults& faults_;
  std::vector<std::string_view> asked_;
};

}  // namespace probity::policies
