#include "crypto/crypto.h"

#include <cstring>

#include <memory>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>

namespace probity::crypto {
namespace {

constexpr std::size_t digest_size = 32, message_max = std::size_t{1} << 30;
constexpr std::size_t hkdf_max = 255 * digest_size, hkdf_info_max = 1024;
constexpr std::uint64_t scrypt_memory_max = std::uint64_t{257} << 20;

[[noreturn]] void break_down(const char* step) {
  std::string detail = std::string("OpenSSL: ") + step;
  while (unsigned long code = ERR_get_error()) {
    char text[256];
    ERR_error_string_n(code, text, sizeof text);
    detail += std::string("; ") + text;
  }
  throw Breakdown("Cryptography is not available.", detail);
}

void must(bool done, const char* step) {
  if (!done) [[unlikely]]
    break_down(step);
}

template <auto free>
struct Freed {
  void operator()(auto* object) const { free(object); }
};
template <class T, auto free>
using Owned = std::unique_ptr<T, Freed<free>>;

template <class T>
T* made(T* object, const char* step) {
  must(object != nullptr, step);
  return object;
}

const std::uint8_t* in(std::string_view bytes) {
  // Null means "leave as it is" to OpenSSL, so nothing needs an address too.
  return reinterpret_cast<const std::uint8_t*>(bytes.data() ? bytes.data() : "");
}
std::uint8_t* out(std::string& bytes) { return reinterpret_cast<std::uint8_t*>(bytes.data()); }

// Algorithms are looked up once; a look-up costs as much as hashing 64 bytes.
struct Sha1 {
  static constexpr char name[] = "SHA1";
  static constexpr std::size_t size = 20;
};
struct Sha256 {
  static constexpr char name[] = "SHA256";
  static constexpr std::size_t size = digest_size;
};
struct Sha512 {
  static constexpr char name[] = "SHA512";
  static constexpr std::size_t size = 64;
};
template <class Digest>
EVP_MD* digest_algorithm() {
  static EVP_MD* found = made(EVP_MD_fetch(nullptr, Digest::name, nullptr), Digest::name);
  return found;
}
EVP_CIPHER* aes_gcm_algorithm() {
  static EVP_CIPHER* found = made(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr), "fetch AES");
  return found;
}
EVP_MAC* hmac_algorithm() {
  static EVP_MAC* found = made(EVP_MAC_fetch(nullptr, "HMAC", nullptr), "fetch HMAC");
  return found;
}
EVP_KDF* hkdf_algorithm() {
  static EVP_KDF* found = made(EVP_KDF_fetch(nullptr, "HKDF", nullptr), "fetch HKDF");
  return found;
}

// A thread keeps its contexts; when a use ends they are keyed with zeros, so that no key stays
// behind.
constexpr std::uint8_t zeros[Key::size] = {};

class Cipher {
 public:
  Cipher(bool seal, const Key& key, std::string_view nonce) : context_(of_thread()) {
    must(EVP_CipherInit_ex2(context_, aes_gcm_algorithm(), in(key.view()), in(nonce), seal,
                            nullptr) == 1,
         "key AES");
  }
  ~Cipher() { EVP_CipherInit_ex2(context_, nullptr, zeros, zeros, 1, nullptr); }
  Cipher(const Cipher&) = delete;
  Cipher& operator=(const Cipher&) = delete;

  void authenticate(std::string_view aad) {
    int n = 0;
    if (aad.empty()) return;
    must(EVP_CipherUpdate(context_, nullptr, &n, in(aad), static_cast<int>(aad.size())) == 1,
         "AAD");
  }
  void transform(std::string_view text, std::uint8_t* to) {
    int n = 0;
    if (text.empty()) return;
    must(EVP_CipherUpdate(context_, to, &n, in(text), static_cast<int>(text.size())) == 1, "AES");
  }
  bool finish() {
    std::uint8_t rest[16];
    int n = 0;
    return EVP_CipherFinal_ex(context_, rest, &n) == 1;
  }
  void tag(int control, std::uint8_t* bytes) {
    must(EVP_CIPHER_CTX_ctrl(context_, control, tag_size, bytes) == 1, "GCM tag");
  }

