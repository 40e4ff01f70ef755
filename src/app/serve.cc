#include "serve.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>

#include "base/log.h"
#include "base/result.h"
#include "db/migrate.h"
#include "gateway/admin.h"
#include "gateway/dispatch.h"
#include "gateway/listener.h"
#include "gateway/maintenance.h"
#include "gateway/metrics.h"
#include "gateway/render.h"
#include "gateway/static_files.h"
#include "identity/api_keys.h"
#include "identity/directory.h"
#include "open.h"
#include "policies/configurations.h"
#include "screening/engine.h"
#include "tables.h"

namespace probity::app {
namespace {

gateway::Metrics* job_metrics = nullptr;

bool has_role(const Config& config, std::string_view role) {
  return std::ranges::find(config.roles, role) != config.roles.end();
}

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

void write_ready(const std::string& path, const gateway::Listener* listener,
                 const gateway::Admin& admin, bool tls) {
  if (path.empty()) return;
  json::Object ready{
      {"admin_port", admin.port()}, {"pid", static_cast<std::int64_t>(getpid())}, {"tls", tls}};
  if (listener) ready.set("port", listener->port());
  std::string fresh = path + ".new";
  std::ofstream(fresh) << json::write(ready) << "\n";
  std::filesystem::rename(fresh, path);
}

// What keeps the process from serving; asked by /readyz.
std::vector<std::string> missing(db::Pool& pool, const screening::Engine& engine) {
  std::vector<std::string> what;
  try {
    db::Tx tx(pool, db::platform_tenant());
    tx.queue({"app.ready", db::Rows::one, "select 1::bigint"}, {}).get();
  } catch (const Breakdown&) {
    what.push_back("database");
  }
  bool sanctions = std::ranges::any_of(engine.snapshot()->shelves, [](const auto& shelf) {
    return shelf.list_class == screening::ListClass::sanctions;
  });
  if (!sanctions) what.push_back("sanctions list");
  return what;
}

}  // namespace

int serve(const Config& config, const std::string& ready_path) {
  sigset_t signals = block_signals();
  double started = monotonic_seconds();

  // Refuses to start with a role that row security does not hold, or a schema it does not know.
  db::Pool pool({.url = config.database_url,
                 .connections =
                     static_cast<int>(config.server_threads + config.database_worker_connections)});
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
  // Handlers screen against its snapshot; it follows the current list versions.
  screening::Engine engine(pool);
  screening::use_engine(&engine);
  // Handlers read the institutions' configuration from here.
  policies::Configurations configurations(pool);
  lifecycle::use_configurations(&configurations);
  lifecycle::use_reactions(reactions());

  gateway::Metrics metrics;
  job_metrics = &metrics;
  jobs::report_to([](std::string_view kind, std::string_view outcome) {
    job_metrics->job(log::Word::from_table(kind), log::Word::from_table(outcome));
  });
  std::unique_ptr<gateway::StaticFiles> portal;
  if (!config.portal_path.empty())
    portal = std::make_unique<gateway::StaticFiles>(config.portal_path);
  std::unique_ptr<gateway::Dispatcher> dispatcher;
  std::unique_ptr<gateway::Listener> listener;
  std::unique_ptr<gateway::Maintenance> maintenance;
  std::unique_ptr<jobs::Workers> workers;
  // Partitions must exist before the first insert.
  gateway::keep_partitions(pool);
  if (has_role(config, "scheduler"))
    maintenance = std::make_unique<gateway::Maintenance>(std::vector<std::function<void()>>{
        [&] { gateway::keep_partitions(pool); },
        [&] { directory->purge(); },
        [&] { identity::alarm_aged_keys(identity_pool, *keystore); },
    });
  if (has_role(config, "worker"))
    workers = std::make_unique<jobs::Workers>(
        pool, job_kinds(*keystore, courier),
        jobs::Workers::Settings{.threads = static_cast<int>(config.worker_threads)});
  bool tls = !config.server_tls_certificate.empty();
  if (has_role(config, "gateway")) {
    dispatcher = std::make_unique<gateway::Dispatcher>(
        pool, *keystore, routes(), metrics,
        gateway::Dispatcher::Settings{.threads = static_cast<int>(config.server_threads),
                                      .queue = static_cast<std::size_t>(config.server_queue)});
    gateway::ListenerSettings settings{
        .address = config.server_address,
        .port = static_cast<std::uint16_t>(config.server_port),
        .body_bytes = static_cast<std::size_t>(config.server_max_body_bytes),
        .max_connections = static_cast<std::size_t>(config.server_max_connections),
        .refusal = [](int status, std::string_view reason) {
          return gateway::render_status(status, reason, Uuid::make());
        }};
    if (tls) settings.tls = gateway::TlsFiles{config.server_tls_certificate, config.server_tls_key};
    listener = std::make_unique<gateway::Listener>(
        std::move(settings), [&](api::Request&& request, gateway::Respond respond) {
          if (portal && gateway::StaticFiles::takes(request.path))
            return respond(portal->answer(request));
          dispatcher->accept(std::move(request), std::move(respond));
        });
  }
  // After the listener, which its metrics ask, and gone before it.
  auto admin = std::make_unique<gateway::Admin>(
      gateway::AdminSettings{config.admin_address, static_cast<std::uint16_t>(config.admin_port)},
      gateway::AdminFaces{.missing = [&] { return missing(pool, engine); },
                          .metrics =
                              [&] {
                                metrics.connections(listener ? listener->connections() : 0);
                                for (const auto& shelf : engine.snapshot()->shelves)
                                  for (const auto& list : shelf.lists)
                                    metrics.screening_list_age(log::Word::from_table(list.list_id),
                                                               full_days(list.date, day_of(now())));
                                return metrics.render();
                              }});
  write_ready(ready_path, listener.get(), *admin, tls);
  log::info("server.ready",
            {{"event.duration", static_cast<std::int64_t>((monotonic_seconds() - started) * 1e9)}});

  int signal_number = 0;
  sigwait(&signals, &signal_number);
  log::info("server.draining");
  if (listener) {
    auto cut = listener->drain(20'000);
    log::info("server.drained", {{"connections.cut", static_cast<std::int64_t>(cut)}});
  }
  admin.reset();
  listener.reset();
  dispatcher.reset();
  workers.reset();
  return 0;
}

}  // namespace probity::app
