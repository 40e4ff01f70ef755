// A few connections, shared. More connections than cores make PostgreSQL slower, so the pool is
// small and callers wait, for a bounded time.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "db/connection.h"

namespace probity::db {

class Pool {
 public:
  struct Settings {
    std::string url;
    int connections = 4;
    int wait_ms = 5000;         // for a free connection; then the request is refused with 503
    int statement_ms = 30'000;  // PostgreSQL ends a longer statement
    int lock_ms = 10'000;       // … or a longer wait for a lock
  };
  explicit Pool(Settings settings);

  // Borrowed until it is destroyed. A connection that broke, or that is still inside a transaction,
  // is closed instead of going back.
  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<Connection> connection)
        : pool_(&pool), connection_(std::move(connection)) {}
    ~Lease() {
      if (connection_) pool_->give_back(std::move(connection_));
    }
    Lease(Lease&&) = default;
    Connection* operator->() { return connection_.get(); }

   private:
    Pool* pool_;
    std::unique_ptr<Connection> connection_;
  };
  Lease lease();  // throws Breakdown when none comes free or none can be made

  // Refuses to go on with a role that could see another tenant's rows: a superuser, BYPASSRLS, or
  // the owner of a table. Throws Breakdown that says which.
  void require_bound_role();

 private:
  friend class Lease;
  void give_back(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connect();

  Settings settings_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::unique_ptr<Connection>> idle_;
  int out_ = 0;
};

}  // namespace probity::db
