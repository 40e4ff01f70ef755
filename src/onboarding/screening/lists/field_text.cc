#include "screening/lists/field_text.h"

#include <algorithm>

#include "base/text.h"
#include "screening/lists/births.h"
#include "screening/lists/country.h"

namespace probity::screening {
namespace {

// What is no name by itself: it belongs to the name before the comma.
constexpr std::string_view legal_forms[] = {
    "ltd",      "ltd.",      "limited", "inc",     "inc.",     "llc",  "l.l.c.", "co",
    "co.",      "corp",      "corp.",   "plc",     "s.a.",     "sa",   "s.a.l.", "gmbh",
    "ag",       "b.v.",      "bv",      "n.v.",    "s.r.l.",   "srl",  "s.p.a.", "spa",
    "s.a.r.l.", "fzc",       "fze",     "fzco",    "jsc",      "pjsc", "ooo",    "pte",
    "pte.",     "pte. ltd.", "pte ltd", "co. ltd", "co. ltd.", "jr",   "jr.",    "sr",
    "sr.",      "kg",        "oy",      "ab",      "a.s.",     "a.ş."};

struct Label {
  std::string_view words, type;
};
constexpr Label labels[] = {{"inn", "tax_id"},
                            {"tax id", "tax_id"},
                            {"tin", "tax_id"},
                            {"tax identification number", "tax_id"},
                            {"vat", "tax_id"},
                            {"ogrn", "registration"},
                            {"kpp", "registration"},
                            {"okpo", "registration"},
                            {"imo", "imo"},
                            {"lei", "lei"},
                            {"registration number", "registration"},
                            {"unified social credit code", "registration"},
                            {"uscc", "registration"},
                            {"company number", "registration"},
                            {"mmsi", "mmsi"},
                            {"passport", "passport"},
                            {"passport number", "passport"}};

bool is_legal_form(std::string_view text) {
  auto lower = lower_ascii(text);
  return std::find(std::begin(legal_forms), std::end(legal_forms), lower) != std::end(legal_forms);
}

bool has_latin(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

bool is_mark(std::string_view text, std::size_t at) {
  bool begins = at == 0 || text[at - 1] == ' ' || text[at - 1] == '\n';
  return begins && at + 1 < text.size() && text[at + 1] == ')' && text[at] >= 'a' &&
         text[at] <= 'z';
}

// Whether the text is one country or people, what stands in brackets behind it aside.
bool add_nationality(Entry& entry, std::string_view text) {
  for (auto one : {text, text.substr(0, text.find(" ("))}) {
    auto code = nationality(one_line(one));
    if (!code.empty() && !is_country_code(code)) continue;
    add_once(entry.nationalities, code);
    return true;
  }
  return false;
}

void push(std::vector<std::string_view>& pieces, std::string_view piece) {
  if (piece = trimmed(piece); !piece.empty()) pieces.push_back(piece);
}

}  // namespace

std::string one_line(std::string_view text) {
  constexpr std::string_view no_break = "\xc2\xa0";
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    char c = text[at];
    bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
    if (text.substr(at, 2) == no_break) blank = true, ++at;
    if (!blank)
      out += c;
    else if (!out.empty() && !out.ends_with(' '))
      out += ' ';
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

// Letters past the Latin blocks (U+0250) and before the general punctuation (U+2000), or past
// U+2E80.
bool has_other_letters(std::string_view text) {
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

bool is_original_script(std::string_view text) {
  return has_other_letters(text) && !has_latin(text);
}

std::vector<std::string_view> list_pieces(std::string_view text, std::string_view marks) {
  std::vector<std::string_view> pieces;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    bool mark = is_mark(text, at);
    if (!mark && marks.find(text[at]) == marks.npos) continue;
    push(pieces, text.substr(begin, at - begin));
    if (mark) ++at;
    begin = at + 1;
  }
  push(pieces, text.substr(std::min(begin, text.size())));
  return pieces;
}

std::vector<std::string_view> split_at_word(std::string_view text, std::string_view word) {
  std::vector<std::string_view> pieces;
  for (auto at = text.find(word); at != text.npos; at = text.find(word)) {
    push(pieces, text.substr(0, at));
    text.remove_prefix(at + word.size());
  }
  push(pieces, text);
  return pieces;
}

std::vector<std::string> comma_names(std::string_view text) {
  std::vector<std::string> names;
  for (auto piece : split(text, ',')) {
    auto name = one_line(piece);
    if (name.empty()) continue;
    if (!names.empty() && is_legal_form(name))
      names.back() += ", " + name;
    else
      names.push_back(std::move(name));
  }
  return names;
}

void add_name_text(Entry& entry, std::string_view text, Quality quality) {
  add_name(entry, {one_line(text), quality, is_original_script(text), ""});
}

std::string family_first(std::string_view family, std::string_view given) {
  auto last = one_line(family), first = one_line(given);
  if (last.empty() || first.empty()) return last + first;
  return last + ", " + first;
}

void add_nationalities(Entry& entry, std::string_view text) {
  if (add_nationality(entry, text)) return;
  for (auto piece : list_pieces(text, ";/\n")) {
    if (add_nationality(entry, piece)) continue;
    auto parts = list_pieces(piece, ",");
    for (std::size_t i = 0; i < parts.size(); ++i) {
      // "MOLDOVA, REPUBLIC OF" is one country between others.
      bool pair = i + 1 < parts.size() &&
                  add_nationality(entry, std::string(parts[i]) + ", " + std::string(parts[i + 1]));
      if (pair)
        ++i;
      else if (!add_nationality(entry, parts[i]))
        for (auto one : split_at_word(parts[i], " and "))
          if (!add_nationality(entry, one)) add_once(entry.nationalities, one_line(one));
    }
  }
}

Place place_with_country(std::string_view text) {
  constexpr std::size_t longest_place = 300;
  Place place{std::string(text), ""};
  if (text.size() > longest_place) return place;
  for (auto comma = text.find(','); comma != text.npos; comma = text.find(',', comma + 1))
    if (auto code = country(text.substr(comma + 1)); is_country_code(code))
      return place.country = code, place;
  if (auto code = country(text); is_country_code(code)) place.country = code;
  return place;
}

void add_identifier(Entry& entry, Identifier identifier) {
  if (identifier.value.empty() || entry.identifiers.size() > max_items) return;
  auto& all = entry.identifiers;
  if (std::find(all.begin(), all.end(), identifier) == all.end())
    all.push_back(std::move(identifier));
}

Identifier labelled_identifier(std::string_view type, std::string_view text) {
  auto line = one_line(text);
  std::string_view value = line;
  if (value.starts_with('\'')) value.remove_prefix(1);  // a spreadsheet's mark of a text
  for (const auto& label : labels) {
    if (lower_ascii(value.substr(0, label.words.size())) != label.words) continue;
    auto rest = value.substr(label.words.size());
    auto number = rest.find_first_not_of(" :-#.");
    // "INN7710" is a label, "Inner" and "IMOGEN" are not.
    bool separate = number != rest.npos && (number > 0 || (rest[0] >= '0' && rest[0] <= '9'));
    if (!separate) continue;
    return {std::string(label.type), std::string(trimmed(rest.substr(number))), ""};
  }
  return {std::string(type), std::string(value), ""};
}

std::optional<Date> full_date(std::string_view text) {
  auto day = birth_of(text);
  if (!day || day->circa || day->from != day->to || day->from.day == 0) return {};
  return Date{day->from.year, day->from.month, day->from.day};
}

}  // namespace probity::screening
