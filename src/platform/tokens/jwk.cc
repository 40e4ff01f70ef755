#include "tokens/jwk.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "crypto/ed25519.h"

namespace probity::tokens {
namespace {

using crypto::Curve;
using crypto::Hash;

enum class Family { hmac, pkcs1, pss, ecdsa, eddsa };

struct Row {
  std::string_view name, kty, crv;
  Family family;
  Hash hash;
  Curve curve = Curve::p256;
};

// In the order of Algorithm.
constexpr Row rows[] = {
    {"HS256", "oct", "", Family::hmac, Hash::sha256},
    {"HS384", "oct", "", Family::hmac, Hash::sha384},
    {"HS512", "oct", "", Family::hmac, Hash::sha512},
    {"RS256", "RSA", "", Family::pkcs1, Hash::sha256},
    {"RS384", "RSA", "", Family::pkcs1, Hash::sha384},
    {"RS512", "RSA", "", Family::pkcs1, Hash::sha512},
    {"PS256", "RSA", "", Family::pss, Hash::sha256},
    {"PS384", "RSA", "", Family::pss, Hash::sha384},
    {"PS512", "RSA", "", Family::pss, Hash::sha512},
    {"ES256", "EC", "P-256", Family::ecdsa, Hash::sha256, Curve::p256},
    {"ES384", "EC", "P-384", Family::ecdsa, Hash::sha384, Curve::p384},
    {"ES512", "EC", "P-521", Family::ecdsa, Hash::sha512, Curve::p521},
    {"EdDSA", "OKP", "Ed25519", Family::eddsa, Hash::sha512},
};
const Row& row_of(Algorithm algorithm) { return rows[static_cast<std::size_t>(algorithm)]; }

constexpr std::size_t secret_max = 1024, keys_max = 100, kid_max = 256;
constexpr Flaw unfit{"key"};

// Absent, or exactly this text.
bool allows(const json::Value& jwk, std::string_view member, std::string_view text) {
  const json::Value* found = jwk.find(member);
  return !found || (found->is_string() && found->string() == text);
}

bool may_verify(const json::Value& jwk) {
  const json::Value* operations = jwk.find("key_ops");
  if (!operations) return true;
  return operations->is_array() &&
         std::ranges::any_of(operations->array(), [](const json::Value& operation) {
           return operation.is_string() && operation.string() == "verify";
         });
}

std::string number(const json::Value& jwk, std::string_view member) {
  return unbase64url(jwk.text_at(member)).value_or("");
}

std::optional<std::variant<crypto::Bytes, crypto::PublicKey>> material_of(const json::Value& jwk,
                                                                          const Row& row) {
  switch (row.family) {
    case Family::hmac: {
      crypto::Bytes secret = number(jwk, "k");
      if (secret.size() < size_of(row.hash) || secret.size() > secret_max) return std::nullopt;
      return secret;
    }
    case Family::eddsa: {
      crypto::Bytes point = number(jwk, "x");
      if (point.size() != crypto::SigningKey::public_size) return std::nullopt;
      return point;
    }
    case Family::ecdsa:
      return crypto::PublicKey::ec(row.curve, number(jwk, "x"), number(jwk, "y"));
    default:
      return crypto::PublicKey::rsa(number(jwk, "n"), number(jwk, "e"));
  }
}

}  // namespace

std::string_view name_of(Algorithm algorithm) { return row_of(algorithm).name; }

Checked<VerificationKey> VerificationKey::from(const json::Value& jwk, Algorithm algorithm) {
  const Row& row = row_of(algorithm);
  if (!jwk.is_object() || jwk.text_at("kty") != row.kty || jwk.text_at("crv") != row.crv)
    return std::unexpected(unfit);
  if (!allows(jwk, "alg", row.name) || !allows(jwk, "use", "sig") || !may_verify(jwk))
    return std::unexpected(unfit);
  if (row.family != Family::hmac && jwk.find("d")) return std::unexpected(unfit);
  const json::Value* kid = jwk.find("kid");
  if (kid && (!kid->is_string() || kid->string().empty() || kid->string().size() > kid_max))
    return std::unexpected(unfit);
  auto material = material_of(jwk, row);
  if (!material) return std::unexpected(unfit);
  return VerificationKey(algorithm, kid ? kid->string() : "", std::move(*material));
}

bool VerificationKey::fits(std::string_view message, std::string_view signature) const {
  const Row& row = row_of(algorithm_);
  const auto* bytes = std::get_if<crypto::Bytes>(&material_);
  const auto* key = std::get_if<crypto::PublicKey>(&material_);
  switch (row.family) {
    case Family::hmac:
      return equal_secret(crypto::hmac(row.hash, *bytes, message), signature);
    case Family::pkcs1:
      return key->rsa_pkcs1(row.hash, message, signature);
    case Family::pss:
      return key->rsa_pss(row.hash, message, signature);
    case Family::ecdsa:
      return key->ecdsa(row.hash, message, signature);
    case Family::eddsa:
      return crypto::ed25519_verify(*bytes, message, signature);
  }
  return false;
}

Checked<KeySet> KeySet::from(const json::Value& jwks, Algorithm algorithm) {
  const json::Value* listed = jwks.find("keys");
  if (!listed || !listed->is_array() || listed->array().size() > keys_max)
    return std::unexpected(unfit);
  KeySet set;
  std::set<std::string_view> kids;
  std::size_t secrets = 0;
  for (const json::Value& jwk : listed->array()) {
    std::string_view kid = jwk.text_at("kid");
    if (!kid.empty() && !kids.insert(kid).second) return std::unexpected(unfit);
    secrets += jwk.text_at("kty") == "oct";
    if (auto key = VerificationKey::from(jwk, algorithm)) set.keys_.push_back(std::move(*key));
  }
  bool mixed = secrets != 0 && secrets != listed->array().size();
  if (mixed || set.keys_.empty()) return std::unexpected(unfit);
  return set;
}

const VerificationKey* KeySet::find(const std::optional<std::string>& kid) const {
  if (keys_.size() == 1 && (!kid || keys_[0].kid().empty())) return &keys_[0];
  if (!kid) return nullptr;
  auto found = std::ranges::find(keys_, *kid, &VerificationKey::kid);
  return found == keys_.end() ? nullptr : &*found;
}

}  // namespace probity::tokens
