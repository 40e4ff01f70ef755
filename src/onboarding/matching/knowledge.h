// What the engine knows about words that is not in the list: tables written by hand.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace probity::matching {

// "ben" -> "bin", "abdel" -> "abdul"; empty when the word stays as it is.
std::string_view unified_particle(std::string_view word);

// The most that a word may weigh, in ten-thousandths, because it says little (legal forms, generic
// words of company names) or many people bear it; `family`: the list has it as a family name.
int weight_cap(std::string_view word, bool family);

bool has_weight_cap(std::string_view word);

// Words of organisations' names that mean the same, as rows of words.
std::vector<std::vector<std::string>> words_of_one_meaning();

// Rows of spellings of common names; Slavic given names of one stem and the patronymics made from
// them, as spelled from Russian, Ukrainian and Belarusian.
std::vector<std::vector<std::string>> spellings_of_names();

}  // namespace probity::matching
