// What others sign with: RSA, ECDSA and HMAC of the three SHA-2 sizes, to check only.
#pragma once

#include <memory>

#include "crypto/crypto.h"

namespace probity::crypto {

enum class Hash { sha256, sha384, sha512 };
enum class Curve { p256, p384, p521 };

std::size_t size_of(Hash hash);    // of a digest, in bytes
std::size_t size_of(Curve curve);  // of a coordinate, in bytes

Bytes hmac(Hash hash, std::string_view key, std::string_view data);

// A public key that can be trusted to be one: whoever holds it may verify any number of signatures
// at a bounded cost.
class PublicKey {
 public:
  // Big-endian numbers without leading zeros. Nothing for a modulus outside 2048 to 4096 bits, one
  // of a broken generator (ROCA, CVE-2017-15361), or an exponent that is even, below 65537 or over
  // 32 bits.
  static std::optional<PublicKey> rsa(std::string_view modulus, std::string_view exponent);
  // Coordinates of the curve's full size. Nothing when the point is not on the curve.
  static std::optional<PublicKey> ec(Curve curve, std::string_view x, std::string_view y);

  // Each is false when the key is of another kind, or a size is not exactly right.
  bool rsa_pkcs1(Hash hash, std::string_view message, std::string_view signature) const;
  // The salt has the digest's size, as JWA has it.
  bool rsa_pss(Hash hash, std::string_view message, std::string_view signature) const;
  // r ‖ s, each of the coordinate's size.
  bool ecdsa(Hash hash, std::string_view message, std::string_view signature) const;

 private:
  enum class Kind { rsa, ec };
  PublicKey(Kind kind, std::size_t size, std::shared_ptr<void> key)
      : kind_(kind), size_(size), key_(std::move(key)) {}
  bool rsa_with(int padding, Hash hash, std::string_view message, std::string_view signature) const;
  Kind kind_;
  std::size_t size_;           // of the modulus or a coordinate, in bytes
  std::shared_ptr<void> key_;  // EVP_PKEY; never changed
};

}  // namespace probity::crypto
