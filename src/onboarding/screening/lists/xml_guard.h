// What is refused in XML before a parser sees it.
#pragma once

#include "screening/lists/list_file.h"

namespace probity::screening {

// Refuses, naming the line: <!DOCTYPE and other declarations, entity references besides amp, lt,
// gt, quot and apos, character references outside XML's range, control characters.
Result<void> guard_xml(std::string_view file, std::string_view text);

}  // namespace probity::screening
