// Text at the border: what is valid UTF-8, and simple shaping that every room needs.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace probity {

// Well-formed UTF-8 (no overlong forms, no surrogates, at most U+10FFFF).
bool is_utf8(std::string_view text);
// Code points in well-formed UTF-8.
std::size_t code_points(std::string_view text);
std::string_view trimmed(std::string_view text);  // of ASCII white space
std::string lower_ascii(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
// Equal in constant time for texts of one length.
bool equal_secret(std::string_view a, std::string_view b);

std::string hex(std::string_view bytes);  // lower case
std::optional<std::string> unhex(std::string_view text);
std::string base64url(std::string_view bytes);  // without padding
// Exactly what base64url() writes; nothing for padding, other characters, or bits left over that
// are not zero: equal bytes have one text only.
std::optional<std::string> unbase64url(std::string_view text);

}  // namespace probity
