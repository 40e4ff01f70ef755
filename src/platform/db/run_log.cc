#include "db/run_log.h"

#ifdef PROBITY_TEST_BUILD
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <mutex>
#include <string>
#include <unordered_set>

namespace probity::db {

void note_run(std::string_view statement) {
  static const char* path = std::getenv("PROBITY_STATEMENT_LOG");
  if (!path) return;
  static std::mutex mutex;
  static std::unordered_set<std::string_view> seen;
  std::lock_guard lock(mutex);
  if (!seen.insert(statement).second) return;
  int file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (file < 0) return;
  std::string line = std::string(statement) + "\n";
  [[maybe_unused]] auto written = write(file, line.data(), line.size());
  close(file);
}

}  // namespace probity::db
#endif
