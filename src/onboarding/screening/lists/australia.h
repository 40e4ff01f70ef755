// Australia's consolidated list (DFAT), the published spreadsheet saved as CSV.
#pragma once

#include "screening/lists/list_file.h"

namespace probity::screening {

// Role "csv", a row a name. References 12, 12a, 12b are one entry of which 12 has the primary name.
Result<ReadList> read_australia_csv(const ListTexts& texts, ListClass list_class);

}  // namespace probity::screening
