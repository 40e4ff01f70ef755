// Which listed names are worth an alignment: postings are added up, rare words first.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "matching/huge_pages.h"
#include "matching/name_table.h"
#include "matching/prepared_query.h"

namespace probity::matching {

struct NameScratch {
  struct Sum {
    std::int32_t total = 0;        // over the query's tokens, the best that each found
    std::uint16_t similarity = 0;  // the best of the token at hand
    std::uint16_t token = 0;       // that one, from 1; 0: the name is untouched
  };
  HugeVector<Sum> sums;  // by name; all untouched between queries
  std::vector<std::uint32_t> touched;
  std::vector<std::pair<std::int32_t, std::uint32_t>> ranked;
};

// At most kMaxAligned names, in scratch.ranked.
inline constexpr std::size_t kMaxAligned = 48;
void find_candidates(const PreparedQuery& query, std::optional<EntityKind> kind,
                     const NameTable& names, NameScratch& scratch);

}  // namespace probity::matching
