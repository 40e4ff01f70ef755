// What several routes read from their bodies.
#pragma once

#include <optional>

#include "api/body.h"
#include "lifecycle/case.h"

namespace probity::lifecycle {

// What {"alias": …} or {"id": …} under a member refers to.
struct Reference {
  std::string key;    // the alias, or the id in its text form
  std::string field;  // for a fault, without the body's prefix: "product.alias"
};
// Nothing when the member is absent, or wrong: then with a fault.
std::optional<Reference> reference_of(api::Body& body, std::string_view member);

// "product": {"alias"} or {"id"}; nullptr and a fault when it names none of the institution's that
// the caller sees.
const policies::Product* product_of(api::Body& body, const Setting& setting);
std::optional<std::string> associated_role_of(api::Body& body);

// Collected data that is valid in itself, for the institution's custom fields, and in the profiles
// that it names: those of the institution that the caller sees, and what `present`, the data so
// far, names already.
Result<json::Value> accept_data(const Setting& setting, const json::Value& document,
                                profiles::EntityType expected, std::string_view prefix,
                                const json::Value& present);

}  // namespace probity::lifecycle
