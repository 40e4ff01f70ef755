// What checks have confirmed of a profile: the API's verified_data.
#pragma once

#include "checks/checks.h"

namespace probity::checks {

// EntityData with those parts of the collected data that the latest check of each kind confirmed,
// as the check saw them; `data` is how it is now, in that version. A check that did not pass
// confirms nothing; one that ended in an error says nothing. `checks` are in the order in which
// they were made.
json::Value verified_data(const json::Value& data, std::int64_t data_version,
                          const std::vector<Check>& checks);

}  // namespace probity::checks
