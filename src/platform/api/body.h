// Reading a small request body: every fault is kept, so that the caller hears of all of them at
// once.
//
//   Body body(call.body);
//   auto name = body.text("name", 1, 200);
//   TRY(body.done());
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "json/json.h"

namespace probity::api {

class Body {
 public:
  // `prefix` stands before the member names in faults ("applications[0].").
  explicit Body(const json::Value& value, std::string prefix = "");

  const json::Value* member(std::string_view name) const;  // null counts as absent
  // Required; an absent or wrong member gives a fault and an empty value.
  std::string text(std::string_view name, std::size_t least, std::size_t most);
  std::string word(std::string_view name, std::span<const std::string_view> allowed);
  Uuid id(std::string_view name);
  // Optional: nothing when absent.
  std::optional<std::string> maybe_text(std::string_view name, std::size_t least, std::size_t most);
  std::optional<std::string> maybe_word(std::string_view name,
                                        std::span<const std::string_view> allowed);
  std::optional<bool> maybe_flag(std::string_view name);
  std::optional<Uuid> maybe_id(std::string_view name);
  std::vector<Uuid> ids(std::string_view name, std::size_t most);  // absent = empty
  const json::Array* maybe_array(std::string_view name, std::size_t most);

  void fault(std::string_view name, std::string message);
  void take(std::vector<Fault> others);
  const std::string& prefix() const { return prefix_; }
  // Refuses with all faults, if there were any.
  Result<void> done() const;
  std::vector<Fault> faults() const { return faults_; }

 private:
  const json::Value& value_;
  std::string prefix_;
  std::vector<Fault> faults_;
};

// "one of A, B, C"
std::string one_of(std::span<const std::string_view> allowed);
// Nothing, or why the text can't be taken: bounds in code points, no control characters but tab and
// line ends.
std::optional<std::string> text_fault(std::string_view text, std::size_t least, std::size_t most);

}  // namespace probity::api
