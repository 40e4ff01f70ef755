// The UK Sanctions List as third parties arrange it in tables, a row a fact. For tests: the
// arrangement has no licence.
#pragma once

#include "screening/lists/list_file.h"

namespace probity::screening {

// Roles "subjects" and "names"; "dobs", "countries" and "identifiers" may be there. Rows of a
// subject that is not in "subjects" are skipped and counted.
Result<ReadList> read_uk_tables(const ListTexts& texts, ListClass list_class);

}  // namespace probity::screening
