// JSON that keeps what was sent. The only room that includes the JSON library.
// Numbers keep their text, so 0.1, 25.0, 2^53+1 and 23-digit integers come back as they came
// (docs/adr/0006-numbers-in-json.md). Objects keep the order of their members.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace probity::json {

class Value;
struct Member;
struct Field;
using Array = std::vector<Value>;

// A number as its JSON text. Who makes one by hand answers for its grammar.
struct Number {
  std::string text;
  bool operator==(const Number&) const = default;
};

// Text that write() made, kept as it is: to be written again, not to be looked into.
struct Verbatim {
  std::string text;
  bool operator==(const Verbatim&) const = default;
};

class Object {
 public:
  Object() = default;
  Object(std::initializer_list<Field> fields);  // keys differ

  const Value* find(std::string_view key) const;  // nullptr when absent
  Value* find(std::string_view key);
  void set(std::string key, Value value);                    // replaces or appends
  void set_if(std::string key, std::optional<Value> value);  // nothing when empty
  bool erase(std::string_view key);
  std::size_t size() const { return members_.size(); }
  bool empty() const { return members_.empty(); }
  auto begin() const { return members_.begin(); }
  auto end() const { return members_.end(); }
  auto begin() { return members_.begin(); }
  auto end() { return members_.end(); }
  bool operator==(const Object&) const;  // whatever the order

 private:
  friend class Builder;
  std::vector<Member> members_;
};

enum class Kind { null, boolean, number, string, array, object, verbatim };

class Value {
 public:
  Value() = default;  // null
  Value(std::nullptr_t) {}
  Value(bool value) : value_(value) {}
  Value(std::integral auto value) : value_(Number{std::to_string(value)}) {}
  Value(double value);  // shortest text that reads back the same; must be finite
  Value(Number value) : value_(std::move(value)) {}
  Value(std::string value) : value_(std::move(value)) {}
  Value(std::string_view value) : value_(std::in_place_type<std::string>, value) {}
  Value(const char* value) : value_(std::string(value)) {}
  Value(Array value) : value_(std::move(value)) {}
  Value(Object value) : value_(std::move(value)) {}
  Value(Verbatim value) : value_(std::move(value)) {}

  Kind kind() const { return static_cast<Kind>(value_.index()); }
  bool is_null() const { return kind() == Kind::null; }
  bool is_bool() const { return kind() == Kind::boolean; }
  bool is_number() const { return kind() == Kind::number; }
  bool is_string() const { return kind() == Kind::string; }
  bool is_array() const { return kind() == Kind::array; }
  bool is_object() const { return kind() == Kind::object; }
  bool is_verbatim() const { return kind() == Kind::verbatim; }

  // These ENSURE the kind.
  bool boolean() const;
  const std::string& string() const;
  const Number& number() const;
  const Array& array() const;
  Array& array();
  const Object& object() const;
  Object& object();
  const Verbatim& verbatim() const;

  // A number of digits only ("-7"; not "7.0" or "7e0") that fits, else nothing.
  std::optional<std::int64_t> integer() const;
  std::optional<double> real() const;  // a number, nearest double, else nothing

  // What verbatim text says; any other value as it is.
  Value expanded() const;

  // The member of an object; nullptr when this is no object or has no such member. ENSUREs that
  // this is not verbatim: what it says would be missed.
  const Value* find(std::string_view key) const;
  // Follows "a.b.c" through objects.
  const Value* path(std::string_view dotted) const;
  // The text at a dotted path, or an empty view.
  std::string_view text_at(std::string_view dotted) const;

  bool operator==(const Value&) const = default;  // numbers by text

 private:
  std::variant<std::monostate, bool, Number, std::string, Array, Object, Verbatim> value_;
};

struct Member {
  std::string key;
  Value value;
  bool operator==(const Member&) const = default;
};

// A member as it is written in braces: {"key", value}. Mutable, because the elements of an
// initializer_list are const and values would otherwise be copied once per level of nesting.
struct Field {
  template <class T>
  Field(std::string_view k, T&& v) : key(k), value(std::forward<T>(v)) {}
  std::string_view key;
  mutable Value value;
};

struct Limits {
  std::size_t depth = 64;       // of arrays and objects
  std::size_t members = 10000;  // of one object (duplicate keys are searched for)
  // Off: the bare grammar of RFC 8259, to measure the parser by the JSON test suite. Duplicate keys
  // (find gives the first), U+0000 in strings and numbers of any length then pass.
  bool strict = true;
};

// Parses one document (RFC 8259, UTF-8 without BOM). Refuses duplicate keys, lone surrogates,
// invalid UTF-8, U+0000 in strings, NaN and Infinity, numbers of more than 64 characters, over the
// largest double or with an exponent beyond 32 bits, depth over the limit, anything after the
// value. The message says what and at which byte; it repeats nothing of the text.
Result<Value> parse(std::string_view text, Limits limits = {});

// Takes a member out of an object that write() made, without looking into it: null is left there.
// Null when there is no such member.
Value take_verbatim(std::string& object, std::string_view member);

// Compact, UTF-8 as it is, '/' unescaped; control characters, U+2028 and U+2029 escaped.
std::string write(const Value& value);

// The double nearest to a number's text, 0 when too small; nothing when too large or no number.
std::optional<double> nearest(std::string_view number);

}  // namespace probity::json
