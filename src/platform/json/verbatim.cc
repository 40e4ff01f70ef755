// Members taken out of text that write() made, without parsing them.
#include <algorithm>

#include "json/json.h"

namespace probity::json {
namespace {

// One past the string that begins at `at`. Escapes are few, so a quote is looked for first.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (std::size_t quote = at;;) {
    quote = text.find('"', quote + 1);
    ENSURE(quote != text.npos);
    std::size_t backslashes = quote;
    while (text[backslashes - 1] == '\\') --backslashes;
    if ((quote - backslashes) % 2 == 0) return quote + 1;
  }
}

// One past the value that begins at `at`.
std::size_t end_of_value(std::string_view text, std::size_t at) {
  int depth = 0;
  do {
    ENSURE(at < text.size());
    switch (text[at]) {
      case '"':
        at = end_of_string(text, at);
        break;
      case '{':
      case '[':
        ++depth, ++at;
        break;
      case '}':
      case ']':
        --depth, ++at;
        break;
      default:
        ++at;
        // A bare word that is the whole value.
        if (depth == 0) return std::min(text.find_first_of(",}]", at), text.size());
    }
  } while (depth > 0);
  return at;
}

}  // namespace

Value take_verbatim(std::string& object, std::string_view member) {
  ENSURE(object.starts_with('{'));
  for (std::size_t at = 1; object[at] == '"';) {
    std::size_t key_end = end_of_string(object, at), value = key_end + 1;
    std::size_t end = end_of_value(object, value);
    if (std::string_view(object).substr(at + 1, key_end - at - 2) == member) {
      Verbatim taken{object.substr(value, end - value)};
      object.replace(value, end - value, "null");
      return taken;
    }
    at = end + 1;
    if (at >= object.size()) break;
  }
  return {};
}

}  // namespace probity::json
