#include "crypto/ed25519.h"

#include <sodium.h>

namespace probity::crypto {
namespace {

void be_ready() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) throw Breakdown("Cryptography is not available.", "libsodium does not start");
}

const unsigned char* in(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data() ? bytes.data() : "");
}

}  // namespace

SigningKey SigningKey::make() { return from_seed(Key::random()); }

SigningKey SigningKey::from_seed(const Key& seed) {
  static_assert(Key::size == crypto_sign_SEEDBYTES);
  be_ready();
  SigningKey key;
  static_assert(sizeof key.bytes_ == crypto_sign_SECRETKEYBYTES);
  unsigned char public_half[crypto_sign_PUBLICKEYBYTES];
  crypto_sign_seed_keypair(public_half, key.bytes_.data(), in(seed.view()));
  return key;
}

SigningKey::~SigningKey() { sodium_memzero(bytes_.data(), bytes_.size()); }

SigningKey::SigningKey(SigningKey&& other) noexcept : bytes_(other.bytes_) {
  sodium_memzero(other.bytes_.data(), other.bytes_.size());
}

Bytes SigningKey::public_key() const {
  return {reinterpret_cast<const char*>(bytes_.data()) + crypto_sign_SEEDBYTES, public_size};
}

Bytes SigningKey::sign(std::string_view message) const {
  Bytes signature(signature_size, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr, in(message),
                       message.size(), bytes_.data());
  return signature;
}

bool ed25519_verify(std::string_view public_key, std::string_view message,
                    std::string_view signature) {
  be_ready();
  return public_key.size() == SigningKey::public_size &&
         signature.size() == SigningKey::signature_size &&
         crypto_sign_verify_detached(in(signature), in(message), message.size(), in(public_key)) ==
             0;
}

}  // namespace probity::crypto
