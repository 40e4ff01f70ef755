// A small language in which a room says what a document may hold: constexpr tables, and one walk
// that validates a document against them, finds all faults at once, and gives back what is to be
// kept.
//
// Rules of the walk: known members are kept exactly as sent; unknown ones are left out; null is a
// fault except where a member is nullable (and then it is left out); text has no control characters
// but tab and line ends.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "base/clock.h"
#include "json/json.h"
#include "profiles/codes.h"

namespace probity::profiles::schema {

constexpr std::size_t most_faults = 50;           // in one answer; the walk ends there
constexpr std::size_t most_code_points = 10'000;  // of one text
constexpr std::size_t most_items = 5'000;         // of one list

struct Object;
struct Variant;
struct Map;

// The form of a text, beside the rules for all text.
struct Format {
  std::string_view name;  // as the API reference calls it
  bool (*fits)(std::string_view text, Date today);
  std::string_view expected;  // what would be right, after "must be "
  std::size_t code_points = most_code_points;
};

enum class Kind {
  text,
  choice,   // a text out of `codes`
  number,   // of any form that a double can hold; its text is kept
  integer,  // a number without fraction and exponent, of any length within a double
  boolean,
  scalar,  // text, number or boolean
  object,
  variant,   // an object whose form is told by one of its members
  map,       // an object with free member names
  open,      // an object of any content
  anything,  // but null
};

// What a value must be. With `list`, an array of such values.
struct Type {
  Kind kind;
  bool list = false;
  const Format* format = nullptr;
  const Codes* codes = nullptr;
  const Object* object = nullptr;
  const Variant* variant = nullptr;
  const Map* map = nullptr;
};

struct Member {
  std::string_view name;
  Type type;
  bool required = false;
  bool nullable = false;
  bool later = false;  // not in the API's 2019 generation
};

// Where the walk is, told to rules so that they can name a member in a fault.
class Place {
 public:
  virtual void fault(std::string_view member, std::string message) const = 0;

 protected:
  ~Place() = default;
};

struct Object {
  std::string_view name;
  std::span<const Member> members;
  bool closed =
      false;  // the 2019 generation forbids additional members; strict clients hold us to it
  // Conditions between members. Sees the object as it was sent, so members may be wrong or absent.
  void (*rule)(const json::Object& sent, const Place& place) = nullptr;
  // Brings what is kept into its final form. Must change nothing when applied again.
  void (*settle)(json::Object& kept) = nullptr;
};

struct Variant {
  std::string_view name;
  std::string_view tag;  // the member that tells the form
  struct Case {
    std::string_view tag;
    const Object* object;
  };
  std::span<const Case> cases;
};

struct Map {
  std::string_view name;
  const Format* key;
  Type value;
  std::size_t most;  // members
};

constexpr Type text{Kind::text};
constexpr Type number{Kind::number};
constexpr Type integer{Kind::integer};
constexpr Type boolean{Kind::boolean};
constexpr Type scalar{Kind::scalar};
constexpr Type open{Kind::open};
constexpr Type anything{Kind::anything};
constexpr Type of(const Format& format) { return {.kind = Kind::text, .format = &format}; }
constexpr Type of(const Codes& codes) { return {.kind = Kind::choice, .codes = &codes}; }
constexpr Type of(const Object& object) { return {.kind = Kind::object, .object = &object}; }
constexpr Type of(const Variant& variant) { return {.kind = Kind::variant, .variant = &variant}; }
constexpr Type of(const Map& map) { return {.kind = Kind::map, .map = &map}; }
constexpr Type list_of(Type item) {
  item.list = true;
  return item;
}

constexpr Member must(std::string_view name, Type type) {
  return {.name = name, .type = type, .required = true};
}
constexpr Member may(std::string_view name, Type type) { return {.name = name, .type = type}; }
constexpr Member may_be_null(std::string_view name, Type type) {
  return {.name = name, .type = type, .nullable = true};
}
constexpr Member later(std::string_view name, Type type) {
  return {.name = name, .type = type, .later = true};
}
constexpr Member later_must(std::string_view name, Type type) {
  return {.name = name, .type = type, .required = true, .later = true};
}
constexpr bool closed = true;

// Validates `value` and gives back what is to be kept. Refuses with Refusal::invalid_input and up
// to `most_faults` faults whose fields start with `prefix` ("" for none) and go on like
// "officers.directors[0].appointed_on". `today` bounds dates that can't lie in the future.
Result<json::Value> accept(const Type& type, const json::Value& value, std::string_view prefix,
                           Date today);

}  // namespace probity::profiles::schema
