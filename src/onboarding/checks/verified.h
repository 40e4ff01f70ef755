// What checks have confirmed of a profile: the API's verified_data.
#pragma once

#include "checks/checks.h"

namespace probity::checks {

// EntityData of that entity type with those parts of the collected data that the latest check of
// each kind confirmed, as the check saw them. A check that did not pass confirms nothing; one that
// ended in an error says nothing. `checks` are in the order in which they were made.
json::Value verified_data(std::string_view entity_type, const std::vector<Check>& checks);

}  // namespace probity::checks
