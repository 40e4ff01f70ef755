#include "screening/lists/toml_guard.h"

#include <algorithm>

#include "base/text.h"

namespace probity::screening {
namespace {

std::size_t odd_header_line(std::string_view text) {
  constexpr std::string_view begins_name =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-\"']";
  std::size_t number = 0;
  for (auto line : split(text, '\n')) {
    ++number;
    auto open = line.find('[');
    if (open == line.npos || line.substr(0, open).find_first_of("=#\"'") != line.npos) continue;
    line.remove_prefix(open + 1);
    if (line.starts_with('[')) line.remove_prefix(1);
    line = trimmed(line);
    if (line.empty() || begins_name.find(line[0]) == begins_name.npos) return number;
  }
  return 0;
}

// Where the text or comment that begins at `at` ends; `at` when none begins there.
std::size_t passed(std::string_view text, std::size_t at) {
  char quote = text[at];
  if (quote == '#') return std::min(text.find('\n', at), text.size());
  if (quote != '"' && quote != '\'') return at;
  bool lines = text.substr(at, 3) == std::string(3, quote);
  std::string close(lines ? 3 : 1, quote);
  for (at += close.size(); at < text.size(); ++at) {
    if (text.substr(at, close.size()) == close) return at + close.size();
    if (text[at] == '\n' && !lines) return at;
    if (text[at] == '\\' && quote == '"') ++at;
  }
  return text.size();
}

std::size_t foreign_letter_line(std::string_view text) {
  std::size_t at = text.starts_with("\xef\xbb\xbf") ? 3 : 0;
  while (at < text.size()) {
    auto end = passed(text, at);
    if (end == at && static_cast<unsigned char>(text[at]) >= 0x80)
      return static_cast<std::size_t>(
                 std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n')) +
             1;
    at = end == at ? at + 1 : end;
  }
  return 0;
}

}  // namespace

std::size_t odd_toml_line(std::string_view text) {
  if (auto line = odd_header_line(text)) return line;
  return foreign_letter_line(text);
}

}  // namespace probity::screening
