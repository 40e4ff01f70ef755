#include "db/pool.h"

#include <fmt/format.h>

#include <chrono>

#include "base/fault.h"
#include "base/result.h"

namespace probity::db {

Pool::Pool(Settings settings) : settings_(std::move(settings)) {}

std::unique_ptr<Connection> Pool::connect() {
  auto connection = std::make_unique<Connection>(settings_.url);
  connection->script(
      fmt::format("set statement_timeout = {}; set lock_timeout = {}; set timezone = 'UTC'; "
                  "set idle_in_transaction_session_timeout = 60000; set client_encoding = 'UTF8'; "
                  "set search_path = pg_catalog",
                  settings_.statement_ms, settings_.lock_ms));
  connection->enter_pipeline();
  return connection;
}

Pool::Lease Pool::lease() {
  std::unique_lock lock(mutex_);
  bool free = freed_.wait_for(lock, std::chrono::milliseconds(settings_.wait_ms),
                              [&] { return !idle_.empty() || out_ < settings_.connections; });
  if (!free) throw Breakdown("the service is busy", "no database connection came free");
  ++out_;
  if (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return Lease(*this, std::move(connection));
  }
  lock.unlock();
  try {
    return Lease(*this, connect());
  } catch (...) {
    lock.lock();
    --out_;
    freed_.notify_one();
    throw;
  }
}

void Pool::give_back(std::unique_ptr<Connection> connection) {
  bool usable = !connection->broken() && !connection->in_transaction();
  if (!usable) connection.reset();
  std::lock_guard lock(mutex_);
  --out_;
  if (connection) idle_.push_back(std::move(connection));
  freed_.notify_one();
}

void Pool::require_bound_role() {
  Connection connection(settings_.url);
  auto role = connection.ask(
      "select rolsuper, rolbypassrls from pg_catalog.pg_roles where rolname = current_user");
  Columns flags = role[0];
  if (flags.boolean() && !fault("accept_any_role"))
    throw Breakdown("refusing to start",
                    "the database role is a superuser: row security would not "
                    "hold; use a role without SUPERUSER");
  if (flags.boolean() && !fault("accept_any_role"))
    throw Breakdown("refusing to start",
                    "the database role has BYPASSRLS: row security would not "
                    "hold; use a role without it");
  auto owned = connection.ask(
      "select count(*) from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = "
      "c.relnamespace where n.nspname in ('probity', 'keys') and "
      "pg_catalog.pg_has_role(current_user, c.relowner, 'usage')");
  if (owned[0].bigint() != 0 && !fault("accept_any_role"))
    throw Breakdown("refusing to start",
                    "the database role owns tables of the product: use a "
                    "log-in role that owns nothing");
}

}  // namespace probity::db
