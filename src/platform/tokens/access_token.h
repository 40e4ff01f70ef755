// What one process of Probity tells another about who asks: a JWT that only the gateway signs, for
// one role, for at most a minute. Never given to the outside (docs/adr/0014).
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "base/clock.h"
#include "base/ids.h"
#include "crypto/ed25519.h"
#include "tokens/jws.h"

namespace probity::tokens {

inline constexpr std::string_view access_type = "probity-access+jwt",
                                  access_issuer = "probity-gateway";
inline constexpr std::int64_t lifetime_seconds = 60;  // what we sign
inline constexpr std::int64_t longest_seconds = 300;  // what we take at most
inline constexpr std::int64_t skew_seconds = 30;      // between the clocks of two machines
inline constexpr std::size_t access_bytes_max = 16 << 10;

struct Claims {
  std::string audience;          // aud: the role it is for
  Uuid subject, tenant;          // sub: the principal; tenant
  std::string kind;              // of the principal
  std::int64_t issued, expires;  // iat, exp: seconds since 1970
  Uuid id;                       // jti
  json::Value access;            // what the subject may, as its reader understands it
};

// ENSUREs the lifetime; refused when what the subject may makes it longer than a verifier takes.
Checked<std::string> sign(const Uuid& kid, const crypto::SigningKey& key, const Claims& claims);

// The public key of that id, or nothing when there is none that is good now.
using FindKey = std::function<std::optional<crypto::Bytes>(const Uuid& kid)>;

// Exactly what sign() writes: EdDSA, our type, a known key, our issuer and the given audience, each
// claim there and no other, in its time. Kept: nothing.
Checked<Claims> verify_access(std::string_view token, std::string_view audience,
                              const FindKey& find_key, Instant at);

// Verifies, and keeps what was verified until it expires: a token comes many times. `Holder` is
// what its reader makes of the claims. Safe from any thread.
template <class Holder>
class AccessVerifier {
 public:
  struct Settings {
    std::string audience;
    FindKey find_key;
    std::function<std::shared_ptr<const Holder>(const Claims&)> read;  // null: not usable
    // Changes when a key or holder is withdrawn: what was verified before is verified anew.
    std::function<std::int64_t()> epoch;
    std::size_t kept_max = 10'000;
  };
  explicit AccessVerifier(Settings settings) : settings_(std::move(settings)) {}

  Checked<std::shared_ptr<const Holder>> verify(std::string_view token, Instant at) {
    if (token.size() > access_bytes_max) return std::unexpected(Flaw{"size"});
    std::string name = crypto::sha256(token);
    std::int64_t epoch = settings_.epoch();
    {
      std::lock_guard lock(mutex_);
      auto found = kept_.find(name);
      if (found != kept_.end() && found->second.epoch == epoch && at < found->second.until)
        return found->second.holder;
    }
    auto claims = verify_access(token, settings_.audience, settings_.find_key, at);
    if (!claims) return std::unexpected(claims.error());
    auto holder = settings_.read(*claims);
    if (!holder) return std::unexpected(Flaw{"claims"});
    std::lock_guard lock(mutex_);
    if (kept_.size() >= settings_.kept_max) kept_.clear();
    kept_[name] = {holder, {(claims->expires + skew_seconds) * 1'000'000}, epoch};
    return holder;
  }

 private:
  struct Kept {
    std::shared_ptr<const Holder> holder;
    Instant until;
    std::int64_t epoch;
  };
  Settings settings_;
  std::mutex mutex_;
  std::unordered_map<std::string, Kept> kept_;  // by the token's hash
};

}  // namespace probity::tokens
