// What time asks for: partitions ahead of the days, and old ones dropped.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "db/tx.h"

namespace probity::gateway {

// Makes the partitions of yesterday to a week ahead; drops idempotency keys and finished jobs of
// days more than a week ago.
void keep_partitions(db::Pool& pool);

// Runs the chores at once and then again after each period, until it is destroyed. A chore that
// breaks down is logged and holds up no other.
class Maintenance {
 public:
  Maintenance(std::chrono::seconds period, std::vector<std::function<void()>> chores);
  ~Maintenance();

 private:
  void loop();
  std::chrono::seconds period_;
  std::vector<std::function<void()>> chores_;
  std::mutex mutex_;
  std::condition_variable stop_signal_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace probity::gateway
