#include "screening/lists/xml_guard.h"

#include <algorithm>
#include <charconv>

namespace probity::screening {
namespace {

bool is_xml_character(unsigned long code) {
  return code == 0x9 || code == 0xa || code == 0xd || (code >= 0x20 && code <= 0xd7ff) ||
         (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

// `body` is what stands between '&' and ';'.
bool is_plain_reference(std::string_view body) {
  constexpr std::string_view named[] = {"amp", "lt", "gt", "quot", "apos"};
  if (!body.starts_with('#'))
    return std::find(std::begin(named), std::end(named), body) != std::end(named);
  body.remove_prefix(1);
  int base = body.starts_with('x') ? 16 : 10;
  if (base == 16) body.remove_prefix(1);
  unsigned long code = 0;
  auto [end, wrong] = std::from_chars(body.data(), body.data() + body.size(), code, base);
  return wrong == std::errc() && end == body.data() + body.size() && is_xml_character(code);
}

// The end of a comment or CDATA section that begins at `at`; `at` itself when there is none.
std::size_t section_end(std::string_view text, std::size_t at, std::string_view open,
                        std::string_view close) {
  if (text.substr(at, open.size()) != open) return at;
  auto end = text.find(close, at + open.size());
  return end == std::string_view::npos ? text.size() : end + close.size();
}

}  // namespace

Result<void> guard_xml(std::string_view file, std::string_view text, std::size_t most_marks) {
  std::size_t marks = 0;
  auto bad = [&](std::size_t at, std::string_view what) {
    auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1;
    return bad_line(file, static_cast<std::size_t>(line), what);
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_xml_character(static_cast<unsigned char>(text[at])) || text[at] == '\x7f')
      return bad(at, "a control character");
    if ((text[at] == '<' || text[at] == '=') && ++marks > most_marks)
      return bad(at, "too many elements and attributes");
    if (text[at] == '<' && text.substr(at, 2) == "<!") {
      auto end = section_end(text, at, "<!--", "-->");
      if (end == at) end = section_end(text, at, "<![CDATA[", "]]>");
      if (end == at) return bad(at, "a document type or declaration, which is not allowed");
      auto inside = text.substr(at, end - at);
      auto control = std::find_if(inside.begin(), inside.end(), [](char c) {
        return !is_xml_character(static_cast<unsigned char>(c)) || c == '\x7f';
      });
      if (control != inside.end()) return bad(at, "a control character");
      at = end - 1;
    } else if (text[at] == '&') {
      constexpr std::size_t longest = 12;
      auto body = text.substr(at + 1, longest);
      auto end = body.find(';');
      if (end == std::string_view::npos || !is_plain_reference(body.substr(0, end)))
        return bad(at, "an entity or character reference that is not allowed");
    }
  }
  return {};
}

}  // namespace probity::screening
