// The EU's and Australia's lists as third parties parse them into one table of Name, Alias,
// Nationality, Designation and Sanction Type. For tests: the parsing has no licence and loses
// facts.
#pragma once

#include "screening/lists/list_file.h"

namespace probity::screening {

// Role "table". One row an entity; aliases stand between commas, the name among them. The table has
// no numbers, so an entry's is made of its first name.
Result<ReadList> read_eu_table(const ListTexts& texts, ListClass list_class);

// Role "table". One row a name, which is an entry of its own: nothing ties the names of one entity.
// The table doesn't say what a name is of; who has a nationality or an office is taken for a
// person, and what is left is counted as unread.
Result<ReadList> read_australia_table(const ListTexts& texts, ListClass list_class);

}  // namespace probity::screening
