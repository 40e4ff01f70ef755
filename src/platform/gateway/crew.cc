#include "gateway/crew.h"

#include <sys/resource.h>
#include <unistd.h>

namespace probity::gateway {

Crew::Crew(int threads, std::size_t queue, Metrics& metrics, Priority priority)
    : queue_max_(queue), metrics_(metrics) {
  for (int i = 0; i < threads; ++i)
    threads_.emplace_back([this, priority] {
      if (priority == Priority::background) step_back();
      run();
    });
}

// Of this thread alone: Linux keeps the priority by thread.
void Crew::step_back() { setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), 19); }

Crew::~Crew() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_all();
  for (auto& thread : threads_) thread.join();
}

bool Crew::take(Work work) {
  std::size_t depth;
  {
    std::lock_guard lock(mutex_);
    depth = queue_.size();
    if (depth < queue_max_) queue_.push_back(std::move(work));
  }
  metrics_.queue_depth(depth);
  if (depth >= queue_max_) return false;
  arrived_.notify_one();
  return true;
}

void Crew::run() {
  for (;;) {
    Work next;
    {
      std::unique_lock lock(mutex_);
      arrived_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      next = std::move(queue_.front());
      queue_.pop_front();
    }
    next();
  }
}

}  // namespace probity::gateway
