// What stands beside the parties in OFAC's advanced XML and is pointed at by number.
#pragma once

#include <map>
#include <pugixml.hpp>
#include <string>
#include <unordered_map>
#include <vector>

#include "screening/lists/list_file.h"

namespace probity::screening {

// Numbers are kept as texts.
struct OfacReferences {
  explicit OfacReferences(pugi::xml_node root);

  // The text of a reference value such as ("FeatureType", "8"); empty when there is none.
  const std::string& value(const std::string& element, const std::string& id) const;
  // Individual, Entity … of a PartySubTypeID.
  const std::string& party_of(const std::string& sub_type) const;
  // The code of a CountryID.
  std::string country_of(const std::string& id) const;

  std::unordered_map<std::string, Place> locations;                        // by ID
  std::unordered_map<std::string, std::vector<Identifier>> documents;      // by IdentityID
  std::unordered_map<std::string, std::vector<pugi::xml_node>> sanctions;  // by ProfileID

 private:
  void read_locations(pugi::xml_node root);
  void read_documents(pugi::xml_node root);

  std::map<std::string, std::unordered_map<std::string, std::string>> values_;
  std::unordered_map<std::string, std::string> party_types_;  // PartyTypeID by PartySubTypeID
};

}  // namespace probity::screening
