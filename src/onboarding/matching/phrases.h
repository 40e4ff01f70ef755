// Several words that stand for one: legal forms spelled out, kinds of organisations.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "matching/words.h"

namespace probity::matching {

// Words first … end-1 of a name are one way to write `short_form`: "limited liability company",
// "llc".
struct FoundPhrase {
  std::size_t first, end;
  std::string_view short_form;
};
std::vector<FoundPhrase> find_phrases(const std::vector<Word>& words);

// Every short form and every legal form of a single word, with the class of company that it names;
// an empty class says nothing about what the form limits.
const std::vector<std::pair<std::string, std::string>>& company_forms();
bool is_company_form(std::string_view word);

}  // namespace probity::matching
