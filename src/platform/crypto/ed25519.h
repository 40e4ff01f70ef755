// Ed25519 over libsodium, which takes half of OpenSSL's time. Strict: a signature with a scalar out
// of range, or a key or point of small order, does not fit anything.
#pragma once

#include <array>

#include "crypto/crypto.h"

namespace probity::crypto {

// A private key that signs. Wiped when it goes out of scope; never copied.
class SigningKey {
 public:
  static constexpr std::size_t public_size = 32, signature_size = 64;

  static SigningKey make();
  static SigningKey from_seed(const Key& seed);  // RFC 8032's secret key
  ~SigningKey();
  SigningKey(SigningKey&& other) noexcept;
  SigningKey& operator=(SigningKey&&) = delete;
  SigningKey(const SigningKey&) = delete;

  Bytes public_key() const;                    // 32 bytes
  Bytes sign(std::string_view message) const;  // 64 bytes

 private:
  SigningKey() = default;
  std::array<unsigned char, 64> bytes_{};  // the seed, then the public key
};

// False also when a size is wrong.
bool ed25519_verify(std::string_view public_key, std::string_view message,
                    std::string_view signature);

}  // namespace probity::crypto
