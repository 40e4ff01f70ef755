// The tables that ship, as they lie in tables/: rows of fields parted by tabs; their first lines
// say where they come from.
#pragma once

#include <string_view>

namespace probity::matching::tables {

extern const std::string_view name_groups;         // Latin spellings, Arabic and Hebrew ones
extern const std::string_view nicknames;           // a name, its short forms
extern const std::string_view organisation_words;  // a meaning, words for it
extern const std::string_view same_meaning;        // words of one meaning
extern const std::string_view legal_forms;         // short form, class, one way to write it
extern const std::string_view phrases;             // short form, words that stand for it
extern const std::string_view same_names;          // spellings of one name in Latin letters
extern const std::string_view slavic_names;        // given names, stems of their patronymics
extern const std::string_view name_frequencies;    // a name, its share of people in millionths
extern const std::string_view frequent_names;      // most that the words may weigh, words
extern const std::string_view frequent_words;      // the same for words of companies
extern const std::string_view chinese_surnames;    // pinyin, other ways to write it

// Calls f(words of the rest of `text`), parted by one sign.
void each_part(std::string_view text, char sign, auto f) {
  while (!text.empty()) {
    const std::size_t at = text.find(sign);
    if (at != 0) f(text.substr(0, at));
    if (at == std::string_view::npos) return;
    text.remove_prefix(at + 1);
  }
}

// Calls f(first field, rest of the row) for each row.
void each_row(std::string_view table, auto f) {
  each_part(table, '\n', [&](std::string_view row) {
    const std::size_t tab = row.find('\t');
    if (row[0] == '#' || tab == std::string_view::npos) return;
    f(row.substr(0, tab), row.substr(tab + 1));
  });
}

}  // namespace probity::matching::tables
