// Our own CSV: for lists that an institution keeps itself, and for the samples that we ship.
#pragma once

#include "screening/lists/list_file.h"

namespace probity::screening {

// Role "csv" of `texts`. The first row names the columns, in any order: id, kind and name are
// needed; aliases, weak_aliases, birth, nationality, countries, gender, class, programme, position,
// tier, remarks may be there. Several values in a field are separated by ';'. docs/lists.md says
// what each column takes. Everything wrong is an error with its line: nothing is skipped.
Result<ReadList> read_probity_csv(const ListTexts& texts, ListClass list_class);

}  // namespace probity::screening
