// What is refused in XML before a parser sees it.
#pragma once

#include "screening/lists/list_file.h"

namespace probity::screening {

// Refuses, naming the line: <!DOCTYPE and other declarations, entity references besides amp, lt,
// gt, quot and apos, character references outside XML's range, control characters, more than
// `most_marks` of '<' and '=', since each may become a node of 64 bytes. SDN_ADVANCED.XML, the
// largest list, has under ten million by our estimate.
inline constexpr std::size_t max_xml_marks = 20'000'000;
Result<void> guard_xml(std::string_view file, std::string_view text,
                       std::size_t most_marks = max_xml_marks);

}  // namespace probity::screening