 private:
  static EVP_CIPHER_CTX* of_thread() {
    thread_local Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free> context(
        made(EVP_CIPHER_CTX_new(), "new cipher context"));
    return context.get();
  }
  EVP_CIPHER_CTX* context_;
};

template <class Digest>
class Hmac {
 public:
  explicit Hmac(std::string_view key) : context_(of_thread()) {
    must(EVP_MAC_init(context_, in(key), key.size(), nullptr) == 1, "key HMAC");
  }
  ~Hmac() { EVP_MAC_init(context_, zeros, sizeof zeros, nullptr); }
  Hmac(const Hmac&) = delete;
  Hmac& operator=(const Hmac&) = delete;

  void digest(std::string_view data, std::uint8_t* to) {
    std::size_t n = 0;
    must(EVP_MAC_update(context_, in(data), data.size()) == 1, "HMAC");
    must(EVP_MAC_final(context_, to, &n, Digest::size) == 1 && n == Digest::size, "end HMAC");
  }

 private:
  static EVP_MAC_CTX* of_thread() {
    thread_local Owned<EVP_MAC_CTX, EVP_MAC_CTX_free> context = [] {
      Owned<EVP_MAC_CTX, EVP_MAC_CTX_free> fresh(
          made(EVP_MAC_CTX_new(hmac_algorithm()), "new HMAC"));
      std::string digest = Digest::name;
      OSSL_PARAM settings[] = {
          OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
          OSSL_PARAM_construct_end()};
      must(EVP_MAC_CTX_set_params(fresh.get(), settings) == 1, Digest::name);
      return fresh;
    }();
    return context.get();
  }
  EVP_MAC_CTX* context_;
};

OSSL_PARAM octets(const char* name, std::string_view bytes) {
  return OSSL_PARAM_construct_octet_string(name, const_cast<std::uint8_t*>(in(bytes)),
                                           bytes.size());
}

template <class Digest>
Bytes digest_of(std::string_view data) {
  thread_local Owned<EVP_MD_CTX, EVP_MD_CTX_free> context(made(EVP_MD_CTX_new(), "new digest"));
  Bytes digest(Digest::size, '\0');
  must(EVP_DigestInit_ex2(context.get(), digest_algorithm<Digest>(), nullptr) == 1 &&
           EVP_DigestUpdate(context.get(), data.data(), data.size()) == 1 &&
           EVP_DigestFinal_ex(context.get(), out(digest), nullptr) == 1,
       Digest::name);
  return digest;
}

template <class Digest>
Bytes hmac_of(std::string_view key, std::string_view data) {
  Bytes digest(Digest::size, '\0');
  Hmac<Digest>(key).digest(data, out(digest));
  return digest;
}

constexpr std::array<std::uint32_t, 256> crc_table = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t rest = byte;
    for (int bit = 0; bit < 8; ++bit) rest = (rest >> 1) ^ (rest & 1 ? 0xedb88320u : 0);
    table[byte] = rest;
  }
  return table;
}();

}  // namespace

Key Key::random() {
  Key key;
  must(RAND_priv_bytes(key.bytes_.data(), size) == 1, "random key");
  return key;
}

Key Key::from(std::string_view bytes) {
  ENSURE(bytes.size() == size);
  Key key;
  bytes.copy(reinterpret_cast<char*>(key.bytes_.data()), size);
  return key;
}

Key::~Key() { OPENSSL_cleanse(bytes_.data(), size); }

Key::Key(Key&& other) noexcept : bytes_(other.bytes_) {
  OPENSSL_cleanse(other.bytes_.data(), size);
}

Key& Key::operator=(Key&& other) noexcept {
  if (this == &other) return *this;
  bytes_ = other.bytes_;
  OPENSSL_cleanse(other.bytes_.data(), size);
  return *this;
}

// Nonces and salts are small and many: they come from a buffer that is wiped as it is used.
Bytes random_bytes(std::size_t n) {
  struct Buffer {
    std::array<unsigned char, 4096> bytes;
    std::size_t left = 0;
    ~Buffer() { OPENSSL_cleanse(bytes.data(), bytes.size()); }
  };
  thread_local Buffer buffer;
  Bytes taken(n, '\0');
  if (n > buffer.bytes.size() / 8) {
    must(RAND_bytes_ex(nullptr, out(taken), n, 0) == 1, "random bytes");
    return taken;
  }
  if (buffer.left < n) {
    must(RAND_bytes_ex(nullptr, buffer.bytes.data(), buffer.bytes.size(), 0) == 1, "random bytes");
    buffer.left = buffer.bytes.size();
  }
  unsigned char* from = buffer.bytes.data() + buffer.left - n;
  std::memcpy(taken.data(), from, n);
  OPENSSL_cleanse(from, n);
  buffer.left -= n;
  return taken;
}

