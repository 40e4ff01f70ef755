// The table of list formats that can be read.
#pragma once

#include <string_view>
#include <vector>

#include "screening/lists/list_file.h"

namespace probity::screening {

struct Format {
  std::string_view name;
  std::vector<std::string_view> needed, optional;  // roles of files
  Result<ReadList> (*read)(const ListTexts& texts, ListClass list_class);
};

const Format* find_format(std::string_view name);  // nullptr when there is no such reader

}  // namespace probity::screening
