#include "gateway/maintenance.h"

#include <cstdlib>

#include "base/log.h"
#include "base/result.h"
#include "gateway_sql.h"

namespace probity::gateway {
namespace {

constexpr std::int64_t day_micros = 86'400'000'000;

#ifdef PROBITY_TEST_BUILD
bool clock_is_shifted() { return std::getenv("PROBITY_CLOCK_SHIFT") != nullptr; }
#else
constexpr bool clock_is_shifted() { return false; }
#endif

Date days_from(Instant at, int days) { return day_of({at.micros + days * day_micros}); }

}  // namespace

void keep_partitions(db::Pool& pool) {
  db::Tx tx(pool, db::platform_tenant());
  tx.queue(sql::make_partitions, {days_from(tx.at(), -1), std::int64_t{9}});
  // A test's server that lives in the future must not take away the present of the others.
  if (!clock_is_shifted()) tx.queue(sql::drop_partitions, {days_from(tx.at(), -7)});
  tx.commit();
}

Maintenance::Maintenance(std::chrono::seconds period, std::vector<std::function<void()>> chores)
    : period_(period), chores_(std::move(chores)), thread_([this] { loop(); }) {}

Maintenance::~Maintenance() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_signal_.notify_all();
  thread_.join();
}

void Maintenance::loop() {
  for (;;) {
    for (const auto& chore : chores_) try {
        chore();
      } catch (const Breakdown& b) {
        log::breakdown("maintenance.failed", b.detail());
      }
    std::unique_lock lock(mutex_);
    if (stop_signal_.wait_for(lock, period_, [&] { return stopping_; })) return;
  }
}

}  // namespace probity::gateway
