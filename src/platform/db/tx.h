// A transaction of one tenant. There is no other way to the tables: without a tenant, no Tx.
// While one is open its thread makes no call to the outside (http::Client refuses).
#pragma once

#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "db/pool.h"
#include "http/no_network.h"

namespace probity::db {

// The tenant that is nobody's customer: staff, logins, and work that touches no tenant's rows.
const Uuid& platform_tenant();

class Tx;

// The answer of a statement that was queued; asking for it sends what is queued so far.
class Pending {
 public:
  const Answer& get();
  // The only row, or nothing.
  std::optional<Columns> one();

 private:
  friend class Tx;
  struct Slot {
    bool ready = false;
    Answer answer;
  };
  Pending(Tx& tx, std::shared_ptr<Slot> slot) : tx_(&tx), slot_(std::move(slot)) {}
  Tx* tx_;
  std::shared_ptr<Slot> slot_;
};

class Tx {
 public:
  // Nothing is sent yet: BEGIN and the tenant's setting go with the first statement.
  Tx(Pool& pool, const Uuid& tenant);
  ~Tx();  // rolls back what was not committed
  Tx(const Tx&) = delete;
  Tx& operator=(const Tx&) = delete;

  // Queues a statement. Writes travel in one pipeline with the next read or the commit.
  // flush, get and commit throw Breakdown or ConstraintViolation.
  Pending queue(const Statement& statement, Args args);
  void flush();

  // What must hold is durable when this returns.
  void commit();
  // Ends a transaction that only read. Called before the answers are taken, the end travels with
  // them.
  void finish_reading();
  // After finish_reading: more to read, in a transaction of its own, to be finished like the first.
  void read_on();
  bool is_done() const { return state_ == State::done; }

  // Runs after a successful commit, on this thread.
  void after_commit(std::function<void()> step) { after_.push_back(std::move(step)); }

  const Uuid& tenant() const { return tenant_; }
  Instant at() const { return at_; }  // one time for all that this transaction writes

 private:
  void begin();
  void finish(const Statement& how);
  enum class State { fresh, open, done };
  Pool::Lease lease_;
  std::optional<http::NoNetwork> no_network_{std::in_place};  // until the transaction ends
  Uuid tenant_;
  Instant at_;
  State state_ = State::fresh;
  std::vector<std::shared_ptr<Pending::Slot>> waiting_;  // null: nobody wants the answer
  std::vector<std::function<void()>> after_;
  friend class Pending;
};

}  // namespace probity::db
