// Values to text.
#include <array>

#include "json/json.h"

namespace probity::json {
namespace {

// How a byte inside a string is written: 0 as it is; a letter after a backslash; 'u' as \u00XX; '2'
// may begin U+2028 or U+2029, which are line ends in JavaScript.
constexpr std::array<char, 256> escapes = [] {
  std::array<char, 256> table{};
  for (int control = 0; control < 0x20; ++control) table[control] = 'u';
  table['\b'] = 'b';
  table['\f'] = 'f';
  table['\n'] = 'n';
  table['\r'] = 'r';
  table['\t'] = 't';
  table['"'] = '"';
  table['\\'] = '\\';
  table[0xe2] = '2';
  return table;
}();

void append_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t written = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto byte = static_cast<unsigned char>(text[at]);
    char escape = escapes[byte];
    if (escape == 0) [[likely]] continue;
    if (escape == '2') {
      std::string_view three = text.substr(at, 3);
      if (three != "\u2028" && three != "\u2029") continue;
      out.append(text, written, at - written);
      out += three == "\u2028" ? "\\u2028" : "\\u2029";
      at += 2;
    } else {
      out.append(text, written, at - written);
      out += '\\';
      out += escape;
      if (escape == 'u') {
        out += "00";
        out += "0123456789abcdef"[byte >> 4];
        out += "0123456789abcdef"[byte & 15];
      }
    }
    written = at + 1;
  }
  out.append(text, written, text.size() - written);
  out += '"';
}

void append(std::string& out, const Value& value) {
  switch (value.kind()) {
    case Kind::null: out += "null"; return;
    case Kind::boolean: out += value.boolean() ? "true" : "false"; return;
    case Kind::number: out += value.number().text; return;
    case Kind::string: append_string(out, value.string()); return;
    case Kind::array: {
      char before = '[';
      for (const Value& item : value.array()) {
        out += before;
        append(out, item);
        before = ',';
      }
      out += before == '[' ? "[]" : "]";
      return;
    }
    case Kind::object: {
      char before = '{';
      for (const Member& member : value.object()) {
        out += before;
        append_string(out, member.key);
        out += ':';
        append(out, member.value);
        before = ',';
      }
      out += before == '{' ? "{}" : "}";
      return;
    }
  }
}

}  // namespace

std::string write(const Value& value) {
  std::string out;
  out.reserve(512);
  append(out, value);
  return out;
}

}  // namespace probity::json
