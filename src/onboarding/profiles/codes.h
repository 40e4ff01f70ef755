// Code lists of the API: countries, nationalities, currencies and the enumerations of collected
// data.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace probity::profiles {

class AlphaThree;

// A closed list of codes. Values are compared exactly: upper and lower case differ.
struct Codes {
  std::string_view name;  // as the API reference calls it
  std::span<const std::string_view> values;
  std::string_view meaning = {};      // said in faults instead of a long list
  const AlphaThree* quick = nullptr;  // the same values as a bit set, for long lists

  bool has(std::string_view code) const;
  // What would be right: "one of M, F", or the meaning.
  std::string expected() const;
};

namespace codes {

extern const Codes countries;      // ISO 3166-1 alpha-3, and RKS for Kosovo (not XKX): 250
extern const Codes nationalities;  // countries and what ICAO Doc 9303 adds (XXA stateless …)
extern const Codes currencies;     // ISO 4217 with its X-codes: 178

extern const Codes entity_types;
extern const Codes genders;
extern const Codes continents;
extern const Codes bank_account_types;
extern const Codes company_address_types;
extern const Codes ownership_types;
extern const Codes tax_id_types;
extern const Codes industry_classification_types;
extern const Codes company_fields;
extern const Codes company_field_results;
extern const Codes associated_roles;
extern const Codes tenure_types;
extern const Codes document_categories;
extern const Codes document_types;
extern const Codes document_image_types;
extern const Codes document_file_types;
extern const Codes checked_document_fields;
extern const Codes document_field_results;
extern const Codes decision_classes;
extern const Codes error_sources;

}  // namespace codes
}  // namespace probity::profiles
