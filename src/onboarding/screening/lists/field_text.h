// Shaping of the text fields that lists are made of.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "screening/lists/list_file.h"

namespace probity::screening {

// Line breaks and runs of blanks, no-break spaces among them, become one space; none at the ends.
std::string one_line(std::string_view text);
// Letters that are neither Latin nor mere accents and punctuation.
bool has_other_letters(std::string_view text);
bool is_original_script(std::string_view text);  // other letters and none that are Latin

// Trimmed, non-empty pieces between any of `marks` and before the list marks "a)", "b)" …
std::vector<std::string_view> list_pieces(std::string_view text, std::string_view marks);
std::vector<std::string_view> split_at_word(std::string_view text, std::string_view word);

// Names separated by commas, in which "Sea Trading Co., Ltd" stays one name.
std::vector<std::string> comma_names(std::string_view text);

// Adds a name in one line; whether it is in other letters is seen in it.
void add_name_text(Entry& entry, std::string_view text, Quality quality);
// "FAMILY, Given" as far as there are parts: what tells matching which part is the family name.
std::string family_first(std::string_view family, std::string_view given);

// Nationalities of a field: countries and the words for their people ("Russian and Ukrainian").
void add_nationalities(Entry& entry, std::string_view text);

// "Homs, Syria" ends with its country.
Place place_with_country(std::string_view text);

// Unless its value is empty or the same is there already.
void add_identifier(Entry& entry, Identifier identifier);
// A number that may carry what it is: "INN: 7710137066", "IMO 9513139". `type` is for those that
// don't.
Identifier labelled_identifier(std::string_view type, std::string_view text);

// A date in words or figures of which all three parts are known.
std::optional<Date> full_date(std::string_view text);

}  // namespace probity::screening
