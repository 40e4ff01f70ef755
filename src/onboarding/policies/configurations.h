// The institutions' configurations in the database, and the newest of each in memory.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "db/tx.h"
#include "journal/journal.h"
#include "policies/catalogue.h"

namespace probity::policies {

// A published configuration: every decision names its version.
struct Published {
  std::int64_t version;
  Catalogue catalogue;
};

// Checks the document and publishes it as the institution's next version.
Result<std::int64_t> publish(db::Tx& tx, const json::Value& document, const Uuid& institution,
                             journal::Actor author);

// The newest configuration of each institution. A thread asks once a second whether one has
// changed; until then requests read memory only.
class Configurations {
 public:
  explicit Configurations(db::Pool& pool);
  ~Configurations();
  // Refuses with not_set_up when nothing was ever published. Not to be called inside a transaction.
  Result<std::shared_ptr<const Published>> of(const Uuid& institution);

 private:
  void watch();
  db::Pool& pool_;
  std::mutex mutex_;
  struct Known {
    std::int64_t epoch;
    std::shared_ptr<const Published> published;
  };
  std::unordered_map<Uuid, Known> known_;
  std::condition_variable stop_signal_;
  bool stopping_ = false;
  std::thread watcher_;
};

}  // namespace probity::policies
