// One page of the work list: which applications, and what a row shows of each.
#pragma once

#include <optional>
#include <vector>

#include "lifecycle/case.h"
#include "worklist/cursor.h"
#include "worklist/filters.h"

namespace probity::worklist {

struct Page {
  std::int64_t count = 0;
  bool count_is_exact = true;
  std::optional<std::string> next;
  struct Place {
    Uuid application, profile;
  };
  std::vector<Place> places;
};

// Refuses a cursor of another list, and a search that finds more profiles than can be listed.
Result<Page> page_of(const lifecycle::Setting& setting, const Filters& filters, std::int64_t limit,
                     const std::string* after);

// The rows of a page, for an application whose profile was erased none. The transaction ends.
json::Array rows_of(const lifecycle::Setting& setting, const std::vector<Page::Place>& places);

}  // namespace probity::worklist
