// A few threads that take work from one bounded queue.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "gateway/metrics.h"

namespace probity::gateway {

class Crew {
 public:
  using Work = std::move_only_function<void()>;  // must not throw

  // `background`: its threads get the CPU only when nobody else wants it.
  enum class Priority { normal, background };
  Crew(int threads, std::size_t queue, Metrics& metrics, Priority priority = Priority::normal);
  ~Crew();  // finishes what is queued
  // False, and nothing is done, when so many wait already.
  bool take(Work work);

 private:
  void run();
  static void step_back();

  std::size_t queue_max_;
  Metrics& metrics_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Work> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace probity::gateway
