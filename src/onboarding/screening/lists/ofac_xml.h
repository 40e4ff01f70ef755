// The US Treasury's (OFAC) XML in its classic schema: sdn.xml and consolidated.xml.
#pragma once

#include "screening/lists/list_file.h"

namespace probity::screening {

// Role "xml". What the schema has as elements is read from them; weak aliases and facts that stand
// in the remarks only are read as in the CSV.
Result<ReadList> read_ofac_xml(const ListTexts& texts, ListClass list_class);

}  // namespace probity::screening
