// Country names as lists write them → ISO 3166-1 alpha-3.
#pragma once

#include <string>
#include <string_view>

namespace probity::screening {

// The code of a country's English name ("Korea, North", "Iran (Islamic Republic of)", "Türkiye") or
// of a code; what is unknown comes back as its own text, "undetermined" and its like as an empty
// text.
std::string country(std::string_view name);
// The same, and the words for a country's people: "Russian", "Saudi Arabian".
std::string nationality(std::string_view name);
// Of a code of two letters in any case; empty when there is no such country.
std::string country_of_alpha2(std::string_view code);
bool is_country_code(std::string_view text);

}  // namespace probity::screening
