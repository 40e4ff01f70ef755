// One line of JSON per fact on standard error, in fields of the Elastic Common Schema.
// A field's value is an id, a number or a literal of the source: personal data has no type here.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <variant>

#include "base/ids.h"

namespace probity::log {

// Text that was written in the source, or comes from a closed table of it (route, SQLSTATE, job
// kind).
struct Word {
  template <std::size_t N>
  consteval Word(const char (&literal)[N]) : text(literal, N - 1) {}
  static Word from_table(std::string_view text) { return Word(text, 0); }
  std::string_view text;

 private:
  Word(std::string_view t, int) : text(t) {}
};

struct Field {
  Word name;  // an ECS name: "event.duration", "http.response.status_code", "organization.id"
  std::variant<Word, Uuid, std::int64_t, double> value;
};

enum class Level { debug, info, warn, error };

void write(Level level, Word action, std::initializer_list<Field> fields);
void set_level(Level lowest);

inline void info(Word action, std::initializer_list<Field> fields = {}) {
  write(Level::info, action, fields);
}
inline void warn(Word action, std::initializer_list<Field> fields = {}) {
  write(Level::warn, action, fields);
}
inline void error(Word action, std::initializer_list<Field> fields = {}) {
  write(Level::error, action, fields);
}

// The detail of a breakdown or bug: text of cages and the operating system, never of a client.
void breakdown(Word where, std::string_view detail, std::initializer_list<Field> fields = {});

}  // namespace probity::log
