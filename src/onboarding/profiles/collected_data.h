// Collected data: everything submitted about a person or a company, one document for each profile.
// Here it is validated on its way in, and asked for what other rooms need to know.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "profiles/formats.h"

namespace probity::profiles {

enum class EntityType { individual, company };

std::string_view to_text(EntityType type);  // "INDIVIDUAL", "COMPANY"

// The document to store. Known members are kept exactly (numbers as they were written), unknown
// ones are left out; a FREEFORM address becomes STRUCTURED. Refuses with Refusal::invalid_input and
// all field faults at once (at most schema::most_faults), named from `prefix` on, e.g.
// "collected_data". Accepting an accepted document again changes nothing. `today` bounds the date
// of birth.
Result<json::Value> accept(const json::Value& document, EntityType expected,
                           std::string_view prefix, Date today);

// The following read an accepted document; what isn't there is empty.

// A person's given names and family name; a company's name, else its number and country.
std::string display_name(const json::Value& document);
// All names to search and screen by, the main one first, each once: also a person's given names
// with each alternative family name, and a company's previous names.
std::vector<std::string> names(const json::Value& document);

// Numbers that authorities and registries gave: national identity numbers and documents of a
// person; registration number, LEI, ISIN, charity and tax numbers of a company.
std::vector<std::string> identifiers(const json::Value& document);

std::optional<PartialDate> birth_date(const json::Value& document);
std::optional<std::string> nationality(const json::Value& document);
// The current item of the address history: the first without dates that has a country, else the
// latest by start_date and then end_date (none counts as last); nullptr when there is none.
const json::Value* current_address(const json::Value& document);
std::optional<std::string> country_of_residence(const json::Value& document);
std::optional<std::string> incorporation_country(const json::Value& document);

}  // namespace probity::profiles
