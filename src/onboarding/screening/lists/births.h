// Dates of birth as lists write them.
#pragma once

#include <optional>
#include <string_view>

#include "screening/lists/list_file.h"

namespace probity::screening {

// "1973-04-17", "17 Apr 1973", "17/04/1973", "dd/mm/1973" (day and month unknown), "Apr 1973",
// "1973"; a range of two of them ("1958 to 1963", "1958-1963", "1958/1963", "between 1958 and
// 1963"); "circa", "approximately" and their like in front. Nothing for other words, a day that
// does not exist, and a range that ends before it begins.
std::optional<Birth> birth_of(std::string_view text);

// Adds the one unless it is there already.
void add_birth(Entry& entry, const Birth& birth);
// Adds all of a field that may hold several: between ';', ',', line breaks, " or " and the marks
// "a)". What cannot be read is counted.
void add_births(Entry& entry, std::string_view text, ReadCounts& counts);

}  // namespace probity::screening
