// A principal as the JSON that one process gives another: the only pair of functions that knows its
// form. What the one writes the other reads; a member more or less is not a principal.
#pragma once

#include <optional>

#include "api/call.h"

namespace probity::api {

std::string_view kind_word(Principal::Kind kind);  // "api_key"
json::Value as_json(const Principal& principal);
std::optional<Principal> principal_from(const json::Value& value);

}  // namespace probity::api
