// What the TOML parser of Debian 12 (toml++ 3.3) must not see.
#pragma once

#include <cstddef>
#include <string_view>

namespace probity::screening {

// The number of a line that would run the parser into what it thinks cannot be (undefined in a
// release build) instead of being refused; 0 when there is none. Such are a [table] whose name does
// not begin like one, and letters outside ASCII where no text or comment is: no TOML has either.
std::size_t odd_toml_line(std::string_view text);

}  // namespace probity::screening
