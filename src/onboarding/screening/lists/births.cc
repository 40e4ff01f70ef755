#include "screening/lists/births.h"

#include <algorithm>

#include "base/text.h"
#include "screening/lists/field_text.h"

namespace probity::screening {
namespace {

constexpr std::string_view circa_words[] = {"circa", "c.",     "ca.",   "approximately",
                                            "about", "around", "approx"};

bool take_word(std::string_view& text, std::string_view word) {
  if (lower_ascii(text.substr(0, word.size())) != word) return false;
  text = trimmed(text.substr(word.size()));
  if (text.starts_with('.')) text = trimmed(text.substr(1));
  return true;
}

// 17/04/1973, and 00/04/1973 or dd/mm/1973 where parts are unknown.
std::optional<PartialDate> with_slashes(std::string_view text) {
  auto parts = split(text, '/');
  if (parts.size() != 3) return {};
  auto known = [](std::string_view part) {
    return part.find_first_not_of("0123456789") == part.npos &&
           part.find_first_not_of('0') != part.npos;
  };
  std::string iso(trimmed(parts[2]));
  if (iso.size() != 4) return {};
  for (auto part : {trimmed(parts[1]), trimmed(parts[0])}) {
    if (part.empty() || part.size() > 2) return {};
    if (!known(part)) break;
    iso += (part.size() == 1 ? "-0" : "-") + std::string(part);
  }
  return PartialDate::parse(iso);
}

std::optional<PartialDate> date_of(std::string_view text) {
  text = trimmed(text);
  while (text.ends_with('.')) text.remove_suffix(1);
  if (auto iso = PartialDate::parse(text)) return iso;
  if (auto slashes = with_slashes(text)) return slashes;
  return PartialDate::parse_english(text);
}

bool is_year(std::string_view text) {
  return text.size() == 4 && text.find_first_not_of("0123456789") == text.npos;
}

// The two ends of a range; the second is empty when there is one date only.
std::pair<std::string_view, std::string_view> ends_of(std::string_view text) {
  if (take_word(text, "between "))
    if (auto word = text.find(" and "); word != text.npos)
      return {text.substr(0, word), text.substr(word + 5)};
  if (auto word = text.find(" to "); word != text.npos)
    return {text.substr(0, word), text.substr(word + 4)};
  for (std::string_view mark : {" - ", "-", "/"})
    if (auto at = text.find(mark); at != text.npos) {
      auto from = trimmed(text.substr(0, at)), to = trimmed(text.substr(at + mark.size()));
      if (is_year(from) && is_year(to)) return {from, to};
    }
  return {text, {}};
}

// "a) 1960 b) 1961" and the like in pieces.
std::vector<std::string_view> pieces_of(std::string_view text) {
  std::vector<std::string_view> pieces;
  for (auto piece : list_pieces(text, ";,\n"))
    for (auto one : split_at_word(piece, " or ")) pieces.push_back(one);
  return pieces;
}

}  // namespace

std::optional<Birth> birth_of(std::string_view text) {
  constexpr std::size_t longest = 80;
  text = trimmed(text);
  if (text.size() > longest) return {};
  Birth birth;
  for (auto word : circa_words) birth.circa = take_word(text, word) || birth.circa;
  auto [first, last] = ends_of(text);
  auto from = date_of(first);
  auto to = last.empty() ? from : date_of(last);
  if (!from || !to || to->year < from->year) return {};
  birth.from = *from;
  birth.to = *to;
  return birth;
}

void add_birth(Entry& entry, const Birth& birth) {
  if (entry.births.size() > max_items) return;
  if (std::find(entry.births.begin(), entry.births.end(), birth) == entry.births.end())
    entry.births.push_back(birth);
}

void add_births(Entry& entry, std::string_view text, ReadCounts& counts) {
  if (auto whole = birth_of(text)) return add_birth(entry, *whole);
  for (auto piece : pieces_of(text)) {
    if (auto birth = birth_of(piece))
      add_birth(entry, *birth);
    else
      ++counts.unread["date of birth"];
  }
}

}  // namespace probity::screening
