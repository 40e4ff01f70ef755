// The US Treasury's (OFAC) advanced XML: SDN_ADVANCED.XML and CONS_ADVANCED.XML.
#pragma once

#include "screening/lists/list_file.h"

namespace probity::screening {

// Role "xml". A distinct party is an entry, its number the same as in the CSV. Names in other
// scripts, which the other files lack, are read as well. A document of an identity that no party
// has is skipped and counted.
Result<ReadList> read_ofac_advanced(const ListTexts& texts, ListClass list_class);

}  // namespace probity::screening
