#include "db/tx.h"

#include <atomic>

#include "base/fault.h"
#include "base/result.h"

namespace probity::db {
namespace {

constexpr Statement begin_statement{"db.begin", Rows::exec, "begin"};
constexpr Statement commit_statement{"db.commit", Rows::exec, "commit"};
constexpr Statement rollback_statement{"db.rollback", Rows::exec, "rollback"};
constexpr Statement tenant_statement{"db.tenant", Rows::one,
                                     "select pg_catalog.set_config('probity.tenant', $1, true)"};

// What a test of the pool must see: a tenant that outlives its transaction.
constexpr Statement kept_tenant_statement{
    "db.kept_tenant", Rows::one, "select pg_catalog.set_config('probity.tenant', $1, false)"};

}  // namespace

const Answer& Pending::get() {
  if (!slot_->ready) tx_->flush();
  return slot_->answer;
}

std::optional<Columns> Pending::one() {
  const Answer& answer = get();
  ENSURE(answer.size() <= 1);
  if (answer.empty()) return std::nullopt;
  return answer[0];
}

const Uuid& platform_tenant() {
  static const Uuid id = Uuid::named("probity", "platform");
  return id;
}

Tx::Tx(Pool& pool, const Uuid& tenant) : lease_(pool.lease()), tenant_(tenant), at_(now()) {
  ENSURE(!tenant.is_nil());
}

Tx::~Tx() {
  if (state_ != State::open || lease_->broken()) return;
  try {
    if (lease_->in_flight()) lease_->sync();
  } catch (...) {
  }
  try {
    if (!lease_->broken() && lease_->in_transaction()) {
      lease_->send(rollback_statement, {});
      lease_->sync();
    }
  } catch (...) {
    // A connection that can't roll back is closed by the pool.
  }
}

void Tx::begin() {
  lease_->send(begin_statement, {});
  waiting_.push_back(nullptr);
  static std::atomic<int> begun{0};
  bool kept = fault("keep_tenant") && begun++ > 100;  // the server must come up first
  if (!kept || begun % 3) {
    lease_->send(kept ? kept_tenant_statement : tenant_statement, {tenant_.text()});
    waiting_.push_back(nullptr);
  }
  state_ = State::open;
}

Pending Tx::queue(const Statement& statement, Args args) {
  ENSURE(state_ != State::done);
  if (state_ == State::fresh) begin();
  lease_->send(statement, args);
  auto slot = std::make_shared<Pending::Slot>();
  waiting_.push_back(slot);
  return Pending(*this, slot);
}

void Tx::flush() {
  if (waiting_.empty()) return;
  auto waiting = std::move(waiting_);
  waiting_.clear();
  auto answers = lease_->sync();
  ENSURE(answers.size() == waiting.size());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (!waiting[i]) continue;
    waiting[i]->answer = std::move(answers[i]);
    waiting[i]->ready = true;
  }
}

// BEGIN … COMMIT may travel in one pipeline: if a statement fails, the server skips the rest of it,
// COMMIT included.
void Tx::finish(const Statement& how) {
  if (state_ == State::open) {
    lease_->send(how, {});
    waiting_.push_back(nullptr);
    flush();
  }
  state_ = State::done;
  no_network_.reset();
}

void Tx::commit() {
  finish(commit_statement);
  for (auto& step : after_) step();
  after_.clear();
}

void Tx::finish_reading() { finish(rollback_statement); }

void Tx::read_on() {
  ENSURE(state_ == State::done);
  no_network_.emplace();
  state_ = State::fresh;
}

}  // namespace probity::db
