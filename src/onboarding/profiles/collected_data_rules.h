// Conditions between the members of collected data, and the final form of some objects.
// Called by the walk over the schema tables.
#pragma once

#include "profiles/schema.h"

namespace probity::profiles::rules {

// end_date only beside start_date and not before it.
void dates_in_order(const json::Object& sent, const schema::Place& place);
// state_province in the USA and Canada, except for an address that came as free text.
void state_where_due(const json::Object& sent, const schema::Place& place);
// A filing has a price (it can be bought) or a document (it was).
void price_or_document(const json::Object& sent, const schema::Place& place);
// An associate is either what a provider found (immediate_data, of the same entity type) or a
// profile of its own (linked_profile).
void found_or_linked(const json::Object& sent, const schema::Place& place);

// A free text becomes a structured address with its country and the text; nothing is guessed.
void structure_freeform(json::Object& kept);
// The oldest generation's top-level phone_number and email move into contact_details, unless it has
// them already.
void gather_contact_details(json::Object& kept);

}  // namespace probity::profiles::rules
