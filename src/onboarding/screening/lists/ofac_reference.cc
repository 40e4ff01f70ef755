#include "screening/lists/ofac_reference.h"

#include "screening/lists/country.h"
#include "screening/lists/field_text.h"
#include "screening/lists/ofac.h"
#include "screening/lists/xml_list.h"

namespace probity::screening {

OfacReferences::OfacReferences(pugi::xml_node root) {
  for (auto set : root.child("ReferenceValueSets").children())
    for (auto one : set.children()) {
      auto described = attribute(one, "Description");
      values_[one.name()][attribute(one, "ID")] =
          described.empty() ? one_line(one.child_value()) : described;
    }
  for (auto one : root.child("ReferenceValueSets").child("PartySubTypeValues").children())
    party_types_[attribute(one, "ID")] = attribute(one, "PartyTypeID");
  read_locations(root);
  read_documents(root);
  for (auto entry : root.child("SanctionsEntries").children("SanctionsEntry"))
    sanctions[attribute(entry, "ProfileID")].push_back(entry);
}

const std::string& OfacReferences::value(const std::string& element, const std::string& id) const {
  static const std::string none;
  auto set = values_.find(element);
  if (set == values_.end()) return none;
  auto found = set->second.find(id);
  return found == set->second.end() ? none : found->second;
}

const std::string& OfacReferences::party_of(const std::string& sub_type) const {
  auto found = party_types_.find(sub_type);
  return value("PartyType", found == party_types_.end() ? std::string() : found->second);
}

std::string OfacReferences::country_of(const std::string& id) const {
  return country(value("Country", id));
}

void OfacReferences::read_locations(pugi::xml_node root) {
  for (auto location : root.child("Locations").children("Location")) {
    Place place;
    for (auto part : location.children("LocationPart"))
      if (auto text = text_of(part.child("LocationPartValue"), "Value"); !text.empty())
        place.text += (place.text.empty() ? "" : ", ") + text;
    place.country = country_of(attribute(location.child("LocationCountry"), "CountryID"));
    if (place.country.empty())
      place.country =
          country(value("AreaCode", attribute(location.child("LocationAreaCode"), "AreaCodeID")));
    locations.emplace(attribute(location, "ID"), std::move(place));
  }
}

void OfacReferences::read_documents(pugi::xml_node root) {
  for (auto document : root.child("IDRegDocuments").children("IDRegDocument")) {
    auto type = value("IDRegDocType", attribute(document, "IDRegDocTypeID"));
    auto identifier = ofac_identifier(type, text_of(document, "IDRegistrationNo"));
    if (!identifier) continue;
    identifier->country = country_of(attribute(document, "IssuedBy-CountryID"));
    documents[attribute(document, "IdentityID")].push_back(std::move(*identifier));
  }
}

}  // namespace probity::screening
