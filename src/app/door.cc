#include "door.h"

#include "gateway/render.h"
#include "tables.h"
#include "tokens/access_token.h"

namespace probity::app {
namespace {

constexpr const char* api_audience = "api";

gateway::ListenerSettings listener_settings(const Config& config) {
  gateway::ListenerSettings settings{
      .body_bytes = static_cast<std::size_t>(config.server_max_body_bytes),
      .max_connections = static_cast<std::size_t>(config.server_max_connections),
      .refusal = [](int status, std::string_view reason) {
        return gateway::render_status(status, reason, Uuid::make());
      }};
  if (!has_role(config, "gateway")) {
    settings.address = config.api_address;
    settings.port = static_cast<std::uint16_t>(config.api_port);
    // What a gateway takes, and its token.
    settings.head.head_bytes += tokens::access_bytes_max + 1024;
    settings.head.headers += 4;
    return settings;
  }
  settings.address = config.server_address;
  settings.port = static_cast<std::uint16_t>(config.server_port);
  if (!config.server_tls_certificate.empty())
    settings.tls = gateway::TlsFiles{config.server_tls_certificate, config.server_tls_key};
  return settings;
}

}  // namespace

Door::Door(const Config& config, db::Pool& pool, keys::Keystore& keystore,
           gateway::Metrics& metrics) {
  bool gateway = has_role(config, "gateway"), api = has_role(config, "api");
  if (!gateway && !api) return;
  if (gateway && !config.portal_path.empty())
    portal_ = std::make_unique<gateway::StaticFiles>(config.portal_path);
  if (gateway) identity::use_authenticator(&authenticator_.emplace(pool));
  auto answer = api ? api_handler(config, pool, keystore, metrics)
                    : forwarding_handler(config, pool, keystore, metrics);
  listener_ = std::make_unique<gateway::Listener>(
      listener_settings(config),
      [this, answer = std::move(answer)](api::Request&& request, gateway::Respond respond) {
        if (portal_ && gateway::StaticFiles::takes(request.path))
          return respond(portal_->answer(request));
        answer(std::move(request), std::move(respond));
      });
}

Door::~Door() {
  identity::use_authenticator(nullptr);
  // Who hands over goes before who takes.
  listener_.reset();
  forwarding_.reset();
  dispatcher_.reset();
}

gateway::Handler Door::api_handler(const Config& config, db::Pool& pool, keys::Keystore& keystore,
                                   gateway::Metrics& metrics) {
  bool behind = !authenticator_;
  if (behind) known_keys_.emplace(pool, keystore);
  dispatcher_ = std::make_unique<gateway::Dispatcher>(
      pool, keystore, routes(),
      behind ? gateway::by_token(api_audience, *known_keys_, metrics)
             : gateway::by_credential(*authenticator_),
      metrics,
      gateway::Dispatcher::Settings{.threads = static_cast<int>(config.server_threads),
                                    .queue = static_cast<std::size_t>(config.server_queue)});
  if (!behind)
    return [this](api::Request&& request, gateway::Respond respond) {
      dispatcher_->accept(std::move(request), std::move(respond));
    };
  return [this](api::Request&& request, gateway::Respond respond) {
    gateway::take_peer(request);
    // On the thread that handled the request.
    dispatcher_->accept(std::move(request), [respond = std::move(respond)](api::Reply&& reply) {
      if (auto words = identity::take_forgotten(); !words.empty())
        reply.headers.push_back({std::string(gateway::forget_header), std::move(words)});
      respond(std::move(reply));
    });
  };
}

gateway::Handler Door::forwarding_handler(const Config& config, db::Pool& pool,
                                          keys::Keystore& keystore, gateway::Metrics& metrics) {
  signing_key_.emplace(pool, keystore);
  mint_.emplace(*signing_key_, api_audience);
  forwarding_ = std::make_unique<gateway::Forwarding>(
      routes(), gateway::by_credential(*authenticator_), *mint_, metrics,
      gateway::Forwarding::Settings{
          .threads = static_cast<int>(config.server_threads),
          .queue = static_cast<std::size_t>(config.server_queue),
          .upstream = {.upstream = config.gateway_upstream,
                       .in_flight = static_cast<std::size_t>(config.gateway_in_flight),
                       .connections = static_cast<long>(config.gateway_connections)},
          .forget = [this](std::string_view words) { identity::forget(*authenticator_, words); }});
  return [this](api::Request&& request, gateway::Respond respond) {
    forwarding_->accept(std::move(request), std::move(respond));
  };
}

std::size_t Door::drain(int timeout_ms) { return listener_ ? listener_->drain(timeout_ms) : 0; }

}  // namespace probity::app
