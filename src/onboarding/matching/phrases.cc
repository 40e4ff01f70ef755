#include "matching/phrases.h"

#include <algorithm>
#include <string>

#include "matching/flat_table.h"
#include "matching/key_table.h"
#include "matching/tables.h"

namespace probity::matching {
namespace {

struct Phrase {
  std::vector<std::string> words;
  std::string short_form;
};

// Classes of the table whose words say nothing about one company rather than another.
constexpr std::string_view kCompanyClasses[] = {"llc", "jsc", "lp", "llp", "gp", "sp"};

class Phrases {
 public:
  Phrases() {
    tables::each_row(tables::phrases, [&](std::string_view short_form, std::string_view phrase) {
      add(short_form, phrase);
    });
    tables::each_row(tables::legal_forms, [&](std::string_view short_form, std::string_view rest) {
      const std::size_t tab = rest.find('\t');
      const std::string_view kind = rest.substr(0, tab);
      if (std::ranges::find(kCompanyClasses, kind) == std::end(kCompanyClasses)) return;
      add(short_form, rest.substr(tab + 1));
      add_form(short_form, kind);
      Words words;
      read_words(rest.substr(tab + 1), words);
      if (words.words.size() == 1) add_form(words.words[0].text, kind);
    });
    by_first_.each([](std::vector<Phrase>& phrases) {  // the longest one counts
      std::ranges::stable_sort(phrases, std::greater<>(),
                               [](const Phrase& p) { return p.words.size(); });
    });
  }

  const Phrase* find(const std::vector<Word>& words, std::size_t at) const {
    const std::vector<Phrase>* const known = by_first_.find(key_of(words[at].text, Form::raw));
    if (!known) return nullptr;
    for (const Phrase& phrase : *known)
      if (at + phrase.words.size() <= words.size() &&
          std::equal(phrase.words.begin(), phrase.words.end(), words.begin() + at,
                     [](const std::string& a, const Word& b) { return a == b.text; }))
        return &phrase;
    return nullptr;
  }

  bool is_form(std::string_view word) const { return seen_.contains(key_of(word, Form::raw)); }
  const std::vector<std::pair<std::string, std::string>>& forms() const { return forms_; }

 private:
  void add(std::string_view short_form, std::string_view text) {
    Words read;
    read_words(text, read);
    if (read.words.size() < 2) return;
    Phrase phrase{{}, std::string(short_form)};
    for (Word& word : read.words) phrase.words.push_back(std::move(word.text));
    by_first_[key_of(phrase.words[0], Form::raw)].push_back(std::move(phrase));
  }
  void add_form(std::string_view form, std::string_view kind) {
    bool& seen = seen_[key_of(form, Form::raw)];
    if (!seen) forms_.emplace_back(form, kind);
    seen = true;
  }

  FlatTable<std::vector<Phrase>> by_first_;  // by key_of the first word
  FlatTable<bool> seen_;
  std::vector<std::pair<std::string, std::string>> forms_;
};

const Phrases& phrases() {
  static const Phrases all;
  return all;
}

}  // namespace

std::vector<FoundPhrase> find_phrases(const std::vector<Word>& words) {
  std::vector<FoundPhrase> out;
  for (std::size_t i = 0; i < words.size();) {
    const Phrase* phrase = phrases().find(words, i);
    const std::size_t length = phrase ? phrase->words.size() : 1;
    if (phrase) out.push_back({i, i + length, phrase->short_form});
    i += length;
  }
  return out;
}

const std::vector<std::pair<std::string, std::string>>& company_forms() {
  return phrases().forms();
}

bool is_company_form(std::string_view word) { return phrases().is_form(word); }

}  // namespace probity::matching
