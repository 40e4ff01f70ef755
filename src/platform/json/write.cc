// Values to text.
#include <array>
#include <cstring>

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

class Writer {
 public:
  void value(const Value& value) {
    switch (value.kind()) {
      case Kind::null:
        return raw("null");
      case Kind::boolean:
        return raw(value.boolean() ? "true" : "false");
      case Kind::number:
        return raw(value.number().text);
      case Kind::string:
        return string(value.string());
      case Kind::array:
        return array(value.array());
      case Kind::object:
        return object(value.object());
      case Kind::verbatim:
        return raw(value.verbatim().text);
    }
  }

  std::string take() {
    text_.resize(used_);
    return std::move(text_);
  }

 private:
  void array(const Array& array) {
    one('[');
    bool first = true;
    for (const Value& item : array) {
      if (!std::exchange(first, false)) one(',');
      value(item);
    }
    one(']');
  }

  void object(const Object& object) {
    one('{');
    bool first = true;
    for (const Member& member : object) {
      if (!std::exchange(first, false)) one(',');
      string(member.key);
      one(':');
      value(member.value);
    }
    one('}');
  }

  void string(std::string_view text) {
    one('"');
    std::size_t written = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
      char escape = escapes[static_cast<unsigned char>(text[at])];
      if (escape == 0) [[likely]]
        continue;
      bool is_line_end = text.substr(at, 3) == "\u2028" || text.substr(at, 3) == "\u2029";
      if (escape == '2' && !is_line_end) continue;
      raw(text.substr(written, at - written));
      escaped(escape, text.substr(at));
      if (is_line_end) at += 2;
      written = at + 1;
    }
    raw(text.substr(written));
    one('"');
  }

  void escaped(char escape, std::string_view from) {
    constexpr char digits[] = "0123456789abcdef";
    auto byte = static_cast<unsigned char>(from[0]);
    one('\\');
    if (escape == '2') return raw(from[2] == '\xa8' ? "u2028" : "u2029");
    one(escape);
    if (escape != 'u') return;
    raw("00");
    one(digits[byte >> 4]);
    one(digits[byte & 15]);
  }

  void raw(std::string_view bytes) {
    need(bytes.size());
    std::memcpy(text_.data() + used_, bytes.data(), bytes.size());
    used_ += bytes.size();
  }

  void one(char byte) {
    need(1);
    text_.data()[used_++] = byte;
  }

  void need(std::size_t n) {
    if (text_.size() - used_ < n) [[unlikely]]
      text_.resize(2 * text_.size() + n);
  }

  // Longer than what is written, so that a byte more is no call.
  std::string text_ = std::string(1024, '\0');
  std::size_t used_ = 0;
};

}  // namespace

std::string write(const Value& value) {
  Writer writer;
  writer.value(value);
  return writer.take();
}

}  // namespace probity::json
