#include "serve.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>

#include "base/log.h"
#include "base/result.h"
#include "db/migrate.h"
#include "door.h"
#include "gateway/admin.h"
#include "gateway/maintenance.h"
#include "gateway/metrics.h"
#include "http/http.h"
#include "identity/api_keys.h"
#include "identity/directory.h"
#include "open.h"
#include "policies/configurations.h"
#include "policies/counts.h"
#include "screening/engine.h"
#include "tables.h"

namespace probity::app {
namespace {

gateway::Metrics* job_metrics = nullptr;

// The signals are blocked in every thread and waited for here.
sigset_t block_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return set;
}

// `port_name`: "port" of what clients call, "api_port" of what gateways call.
void write_ready(const std::string& path, const gateway::Listener* listener, const char* port_name,
                 const gateway::Admin& admin, bool tls) {
  if (path.empty()) return;
  json::Object ready{
      {"admin_port", admin.port()}, {"pid", static_cast<std::int64_t>(getpid())}, {"tls", tls}};
  if (listener) ready.set(port_name, listener->port());
  std::string fresh = path + ".new";
  std::ofstream(fresh) << json::write(ready) << "\n";
  std::filesystem::rename(fresh, path);
}

bool answers(const std::string& upstream) {
  try {
    http::Client().send({.url = upstream, .timeout_ms = 1000, .allow_private = true});
    return true;
  } catch (const Breakdown&) {
    return false;
  }
}

// What keeps the process from serving; asked by /readyz. `engine`: of those that screen;
// `upstream`: of a gateway that forwards.
std::vector<std::string> missing(db::Pool& pool, const screening::Engine* engine,
                                 const std::string& upstream) {
  std::vector<std::string> what;
  try {
    db::Tx tx(pool, db::platform_tenant());
    tx.queue({"app.ready", db::Rows::one, "select 1::bigint"}, {}).get();
  } catch (const Breakdown&) {
    what.push_back("database");
  }
  bool sanctions =
      !engine || std::ranges::any_of(engine->snapshot()->shelves, [](const auto& shelf) {
        return shelf.list_class == screening::ListClass::sanctions;
      });
  if (!sanctions) what.push_back("sanctions list");
  if (!upstream.empty() && !answers(upstream)) what.push_back("api");
  return what;
}

}  // namespace

int serve(const Config& config, const std::string& ready_path) {
  sigset_t signals = block_signals();
  double started = monotonic_seconds();

  // Refuses to start with a role that row security does not hold, or a schema it does not know.
  // One for each thread that handles calls, the one that hashes passwords, and the workers.
  db::Pool pool({.url = config.database_url,
                 .connections = static_cast<int>(config.server_threads + 1 +
                                                 config.database_worker_connections)});
  pool.require_bound_role();
  db::require_schema(config.database_url);

  // Unwraps tenant keys; every sealed value passes through what it gives.
  auto keystore = open_keystore(config, false);
  // Logins, sessions and their look-ups, on a few connections of their own: a call that holds one
  // of the pool's never waits for another of it.
  db::Pool identity_pool({.url = config.database_url, .connections = 3});
  identity::ensure_platform(identity_pool, *keystore);
  auto directory = open_directory(config, identity_pool, *keystore);
  identity::use_directory(directory.get());
  // Takes what jobs send to people out of the house.
  messages::Courier courier(message_settings(config));
  std::optional<screening::Engine> engine;
  std::optional<policies::Configurations> configurations;
  if (has_role(config, "api") || has_role(config, "worker")) {
    // Handlers screen against its snapshot; it follows the current list versions.
    screening::use_engine(&engine.emplace(pool));
    // Handlers read the institutions' configuration from here.
    lifecycle::use_configurations(&configurations.emplace(pool));
    lifecycle::use_reactions(reactions());
  }

  gateway::Metrics metrics;
  job_metrics = &metrics;
  jobs::report_to([](std::string_view kind, std::string_view outcome) {
    job_metrics->job(log::Word::from_table(kind), log::Word::from_table(outcome));
  });
  std::vector<std::unique_ptr<gateway::Maintenance>> maintenance;
  std::unique_ptr<jobs::Workers> workers;
  // Partitions must exist before the first insert.
  gateway::keep_partitions(pool);
  if (has_role(config, "scheduler")) {
    using Chores = std::vector<std::function<void()>>;
    maintenance.push_back(std::make_unique<gateway::Maintenance>(
        std::chrono::hours(1), Chores{
                                   [&] { gateway::keep_partitions(pool); },
                                   [&] { directory->purge(); },
                                   [&] { identity::alarm_aged_keys(identity_pool, *keystore); },
                               }));
    maintenance.push_back(std::make_unique<gateway::Maintenance>(
        std::chrono::seconds(10), Chores{[&] { policies::roll_up_counts(pool); }}));
  }
  if (has_role(config, "worker"))
    workers = std::make_unique<jobs::Workers>(
        pool, job_kinds(*keystore, courier),
        jobs::Workers::Settings{.threads = static_cast<int>(config.worker_threads)});
  auto door = std::make_unique<Door>(config, pool, *keystore, metrics);
  // After the listener, which its metrics ask, and gone before it.
  auto admin = std::make_unique<gateway::Admin>(
      gateway::AdminSettings{config.admin_address, static_cast<std::uint16_t>(config.admin_port)},
      gateway::AdminFaces{.missing =
                              [&] {
                                return missing(pool, engine ? &*engine : nullptr,
                                               door->forwards() ? config.gateway_upstream : "");
                              },
                          .metrics =
                              [&] {
                                const auto* listener = door->listener();
                                metrics.connections(listener ? listener->connections() : 0);
                                if (!engine) return metrics.render();
                                for (const auto& shelf : engine->snapshot()->shelves)
                                  for (const auto& list : shelf.lists)
                                    metrics.screening_list_age(log::Word::from_table(list.list_id),
                                                               full_days(list.date, day_of(now())));
                                return metrics.render();
                              }});
  write_ready(ready_path, door->listener(), has_role(config, "gateway") ? "port" : "api_port",
              *admin, !config.server_tls_certificate.empty());
  log::info("server.ready",
            {{"event.duration", static_cast<std::int64_t>((monotonic_seconds() - started) * 1e9)}});

  int signal_number = 0;
  sigwait(&signals, &signal_number);
  log::info("server.draining");
  auto cut = door->drain(20'000);
  log::info("server.drained", {{"connections.cut", static_cast<std::int64_t>(cut)}});
  admin.reset();
  door.reset();
  workers.reset();
  return 0;
}

}  // namespace probity::app
