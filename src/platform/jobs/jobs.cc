#include "jobs/jobs.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <random>

#include "base/log.h"
#include "jobs_sql.h"

namespace probity::jobs {
namespace {

std::mutex wake_mutex;
std::condition_variable wake_signal;
std::uint64_t woken = 0;
std::atomic<Report> reporter{nullptr};

void wake() {
  {
    std::lock_guard lock(wake_mutex);
    ++woken;
  }
  wake_signal.notify_all();
}

void report(std::string_view kind, std::string_view outcome) {
  if (Report r = reporter.load()) r(kind, outcome);
}

}  // namespace

void report_to(Report report) { reporter = report; }

void enqueue(db::Tx& tx, std::string_view kind, json::Object payload, Instant run_at) {
  tx.queue(sql::insert_job, {tx.tenant(), Uuid::make(), day_of(tx.at()), kind,
                             json::write(std::move(payload)), run_at});
  tx.after_commit(wake);
}

std::int64_t pause_seconds(std::int64_t attempts, std::uint64_t random) {
  std::int64_t full =
      std::min<std::int64_t>(3600, std::int64_t{1} << std::clamp<std::int64_t>(attempts, 0, 12));
  return full - static_cast<std::int64_t>(random % static_cast<std::uint64_t>(full / 2 + 1));
}

Workers::Workers(db::Pool& pool, std::vector<Kind> kinds, Settings settings)
    : pool_(pool), kinds_(std::move(kinds)), settings_(settings) {
  for (int i = 0; i < settings_.threads; ++i) threads_.emplace_back([this] { loop(); });
}

Workers::~Workers() {
  stopping_ = true;
  wake();
  for (auto& thread : threads_) thread.join();
}

void Workers::loop() {
  std::uint64_t seen = 0;
  while (!stopping_) {
    bool found = false;
    try {
      found = run_some();
    } catch (const Breakdown& b) {
      log::breakdown("jobs.claim_failed", b.detail());
    }
    if (found) continue;
    std::unique_lock lock(wake_mutex);
    wake_signal.wait_for(lock, std::chrono::milliseconds(settings_.poll_ms),
                         [&] { return woken != seen || stopping_; });
    seen = woken;
  }
}

// One at a time: a job that waits on a slow mail server holds up no other, and no lease runs out in
// a queue.
bool Workers::run_some() {
  db::Tx tx(pool_, db::platform_tenant());
  Instant lease{tx.at().micros + settings_.lease_seconds * std::int64_t{1'000'000}};
  auto claimed = tx.queue(sql::claim, {std::int64_t{1}, tx.at(), lease, day_of(tx.at())});
  tx.commit();
  const db::Answer& rows = claimed.get();
  for (int i = 0; i < rows.size(); ++i) {
    db::Columns c = rows[i];
    Uuid tenant = c.uuid(), id = c.uuid();
    run(tenant, id, c.date());
  }
  return !rows.empty();
}

void Workers::run(const Uuid& tenant, const Uuid& id, Date day) {
  Job job{id, "", {}, 0};
  {
    db::Tx tx(pool_, tenant);
    auto found = tx.queue(sql::claimed_job, {tenant, id, day});
    tx.finish_reading();
    auto row = found.one();
    if (!row) return;
    job.kind = row->text();
    job.payload = json::parse(row->text()).value_or(json::Value());
    job.attempts = row->bigint();
  }
  auto kind = std::ranges::find(kinds_, job.kind, &Kind::name);
  std::string_view state = "done";
  std::optional<std::string> code;
  Instant next = now();
  try {
    if (kind == kinds_.end()) throw Breakdown("unknown job", "no such kind of job");
    kind->work(pool_, tenant, job);
  } catch (const std::exception& e) {
    auto* breakdown = dynamic_cast<const Breakdown*>(&e);
    log::breakdown("job.failed", breakdown ? breakdown->detail() : e.what(),
                   {{"organization.id", tenant}, {"job.id", id}});
    bool hopeless = dynamic_cast<const Hopeless*>(&e);
    bool again = kind != kinds_.end() && job.attempts < kind->most_attempts && !hopeless;
    state = again ? "ready" : "dead";
    code = hopeless ? "hopeless" : breakdown ? "breakdown" : "bug";
    static thread_local std::minstd_rand random{std::random_device{}()};
    next.micros += pause_seconds(job.attempts, random()) * 1'000'000;
  }
  report(kind == kinds_.end() ? "unknown" : kind->name, state);
  db::Tx tx(pool_, tenant);
  tx.queue(sql::finish_job, {tenant, id, day, state, next, code, job.attempts});
  tx.commit();
}

}  // namespace probity::jobs
