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
    std::uint32_t query_epoch = 0;
    std::uint32_t token_epoch = 0;
    std::int32_t total = 0;    // over the query's tokens, the best that each found
    std::int32_t current = 0;  // of the token at hand
  };
  HugeVector<Sum> sums;  // by name
  std::uint32_t query_epoch = 0;
  std::uint32_t token_epoch = 0;
  std::vector<std::uint32_t> touched;
  std::vector<std::pair<std::int32_t, std::uint32_t>> ranked;
};

// At most kMaxAligned names, in scratch.ranked.
inline constexpr std::size_t kMaxAligned = 48;
void find_candidates(const PreparedQuery& query, std::optional<EntityKind> kind,
                     const NameTable& names, NameScratch& scratch);

}  // namespace probity::matching
