// One syllable as several systems write it.
#pragma once

#include <string>
#include <vector>

namespace probity::matching {

// Groups of spellings in Latin letters that stand for one Korean or Chinese syllable: Revised,
// McCune-Reischauer and customary forms; pinyin, Wade-Giles and the customary forms of surnames.
std::vector<std::vector<std::string>> syllable_spellings();

}  // namespace probity::matching
