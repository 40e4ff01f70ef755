// The institution's list of addresses that may call; empty means any.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/body.h"

namespace probity::identity {

// At most 200 ranges, each in its canonical form.
std::vector<std::string> ip_ranges_of(api::Body& body, std::string_view member);

}  // namespace probity::identity
