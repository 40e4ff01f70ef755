// Access tokens for the processes behind the gateway.
#pragma once

#include <mutex>
#include <string>
#include <unordered_map>

#include "api/call.h"
#include "identity/signing_keys.h"

namespace probity::gateway {

class TokenMint {
 public:
  // Tokens are for one role.
  TokenMint(identity::OwnSigningKey& key, std::string audience)
      : key_(key), audience_(std::move(audience)) {}

  // A token that says all of the principal. The same one for 45 s while nothing of it changes; at
  // most 10,000 are kept. Throws Breakdown when the principal may too much for a token to say it.
  std::string token_for(const api::Principal& principal);

 private:
  struct Minted {
    std::string token;
    Instant until;
  };
  identity::OwnSigningKey& key_;
  std::string audience_;
  std::mutex mutex_;
  std::unordered_map<std::string, Minted> minted_;  // by what it says
};

}  // namespace probity::gateway
