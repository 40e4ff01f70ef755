// FollowTheMoney entities, JSON lines: {"id", "schema", "properties": {"name": […], …}}.
#pragma once

#include "screening/lists/list_file.h"

namespace probity::screening {

// Role "jsonl". People, companies and other organisations, vessels and aircraft are entries; other
// schemata (Address, Sanction, Ownership …) are skipped and counted by name, and so are entities
// without a name. Countries are codes of two letters. An entity with the topic role.pep is of the
// class pep.
Result<ReadList> read_follow_the_money(const ListTexts& texts, ListClass list_class);

}  // namespace probity::screening
