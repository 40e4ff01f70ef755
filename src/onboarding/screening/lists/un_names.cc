#include <algorithm>

#include "base/text.h"
#include "screening/lists/field_text.h"
#include "screening/lists/un.h"

namespace probity::screening {
namespace {

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
  names.push_back(
      {.text = std::string(text), .quality = quality, .original_script = is_original_script(text)});
}

// One variant, which may carry a group in brackets at its end.
void add_variant(Names& names, std::string_view text, Quality quality) {
  text = trimmed(text.substr(0, text.find(", born ")));
  auto open = text.rfind('(');
  if (open == std::string_view::npos || open == 0 || !text.ends_with(')'))
    return add(names, text, quality);
  auto outside = trimmed(text.substr(0, open));
  auto inside = text.substr(open + 1, text.size() - open - 2);
  bool two_scripts = has_other_letters(inside) != has_other_letters(outside);
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
