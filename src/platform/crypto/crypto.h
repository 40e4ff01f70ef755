// The cryptographic primitives of the house, over OpenSSL 3. The only room that includes it (the
// gateway uses its TLS). Each primitive passes the published Wycheproof vectors
// (wycheproof_test.cc). A failure of the library itself, such as no entropy or no memory, is a
// Breakdown.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace probity::crypto {

// Bytes are std::string: what libpq, OpenSSL and files take. Text and bytes differ by name.
using Bytes = std::string;

// A 256-bit key. Wiped when it goes out of scope; copied only on purpose.
class Key {
 public:
  static constexpr std::size_t size = 32;
  static Key random();
  static Key from(std::string_view bytes);  // ENSUREs 32 bytes
  ~Key();
  Key(Key&& other) noexcept;
  Key& operator=(Key&& other) noexcept;
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  Key copy() const { return from(view()); }
  std::string_view view() const { return {reinterpret_cast<const char*>(bytes_.data()), size}; }

 private:
  Key() = default;
  std::array<std::uint8_t, size> bytes_{};
};

Bytes random_bytes(std::size_t n);

Bytes sha256(std::string_view data);                             // 32 bytes
Bytes sha512(std::string_view data);                             // 64 bytes
Bytes hmac_sha256(std::string_view key, std::string_view data);  // 32 bytes; any key length
// Only for what others have fixed: published lists of leaked passwords, one-time codes (RFC 6238).
Bytes sha1(std::string_view data);                             // 20 bytes
Bytes hmac_sha1(std::string_view key, std::string_view data);  // 20 bytes; any key length
// RFC 5869; at most 8160 bytes, from an info of at most 1024.
Bytes hkdf_sha256(std::string_view key, std::string_view salt, std::string_view info,
                  std::size_t length);
// RFC 7914. It takes n·r·128 bytes of memory, at most 256 MiB; n is a power of two.
struct ScryptCost {
  std::uint64_t n = 1 << 17, r = 8, p = 1;
};
Bytes scrypt(std::string_view passphrase, std::string_view salt, std::size_t length,
             ScryptCost cost = {});
// A key from a passphrase: scrypt, N = 2^17, r = 8, p = 1 (about 0.3 s, 128 MiB).
Key key_from_passphrase(std::string_view passphrase, std::string_view salt);

inline constexpr std::size_t nonce_size = 12, tag_size = 16;
// AES-256-GCM of at most 1 GiB. The result is ciphertext ‖ 16-byte tag. A nonce must never be used
// twice with a key.
Bytes aes_gcm_seal(const Key& key, std::string_view nonce, std::string_view aad,
                   std::string_view plain);
// Nothing when the tag does not fit (changed, moved, or another key) or a size can't be right.
std::optional<Bytes> aes_gcm_open(const Key& key, std::string_view nonce, std::string_view aad,
                                  std::string_view sealed);

std::uint32_t crc32(std::string_view data);  // IEEE; a checksum, no protection

void wipe(std::string& secret);  // overwrites the bytes, then empties it

}  // namespace probity::crypto
