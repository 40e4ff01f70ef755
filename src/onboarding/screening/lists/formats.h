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
  // For a format whose columns may be called otherwise; nullptr for all others.
  Result<ReadList> (*read_mapped)(const ListTexts& texts, ListClass list_class,
                                  const ColumnNames& mapping) = nullptr;
};

const std::vector<Format>& formats();
const Format* find_format(std::string_view name);  // nullptr when there is no such reader

}  // namespace probity::screening
