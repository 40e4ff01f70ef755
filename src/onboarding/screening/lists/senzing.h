// Senzing's entity specification, JSON lines: {"DATA_SOURCE", "RECORD_ID", "RECORD_TYPE", and
// attributes}, in the record itself, in FEATURES, or in lists such as NAMES and ADDRESSES.
#pragma once

#include "screening/lists/list_file.h"

namespace probity::screening {

// Role "jsonl". A record without a name is skipped and counted.
Result<ReadList> read_senzing(const ListTexts& texts, ListClass list_class);

}  // namespace probity::screening
