// The United Nations Security Council's consolidated list, XML as published.
#pragma once

#include "screening/lists/list_file.h"

namespace probity::screening {

// Role "xml" of `texts`, at most 256 MiB. A document type, an entity other than the five of XML,
// and a character reference that is no character are refused before the parser sees the text.
Result<ReadList> read_un_xml(const ListTexts& texts, ListClass list_class);

// The names in one name field of the list: variants between ';', other scripts in brackets, notes
// such as "(birth name)" and ", born 1 Jan. 1953" left out. The flag says which are not in Latin
// letters.
std::vector<ListedName> un_names(std::string_view text, Quality quality);

}  // namespace probity::screening
