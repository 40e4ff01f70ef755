// Who a company's associates are: a document names profiles by their id, and shows them.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "json/json.h"

namespace probity::profiles {

inline constexpr std::size_t most_linked = 500;  // different profiles that one document may name

struct Link {
  Uuid profile;
  std::string field;  // "officers.directors[0].linked_profile.id"
};
// The links of an accepted document in its order, those within immediate_data too. Fields start
// with `prefix` ("" for none).
std::vector<Link> links_of(const json::Value& document, std::string_view prefix);
// The profiles that it names, each once.
std::vector<Uuid> linked_profiles(const json::Value& document);

// Puts what is shown of a profile in the place of {"id"}; one that is not there keeps its id alone.
void show_linked(json::Value& document, const std::unordered_map<Uuid, json::Value>& shown);

}  // namespace probity::profiles
