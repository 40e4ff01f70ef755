// Profiles as others show them: rows of a list, and the associates of a company.
#pragma once

#include <unordered_map>

#include "lifecycle/case.h"

namespace probity::lifecycle {

// The summaries of the profiles that there are and that are seen, in one round trip however many
// they are, or two when not all products are seen. When only reading is left (`last`, or the
// transaction had ended before) the transaction ends with it.
std::unordered_map<Uuid, json::Value> summaries_of(const Setting& setting,
                                                   const std::vector<Uuid>& ids, bool last);

// ProfileCapabilities: what the caller may do with each, by the products that it has.
json::Value capabilities_of(const Setting& setting, const std::vector<Uuid>& ids,
                            std::unordered_map<Uuid, std::vector<policies::Application>> applied);

// The collected data as the API shows it: linked profiles with their summaries, in which further
// links are ids. Asks the database only when there are any.
json::Value with_linked(const Setting& setting, json::Value document);

}  // namespace probity::lifecycle
