#include <algorithm>

#include "base/text.h"
#include "screening/lists/un.h"

namespace probity::screening {
namespace {

// Letters past the Latin blocks (U+0250) and before the general punctuation (U+2000), or past
// U+2E80.
bool has_other_script(std::string_view text) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    auto lead = static_cast<unsigned char>(text[i]);
    auto next = static_cast<unsigned char>(text[i + 1]);
    bool before_punctuation =
        (lead >= 0xca && lead <= 0xdf) || (lead == 0xe0) || (lead == 0xe1 && next < 0xb8);
    bool cjk_or_later = (lead == 0xe2 && next >= 0xba) || (lead >= 0xe3 && lead <= 0xf4);
    if (before_punctuation || cjk_or_later) return true;
  }
  return false;
}

bool has_latin(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

// Lines and runs of blanks become one space.
std::string one_line(std::string_view text) {
  std::string out;
  for (char c : trimmed(text)) {
    bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank)
      out += c;
    else if (!out.ends_with(' '))
      out += ' ';
  }
  return out;
}

bool is_note(std::string_view inside) {
  constexpr std::size_t longest_name = 40;
  constexpr std::string_view notes[] = {"birth name", "combat name", "nom de guerre",
                                        "third",      "ngo",         "deceased"};
  auto word = lower_ascii(inside);
  return inside.size() > longest_name ||
         std::find(std::begin(notes), std::end(notes), word) != std::end(notes);
}

bool is_acronym(std::string_view text) {
  return text.size() >= 2 && text.size() <= 8 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
         });
}

// Pieces between ';' and before list marks such as " b) ".
std::vector<std::string> variants_of(std::string_view text) {
  std::vector<std::string> pieces(1);
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    depth += text[i] == '(' ? 1 : text[i] == ')' && depth > 0 ? -1 : 0;
    bool mark = depth == 0 && text[i] == ' ' && i + 3 < text.size() && text[i + 2] == ')' &&
                text[i + 1] >= 'a' && text[i + 1] <= 'z' && text[i + 3] == ' ';
    if (mark) i += 3;
    if (mark || (depth == 0 && text[i] == ';'))
      pieces.emplace_back();
    else
      pieces.back() += text[i];
  }
  return pieces;
}

using Names = std::vector<ListedName>;

void add(Names& names, std::string_view text, Quality quality) {
  text = trimmed(text);
  if (text.empty()) return;
  names.push_back({.text = std::string(text),
                   .quality = quality,
                   .original_script = has_other_script(text) && !has_latin(text)});
}

// One variant, which may carry a group in brackets at its end.
void add_variant(Names& names, std::string_view text, Quality quality) {
  text = trimmed(text.substr(0, text.find(", born ")));
  auto open = text.rfind('(');
  if (open == std::string_view::npos || open == 0 || !text.ends_with(')'))
    return add(names, text, quality);
  auto outside = trimmed(text.substr(0, open));
  auto inside = text.substr(open + 1, text.size() - open - 2);
  bool two_scripts = has_other_script(inside) != has_other_script(outside);
  if (two_scripts) {
    if (auto colon = inside.find(':'); colon != std::string_view::npos)
      inside = inside.substr(colon + 1);  // "original script: …"
    add(names, outside, quality);
    for (auto one : split(inside, ';')) add(names, one, quality);
  } else if (is_note(inside)) {
    add(names, outside, quality);
  } else if (is_acronym(inside)) {
    add(names, outside, quality);
    add(names, inside, Quality::weak);
  } else {
    add(names, text, quality);
  }
}

}  // namespace

std::vector<ListedName> un_names(std::string_view text, Quality quality) {
  Names names;
  for (const auto& piece : variants_of(one_line(text))) add_variant(names, piece, quality);
  return names;
}

}  // namespace probity::screening
