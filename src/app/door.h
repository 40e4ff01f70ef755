// Where requests come in: the roles gateway and api, in one process or in two.
#pragma once

#include <memory>
#include <optional>

#include "config.h"
#include "gateway/dispatch.h"
#include "gateway/forwarding.h"
#include "gateway/listener.h"
#include "gateway/static_files.h"

namespace probity::app {

// Members in the order of what needs what. With both roles, credentials admit and the dispatcher
// answers. A gateway alone forwards to an api alone, which is admitted by tokens. With neither
// there is no listener.
class Door {
 public:
  Door(const Config& config, db::Pool& pool, keys::Keystore& keystore, gateway::Metrics& metrics);
  ~Door();

  const gateway::Listener* listener() const { return listener_.get(); }
  bool forwards() const { return forwarding_ != nullptr; }
  // Takes no more, waits for what is under way; how many connections had to be cut.
  std::size_t drain(int timeout_ms);

 private:
  gateway::Handler api_handler(const Config& config, db::Pool& pool, keys::Keystore& keystore,
                               gateway::Metrics& metrics);
  gateway::Handler forwarding_handler(const Config& config, db::Pool& pool,
                                      keys::Keystore& keystore, gateway::Metrics& metrics);

  std::unique_ptr<gateway::StaticFiles> portal_;
  std::optional<identity::Authenticator> authenticator_;
  std::optional<identity::SigningKeys> known_keys_;
  std::optional<identity::OwnSigningKey> signing_key_;
  std::optional<gateway::TokenMint> mint_;
  std::unique_ptr<gateway::Dispatcher> dispatcher_;
  std::unique_ptr<gateway::Forwarding> forwarding_;
  std::unique_ptr<gateway::Listener> listener_;
};

}  // namespace probity::app
