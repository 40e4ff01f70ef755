#include "crypto/signatures.h"

#include <algorithm>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

namespace probity::crypto {
namespace {

template <auto free>
struct Freed {
  void operator()(auto* object) const { free(object); }
};
template <class T, auto free>
using Owned = std::unique_ptr<T, Freed<free>>;

const std::uint8_t* in(std::string_view bytes) {
  return reinterpret_cast<const std::uint8_t*>(bytes.data() ? bytes.data() : "");
}

void must(bool done, const char* step) {
  if (!done) throw Breakdown("Cryptography is not available.", std::string("OpenSSL: ") + step);
}

struct HashRow {
  std::size_t size;
  const EVP_MD* (*algorithm)();
};
const HashRow& row_of(Hash hash) {
  static constexpr HashRow rows[] = {{32, EVP_sha256}, {48, EVP_sha384}, {64, EVP_sha512}};
  return rows[static_cast<std::size_t>(hash)];
}

struct CurveRow {
  std::size_t size;
  const char* name;
};
const CurveRow& row_of(Curve curve) {
  static constexpr CurveRow rows[] = {{32, "P-256"}, {48, "P-384"}, {66, "P-521"}};
  return rows[static_cast<std::size_t>(curve)];
}

// Primes p of the generator behind ROCA are k·M + (65537^a mod M), M the product of the first
// primes: so the modulus is a power of 65537 modulo each of them. By chance that is true of one key
// in 2^27.
bool has_roca_print(std::string_view modulus) {
  static constexpr unsigned primes[] = {
      3,  5,  7,  11, 13, 17,  19,  23,  29,  31,  37,  41,  43,  47,  53,  59,  61,  67,  71,
      73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167};
  return std::ranges::all_of(primes, [&](unsigned prime) {
    unsigned rest = 0, power = 1;
    for (unsigned char byte : modulus) rest = (rest << 8 | byte) % prime;
    do {
      if (power == rest) return true;
      power = power * 65537 % prime;
    } while (power != 1);
    return false;
  });
}

using Params = Owned<OSSL_PARAM, OSSL_PARAM_free>;
using Builder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;

std::shared_ptr<void> key_from(const char* type, OSSL_PARAM* params) {
  Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(
      EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  must(context && EVP_PKEY_fromdata_init(context.get()) == 1, "key context");
  EVP_PKEY* key = nullptr;
  bool made = EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params) == 1;
  std::shared_ptr<void> owned(key, [](void* k) { EVP_PKEY_free(static_cast<EVP_PKEY*>(k)); });
  ERR_clear_error();
  return made ? owned : nullptr;
}

bool verify(void* key, int padding, Hash hash, std::string_view message,
            const std::uint8_t* signature, std::size_t size) {
  Owned<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* settings = nullptr;  // the context's own
  must(context && EVP_DigestVerifyInit(context.get(), &settings, row_of(hash).algorithm(), nullptr,
                                       static_cast<EVP_PKEY*>(key)) == 1,
       "verify");
  if (padding) must(EVP_PKEY_CTX_set_rsa_padding(settings, padding) == 1, "padding");
  if (padding == RSA_PKCS1_PSS_PADDING)
    must(EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, RSA_PSS_SALTLEN_DIGEST) == 1, "salt length");
  bool fits = EVP_DigestVerify(context.get(), signature, size, in(message), message.size()) == 1;
  ERR_clear_error();
  return fits;
}

}  // namespace

std::size_t size_of(Hash hash) { return row_of(hash).size; }
std::size_t size_of(Curve curve) { return row_of(curve).size; }

Bytes hmac(Hash hash, std::string_view key, std::string_view data) {
  Bytes digest(size_of(hash), '\0');
  must(HMAC(row_of(hash).algorithm(), in(key), static_cast<int>(key.size()), in(data), data.size(),
            reinterpret_cast<std::uint8_t*>(digest.data()), nullptr) != nullptr,
       "HMAC");
  return digest;
}

std::optional<PublicKey> PublicKey::rsa(std::string_view modulus, std::string_view exponent) {
  if (modulus.size() < 256 || modulus.size() > 512 || exponent.empty() || exponent.size() > 4)
    return std::nullopt;
  if (modulus[0] == 0 || exponent[0] == 0) return std::nullopt;
  std::uint64_t e = 0;
  for (unsigned char byte : exponent) e = e << 8 | byte;
  Owned<BIGNUM, BN_free> n(BN_bin2bn(in(modulus), static_cast<int>(modulus.size()), nullptr));
  Owned<BIGNUM, BN_free> e_number(BN_new());
  must(n && e_number && BN_set_word(e_number.get(), e) == 1, "number");
  if (e < 65537 || e % 2 == 0 || BN_num_bits(n.get()) < 2048 || !BN_is_odd(n.get()) ||
      has_roca_print(modulus))
    return std::nullopt;
  Builder builder(OSSL_PARAM_BLD_new());
  must(builder && OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) == 1 &&
           OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e_number.get()) == 1,
       "RSA parameters");
  Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  must(params != nullptr, "RSA parameters");
  auto key = key_from("RSA", params.get());
  if (!key) return std::nullopt;
  return PublicKey(Kind::rsa, modulus.size(), std::move(key));
}

std::optional<PublicKey> PublicKey::ec(Curve curve, std::string_view x, std::string_view y) {
  const CurveRow& row = row_of(curve);
  if (x.size() != row.size || y.size() != row.size) return std::nullopt;
  std::string point = "\x04" + std::string(x) + std::string(y);
  OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, const_cast<char*>(row.name), 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
      OSSL_PARAM_construct_end()};
  auto key = key_from("EC", params);
  if (!key) return std::nullopt;
  Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(
      EVP_PKEY_CTX_new_from_pkey(nullptr, static_cast<EVP_PKEY*>(key.get()), nullptr));
  must(context != nullptr, "key context");
  bool sound = EVP_PKEY_public_check(context.get()) == 1;
  ERR_clear_error();
  if (!sound) return std::nullopt;
  return PublicKey(Kind::ec, row.size, std::move(key));
}

bool PublicKey::rsa_with(int padding, Hash hash, std::string_view message,
                         std::string_view signature) const {
  return kind_ == Kind::rsa && signature.size() == size_ &&
         verify(key_.get(), padding, hash, message, in(signature), signature.size());
}

bool PublicKey::rsa_pkcs1(Hash hash, std::string_view message, std::string_view signature) const {
  return rsa_with(RSA_PKCS1_PADDING, hash, message, signature);
}

bool PublicKey::rsa_pss(Hash hash, std::string_view message, std::string_view signature) const {
  return rsa_with(RSA_PKCS1_PSS_PADDING, hash, message, signature);
}

// OpenSSL takes the pair as DER.
bool PublicKey::ecdsa(Hash hash, std::string_view message, std::string_view signature) const {
  if (kind_ != Kind::ec || signature.size() != 2 * size_) return false;
  int half = static_cast<int>(size_);
  Owned<ECDSA_SIG, ECDSA_SIG_free> pair(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(in(signature), half, nullptr);
  BIGNUM* s = BN_bin2bn(in(signature) + half, half, nullptr);
  must(pair && r && s && ECDSA_SIG_set0(pair.get(), r, s) == 1, "signature");
  std::uint8_t* der = nullptr;
  int size = i2d_ECDSA_SIG(pair.get(), &der);
  must(size > 0, "signature as DER");
  bool fits = verify(key_.get(), 0, hash, message, der, static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return fits;
}

}  // namespace probity::crypto
