// What time asks for: partitions ahead of the days, and old ones dropped.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "db/tx.h"

namespace probity::gateway {

// Makes the partitions of yesterday to a week ahead; drops idempotency keys and finished jobs of
// days more than a week ago.
void keep_partitions(db::Pool& pool);

// Does so every hour until it is destroyed.
class Maintenance {
 public:
  explicit Maintenance(db::Pool& pool);
  ~Maintenance();

 private:
  void loop();
  db::Pool& pool_;
  std::mutex mutex_;
  std::condition_variable stop_signal_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace probity::gateway
