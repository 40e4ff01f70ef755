// The US Treasury's (OFAC) CSV files, SDN and consolidated alike: sdn.csv (12 fields a row),
// alt.csv (aliases), add.csv (addresses), sdn_comments.csv (what did not fit into the 1000 bytes of
// remarks).
#pragma once

#include "screening/lists/list_file.h"

namespace probity::screening {

// Roles of `texts`: "sdn" is needed; "alt", "add" and "comments" may be there. A row of these three
// that names an entity which is not in "sdn" is skipped and counted.
Result<ReadList> read_ofac_csv(const ListTexts& texts, ListClass list_class);

// Adds what the remarks say: weak aliases (a.k.a. '…'), births, nationalities, gender, identifiers.
// Counts in `unread` what looks like a fact but cannot be read; other sentences are left as
// remarks.
void read_ofac_remarks(Entry& entry, ReadCounts& counts);

// An identifier of the kind that OFAC calls `type`; nothing when that is no identifier.
std::optional<Identifier> ofac_identifier(std::string_view type, std::string_view number);

}  // namespace probity::screening