Bytes sha1(std::string_view data) { return digest_of<Sha1>(data); }
Bytes sha256(std::string_view data) { return digest_of<Sha256>(data); }
Bytes sha512(std::string_view data) { return digest_of<Sha512>(data); }

Bytes hmac_sha1(std::string_view key, std::string_view data) { return hmac_of<Sha1>(key, data); }
Bytes hmac_sha256(std::string_view key, std::string_view data) {
  return hmac_of<Sha256>(key, data);
}

Bytes hkdf_sha256(std::string_view key, std::string_view salt, std::string_view info,
                  std::size_t length) {
  ENSURE(length <= hkdf_max && info.size() <= hkdf_info_max);
  Bytes derived(length, '\0');
  if (length == 0) return derived;
  char digest[] = "SHA256";
  OSSL_PARAM settings[] = {OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
                           octets(OSSL_KDF_PARAM_KEY, key), octets(OSSL_KDF_PARAM_SALT, salt),
                           octets(OSSL_KDF_PARAM_INFO, info), OSSL_PARAM_construct_end()};
  Owned<EVP_KDF_CTX, EVP_KDF_CTX_free> context(made(EVP_KDF_CTX_new(hkdf_algorithm()), "new HKDF"));
  must(EVP_KDF_derive(context.get(), out(derived), length, settings) == 1, "HKDF");
  return derived;
}

Bytes scrypt(std::string_view passphrase, std::string_view salt, std::size_t length,
             ScryptCost cost) {
  Bytes derived(length, '\0');
  must(EVP_PBE_scrypt(passphrase.data() ? passphrase.data() : "", passphrase.size(), in(salt),
                      salt.size(), cost.n, cost.r, cost.p, scrypt_memory_max, out(derived),
                      length) == 1,
       "scrypt");
  return derived;
}

Key key_from_passphrase(std::string_view passphrase, std::string_view salt) {
  Bytes derived = scrypt(passphrase, salt, Key::size);
  Key key = Key::from(derived);
  wipe(derived);
  return key;
}

Bytes aes_gcm_seal(const Key& key, std::string_view nonce, std::string_view aad,
                   std::string_view plain) {
  ENSURE(nonce.size() == nonce_size);
  ENSURE(plain.size() <= message_max && aad.size() <= message_max);
  Bytes sealed(plain.size() + tag_size, '\0');
  Cipher cipher(true, key, nonce);
  cipher.authenticate(aad);
  cipher.transform(plain, out(sealed));
  must(cipher.finish(), "end AES");
  cipher.tag(EVP_CTRL_AEAD_GET_TAG, out(sealed) + plain.size());
  return sealed;
}

std::optional<Bytes> aes_gcm_open(const Key& key, std::string_view nonce, std::string_view aad,
                                  std::string_view sealed) {
  if (nonce.size() != nonce_size || sealed.size() < tag_size) return std::nullopt;
  if (sealed.size() > message_max + tag_size || aad.size() > message_max) return std::nullopt;
  std::size_t size = sealed.size() - tag_size;
  std::uint8_t tag[tag_size];
  sealed.copy(reinterpret_cast<char*>(tag), tag_size, size);
  Bytes plain(size, '\0');
  Cipher cipher(false, key, nonce);
  cipher.authenticate(aad);
  cipher.transform(sealed.substr(0, size), out(plain));
  cipher.tag(EVP_CTRL_AEAD_SET_TAG, tag);
  if (cipher.finish()) return plain;
  wipe(plain);
  ERR_clear_error();
  return std::nullopt;
}

std::uint32_t crc32(std::string_view data) {
  std::uint32_t rest = 0xffffffff;
  for (char byte : data)
    rest = (rest >> 8) ^ crc_table[(rest ^ static_cast<std::uint8_t>(byte)) & 0xff];
  return ~rest;
}

void wipe(std::string& secret) {
  secret.resize(secret.capacity());
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

}  // namespace probity::crypto
