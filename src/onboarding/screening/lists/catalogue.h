// lists.toml: which files make up which list. And the reading of one list by its format.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "screening/lists/list_file.h"

namespace probity::screening {

// One [[list]] of the catalogue.
struct CatalogueRow {
  std::string id;      // a to z, 0 to 9 and '-', at most 64; unique
  std::string name;    // the id when not given
  std::string format;  // a name of formats.cc; or one that this version cannot read
  bool supported = false;
  std::optional<Date> date;  // of publication
  ListClass list_class = ListClass::sanctions;
  bool demo = false;                                   // environment = "demo"
  std::map<std::string, std::filesystem::path> files;  // by role; relative ones resolved
  ColumnNames columns;                                 // of a probity-csv that has others
};

// All rows in their order. Everything wrong is reported at once as faults ("list[2]
// us-ofac-sdn.date"); a format that is not supported is no fault: the caller skips and counts the
// row. Whether the files exist is asked by read_list, so that one missing file stops one list and
// not all.
Result<std::vector<CatalogueRow>> read_catalogue(const std::filesystem::path& path);
// The same from its text; `path` is where it would lie.
Result<std::vector<CatalogueRow>> parse_catalogue(std::string_view text,
                                                  const std::filesystem::path& path);

// Reads the files of a supported row. The error names the list, the file and the line.
Result<ReadList> read_list(const CatalogueRow& row, FileBounds bounds = {});

}  // namespace probity::screening
