// The European Union's consolidated financial sanctions list (FSF), schema 1.1.
#pragma once

#include "screening/lists/list_file.h"

namespace probity::screening {

// Role "xml": xmlFullSanctionsList_1_1.
Result<ReadList> read_eu_xml(const ListTexts& texts, ListClass list_class);
// Role "csv": csvFullSanctionsList_1_1, whose fields are separated by ';'. A row has one kind of
// fact of an entity; rows of one Entity_LogicalId are one entry.
Result<ReadList> read_eu_csv(const ListTexts& texts, ListClass list_class);

// What both files call things.
std::optional<EntryKind> eu_kind(std::string_view code);  // person or P, enterprise or E
std::string_view eu_identifier_type(
    std::string_view code);                                // passport, id, regnumber, fiscalcode …
void read_eu_gender(Entry& entry, std::string_view code);  // M or F
// The country of a code and of its name; the EU writes 00 for an unknown one.
std::string eu_country(std::string_view alpha2, std::string_view name);
// From the parts of a date that are given.
void add_eu_birth(Entry& entry, std::string_view date, std::string_view year, std::string_view from,
                  std::string_view to, bool circa, ReadCounts& counts);

}  // namespace probity::screening
