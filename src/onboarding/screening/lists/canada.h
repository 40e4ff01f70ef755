// Canada's consolidated list of autonomous sanctions (SEMA and JVCFOR), XML as published.
#pragma once

#include "screening/lists/list_file.h"

namespace probity::screening {

// Role "xml". The list numbers its rows by regulation, schedule and item only; an entry's number is
// made of the three. The country of a regulation is a programme, not a tie of who is on it.
Result<ReadList> read_canada_xml(const ListTexts& texts, ListClass list_class);

}  // namespace probity::screening
