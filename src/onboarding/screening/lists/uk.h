// The UK Sanctions List of the Foreign, Commonwealth & Development Office, and what its files
// share.
#pragma once

#include <optional>
#include <string_view>

#include "screening/lists/list_file.h"

namespace probity::screening {

// Role "csv": the list's CSV, a row a name and address under "Report Date: …" and a header; or the
// consolidated list of OFSI (ConList.csv), whose columns are called otherwise. Rows of one number
// are one entry.
Result<ReadList> read_uk_csv(const ListTexts& texts, ListClass list_class);
// Role "xml": the list's XML, a <Designation> an entry.
Result<ReadList> read_uk_xml(const ListTexts& texts, ListClass list_class);

// Individual, Entity or Ship in any case.
std::optional<EntryKind> uk_kind(std::string_view word);
// Of a name, from its type ("Primary Name", "Alias") and strength ("Low quality a.k.a").
Quality uk_quality(std::string_view type, std::string_view strength);
// A name from its parts: of a person the sixth is the family name.
void add_uk_name(Entry& entry, std::string_view sixth, std::string_view others, Quality quality);
}  // namespace probity::screening
