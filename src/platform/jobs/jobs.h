// Work for later: what waits on others, or on time. A job is enqueued in the caller's transaction,
// claimed with SKIP LOCKED under a lease, tried again with growing, jittered pauses, and set aside
// when it keeps failing. A worker that dies loses its lease, and another takes over; a job may
// therefore run twice and must be harmless then.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "db/tx.h"
#include "json/json.h"

namespace probity::jobs {

struct Job {
  Uuid id;
  std::string kind;
  json::Value payload;  // ids only
  std::int64_t attempts;
};

// Thrown by a Work when another try can't help: the job is set aside at once.
class Hopeless : public Breakdown {
  using Breakdown::Breakdown;
};

// Does the job; throws Breakdown to be tried again. Opens its own transactions, so that it may call
// the outside between them.
using Work = std::function<void(db::Pool&, const Uuid& tenant, const Job&)>;

struct Kind {
  std::string_view name;
  Work work;
  int most_attempts = 8;
};

// Wakes this process's workers once the transaction commits (never NOTIFY inside it).
void enqueue(db::Tx& tx, std::string_view kind, json::Object payload, Instant run_at);

// Claims and runs jobs on `threads` threads until stopped.
class Workers {
 public:
  struct Settings {
    int threads = 1;
    int lease_seconds = 60;  // longer than any job takes
    int poll_ms = 1000;      // at most this late when nobody woke us
  };
  Workers(db::Pool& pool, std::vector<Kind> kinds, Settings settings);
  ~Workers();  // stops: lets running jobs finish

 private:
  void loop();
  bool run_some();
  void run(const Uuid& tenant, const Uuid& id, Date day);
  db::Pool& pool_;
  std::vector<Kind> kinds_;
  Settings settings_;
  std::atomic<bool> stopping_{false};
  std::vector<std::thread> threads_;
};

// When a job that failed `attempts` times is tried again: 2^attempts seconds, at most an hour, with
// up to half of it taken off at random.
std::int64_t pause_seconds(std::int64_t attempts, std::uint64_t random);

// Counts of a tenant-less kind for metrics: jobs ready to run, over all tenants, are not asked
// here; each worker reports what it ran.
using Report = void (*)(std::string_view kind, std::string_view outcome);
void report_to(Report report);

}  // namespace probity::jobs
