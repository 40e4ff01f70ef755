// Our own CSV: for lists that an institution keeps itself, and for the samples that we ship.
#pragma once

#include <string_view>

#include "screening/lists/list_file.h"

namespace probity::screening {

// Role "csv" of `texts`. The first row names the columns, in any order: id, kind and name are
// needed; aliases, weak_aliases, birth, nationality, countries, gender, class, programme, position,
// tier, identifiers, remarks may be there. Several values in a field are separated by ';'.
// docs/lists.md says what each column takes. Everything wrong is an error with its line: nothing is
// skipped.
Result<ReadList> read_probity_csv(const ListTexts& texts, ListClass list_class);

// The same of a file whose columns are called otherwise: only those of the mapping are read.
Result<ReadList> read_mapped_csv(const ListTexts& texts, ListClass list_class,
                                 const ColumnNames& mapping);
bool is_probity_column(std::string_view name);

}  // namespace probity::screening
