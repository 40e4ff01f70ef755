// What collected data may hold: every schema of the API for a person and a company, as tables.
#pragma once

#include "profiles/schema.h"

namespace probity::profiles::schemas {

extern const schema::Variant entity_data;  // by entity_type: individual_data or company_data
extern const schema::Object individual_data;
extern const schema::Object company_data;
extern const schema::Object document;

}  // namespace probity::profiles::schemas
