// A second, independent score after the public description of the name search of the US Treasury's
// Office of Foreign Assets Control (FAQ 249), for those who must compare with it.
#pragma once

#include <string_view>

namespace probity::matching {

// 0 … 10000. The better of the Jaro-Winkler similarity of the whole names, which counts only when
// their first letters agree, and of the mean of each asked word's best similarity, where one below
// 5000 counts nothing. Words of one or two letters are left out. Latin letters only, as there.
int ofac_score(std::string_view asked, std::string_view listed);

}  // namespace probity::matching
