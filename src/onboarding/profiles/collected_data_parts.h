// The parts that several schemas of collected data share. Each table bears the name of the API
// reference and holds the members in its order, those of later generations last.
#pragma once

#include "profiles/collected_data_schema.h"

namespace probity::profiles::schemas {

extern const schema::Object personal_details;
extern const schema::Variant address;  // by type: structured, or free text that becomes structured
extern const schema::Object dated_address;
extern const schema::Object external_refs;
extern const schema::Map custom_fields;

}  // namespace probity::profiles::schemas
