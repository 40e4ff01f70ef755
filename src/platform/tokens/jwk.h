// JSON Web Keys (RFC 7517) that signatures are checked with. The algorithm is never chosen by what
// arrives: whoever trusts a key says for which one algorithm.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "crypto/signatures.h"
#include "json/json.h"

namespace probity::tokens {

// Why a token or key is refused: a word of the source, for logs and counts.
struct Flaw {
  std::string_view why;
  bool operator==(const Flaw&) const = default;
};
template <class T>
using Checked = std::expected<T, Flaw>;

enum class Algorithm {
  hs256,
  hs384,
  hs512,
  rs256,
  rs384,
  rs512,
  ps256,
  ps384,
  ps512,
  es256,
  es384,
  es512,
  eddsa
};
std::string_view name_of(Algorithm algorithm);  // as in JWA: "HS256", "EdDSA"

class VerificationKey {
 public:
  // Refused unless the key is for this algorithm: kty and crv, and alg, use and key_ops where
  // given. Shared secrets have 256, 384 or 512 bits at least, as many as the digest, and 8192 at
  // most; RSA as in crypto::PublicKey. A published private key is refused, too.
  static Checked<VerificationKey> from(const json::Value& jwk, Algorithm algorithm);

  Algorithm algorithm() const { return algorithm_; }
  const std::string& kid() const { return kid_; }  // empty when it has none
  bool fits(std::string_view message, std::string_view signature) const;

 private:
  using Material =
      std::variant<crypto::Bytes, crypto::PublicKey>;  // a secret or Ed25519's 32 bytes
  VerificationKey(Algorithm algorithm, std::string kid, Material material)
      : algorithm_(algorithm), kid_(std::move(kid)), material_(std::move(material)) {}
  Algorithm algorithm_;
  std::string kid_;
  Material material_;
};

// The keys of a JWK set that fit one algorithm; those that don't are left out. The whole set is
// refused when it has more than 100 keys, two with one kid, secrets beside public keys, or none
// that fits.
class KeySet {
 public:
  static Checked<KeySet> from(const json::Value& jwks, Algorithm algorithm);
  explicit KeySet(VerificationKey key) { keys_.push_back(std::move(key)); }

  // The key of that id; for no id the only key. A lone key without an id serves every id.
  const VerificationKey* find(const std::optional<std::string>& kid) const;

 private:
  KeySet() = default;
  std::vector<VerificationKey> keys_;
};

}  // namespace probity::tokens
