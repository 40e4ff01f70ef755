// List versions in the database: every version that was ever loaded, and which is current.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "db/tx.h"
#include "screening/lists/entry.h"

namespace probity::screening {

struct ListVersion {
  Uuid id;
  std::string list_id, name;
  ListClass list_class = ListClass::sanctions;
  bool demo = false;  // only demo institutions are screened against it
  std::string format;
  Date date;
  std::int64_t entries = 0, skipped = 0;
  std::string content_hash;  // SHA-256 of the canonical entries, hex
  Instant loaded_at;
};

// What became of one row of lists.toml.
struct LoadReport {
  std::string list_id, name;
  enum class Kind { loaded, unchanged, skipped, failed } kind;
  std::int64_t entries = 0, skipped = 0;
  std::string why;  // of skipped and failed
};

// Reads the catalogue and loads each list whose content is new. A list that can't be read keeps its
// old version: its report says why. Refuses only when the catalogue itself can't be read.
Result<std::vector<LoadReport>> load_lists(db::Pool& pool, const std::filesystem::path& catalogue);

std::vector<ListVersion> current_lists(db::Pool& pool);
std::vector<Entry> entries_of(db::Pool& pool, const ListVersion& version);

}  // namespace probity::screening
