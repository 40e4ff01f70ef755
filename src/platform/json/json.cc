// Text to values, over the event parser of Boost.JSON: its own tree turns numbers into doubles.
#include "json/json.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <cmath>
#include <fmt/format.h>

namespace probity::json {
namespace {

using Code = boost::json::error_code;
using View = boost::json::string_view;

constexpr std::size_t few_members = 16;      // up to here comparing each with each is the fastest
constexpr std::size_t number_size_max = 64;  // far over any amount, rate or coordinate
constexpr double surely_finite = 1e300;  // the parser's own double may be off in its last digits

struct Wording {
  boost::json::error error;
  const char* text;
};
constexpr Wording wordings[] = {
    {boost::json::error::incomplete, "the text ends too early"},
    {boost::json::error::extra_data, "something follows the value"},
    {boost::json::error::too_deep, "arrays and objects are nested too deep"},
    {boost::json::error::exponent_overflow, "a number is too large"},
    {boost::json::error::illegal_leading_surrogate, "half of a surrogate pair"},
    {boost::json::error::illegal_trailing_surrogate, "half of a surrogate pair"},
    {boost::json::error::expected_utf16_escape, "half of a surrogate pair"},
    {boost::json::error::expected_hex_digit, "four hexadecimal digits must follow \\u"},
    {boost::json::error::syntax, "unexpected character"},
};

const char* wording(const Code& code) {
  for (const Wording& row : wordings)
    if (code == row.error) return row.text;
  return "this is not JSON";
}

}  // namespace

// Takes the parser's events. Values and keys wait on two stacks until their array or object ends,
// so that each is allocated once at its final size.
class Builder {
 public:
  static constexpr std::size_t max_array_size = -1;  // the text is bounded by who received it
  static constexpr std::size_t max_object_size = -1;
  static constexpr std::size_t max_string_size = -1;
  static constexpr std::size_t max_key_size = -1;

  // U+0000 can only come from its escape (the grammar refuses the bare byte), so that one look at
  // the whole text spares most documents a look at each string.
  Builder(const Limits& limits, std::string_view text)
      : limits_(limits), may_hold_nul_(limits.strict && text.contains("\\u0000")) {
    values_.reserve(32);
    keys_.reserve(32);
  }

  const char* fault() const { return fault_; }
  Value take() { return std::move(values_.front()); }

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code&) { return true; }
  bool on_array_begin(Code&) { return true; }
  bool on_comment_part(View, Code&) { return true; }
  bool on_comment(View, Code&) { return true; }

  bool on_array_end(std::size_t n, Code&) {
    auto first = values_.end() - static_cast<std::ptrdiff_t>(n);
    Array array(std::make_move_iterator(first), std::make_move_iterator(values_.end()));
    values_.erase(first, values_.end());
    values_.emplace_back(std::move(array));
    return true;
  }

  bool on_object_end(std::size_t n, Code& code) {
    if (n > limits_.members) return refuse("an object has too many members", code);
    Object object;
    object.members_.reserve(n);
    auto key = keys_.end() - static_cast<std::ptrdiff_t>(n);
    auto value = values_.end() - static_cast<std::ptrdiff_t>(n);
    for (std::size_t i = 0; i < n; ++i)
      object.members_.emplace_back(std::move(key[i]), std::move(value[i]));
    if (limits_.strict && repeats_a_key(object)) return refuse("an object repeats a key", code);
    keys_.erase(key, keys_.end());
    values_.erase(value, values_.end());
    values_.emplace_back(std::move(object));
    return true;
  }

  bool on_string_part(View part, std::size_t, Code&) { return begin_text(part); }
  bool on_key_part(View part, std::size_t, Code&) { return begin_text(part); }
  bool on_number_part(View part, Code&) { return begin_text(part); }

  bool on_string(View rest, std::size_t, Code& code) {
    std::string_view text = whole_text(rest);
    if (has_nul(text)) return refuse("a string holds U+0000", code);
    values_.emplace_back(text);
    begun_.clear();
    return true;
  }

  bool on_key(View rest, std::size_t, Code& code) {
    std::string_view text = whole_text(rest);
    if (has_nul(text)) return refuse("a key holds U+0000", code);
    keys_.emplace_back(text);
    begun_.clear();
    return true;
  }

  bool on_int64(std::int64_t, View rest, Code& code) { return on_number(rest, code); }
  bool on_uint64(std::uint64_t, View rest, Code& code) { return on_number(rest, code); }

  bool on_double(double rough, View rest, Code& code) {
    if (!on_number(rest, code)) return false;
    if (std::fabs(rough) < surely_finite) return true;
    return nearest(values_.back().number().text) ? true : refuse("a number is too large", code);
  }

  bool on_bool(bool value, Code&) {
    values_.emplace_back(value);
    return true;
  }

  bool on_null(Code&) {
    values_.emplace_back();
    return true;
  }

 private:
  bool refuse(const char* fault, Code& code) {
    fault_ = fault;
    code = boost::json::error::syntax;
    return false;
  }

  bool begin_text(View part) {
    begun_.append(part.data(), part.size());
    return true;
  }

  std::string_view whole_text(View rest) {
    if (begun_.empty()) return {rest.data(), rest.size()};
    begun_.append(rest.data(), rest.size());
    return begun_;
  }

  bool has_nul(std::string_view text) const { return may_hold_nul_ && text.contains('\0'); }

  bool on_number(View rest, Code& code) {
    std::string_view text = whole_text(rest);
    if (limits_.strict && text.size() > number_size_max)
      return refuse("a number has more than 64 characters", code);
    values_.emplace_back(Number{std::string(text)});
    begun_.clear();
    return true;
  }

  static bool repeats_a_key(const Object& object) {
    const auto& members = object.members_;
    if (members.size() <= few_members) {
      for (std::size_t i = 1; i < members.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
          if (members[i].key == members[j].key) return true;
      return false;
    }
    std::vector<std::string_view> keys;
    keys.reserve(members.size());
    for (const Member& member : members) keys.push_back(member.key);
    std::sort(keys.begin(), keys.end());
    return std::adjacent_find(keys.begin(), keys.end()) != keys.end();
  }

  Limits limits_;
  bool may_hold_nul_;
  std::vector<Value> values_;
  std::vector<std::string> keys_;
  std::string begun_;  // a text that comes in parts, as one with escapes does
  const char* fault_ = nullptr;
};

Result<Value> parse(std::string_view text, Limits limits) {
  boost::json::parse_options options;
  options.max_depth = limits.depth;
  boost::json::basic_parser<Builder> parser(options, limits, text);
  Code code;
  std::size_t used = parser.write_some(false, text.data(), text.size(), code);
  if (!code && used < text.size()) code = boost::json::error::extra_data;
  if (!code) return parser.handler().take();
  const char* fault = parser.handler().fault();
  return refuse(Refusal::invalid_input,
                fmt::format("{} at byte {}", fault ? fault : wording(code), used));
}

}  // namespace probity::json
