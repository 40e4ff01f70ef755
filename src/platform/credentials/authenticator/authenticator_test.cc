#include "credentials/authenticator/authenticator.h"

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>

#include "base/text.h"
#include "credentials/cbor.h"
#include "crypto/crypto.h"

namespace probity::credentials {
namespace {

EVP_PKEY* made_key(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::es256:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
    case Algorithm::eddsa:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    case Algorithm::rs256:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048});
  }
  return nullptr;
}

std::shared_ptr<void> owned_key(Algorithm algorithm) {
  return {made_key(algorithm), [](void* key) { EVP_PKEY_free(static_cast<EVP_PKEY*>(key)); }};
}

std::string number(const std::shared_ptr<void>& key, const char* name, int size) {
  BIGNUM* value = nullptr;
  EXPECT_EQ(EVP_PKEY_get_bn_param(static_cast<EVP_PKEY*>(key.get()), name, &value), 1);
  std::string bytes(static_cast<std::size_t>(size), '\0');
  BN_bn2binpad(value, reinterpret_cast<unsigned char*>(bytes.data()), size);
  BN_free(value);
  return bytes;
}

}  // namespace

std::string cbor_head(int major, std::uint64_t value) {
  int size = value < 24 ? 0 : value < 256 ? 1 : value < 65536 ? 2 : 4;
  std::string head(1, static_cast<char>(major << 5 | (size == 0   ? static_cast<int>(value)
                                                      : size == 1 ? 24
                                                      : size == 2 ? 25
                                                                  : 26)));
  for (int i = size - 1; i >= 0; --i) head += static_cast<char>(value >> (8 * i));
  return head;
}
std::string cbor_text(std::string_view text) {
  return cbor_head(3, text.size()) + std::string(text);
}
std::string cbor_bytes(std::string_view bytes) {
  return cbor_head(2, bytes.size()) + std::string(bytes);
}
std::string cbor_number(std::int64_t number) {
  return number < 0 ? cbor_head(1, static_cast<std::uint64_t>(-1 - number))
                    : cbor_head(0, static_cast<std::uint64_t>(number));
}

Authenticator::Authenticator(Algorithm algorithm)
    : id(crypto::random_bytes(32)),
      user_handle(make_user_handle()),
      algorithm_(algorithm),
      key_(owned_key(algorithm)),
      other_key_(owned_key(algorithm)) {}

std::string Authenticator::sign(const std::string& text, bool other_key) const {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  auto* key = static_cast<EVP_PKEY*>((other_key ? other_key_ : key_).get());
  const EVP_MD* digest = algorithm_ == Algorithm::eddsa ? nullptr : EVP_sha256();
  auto* in = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t size = 0;
  std::string signature;
  if (EVP_DigestSignInit(context, nullptr, digest, nullptr, key) == 1 &&
      EVP_DigestSign(context, nullptr, &size, in, text.size()) == 1) {
    signature.resize(size);
    EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size, in,
                   text.size());
    signature.resize(size);
  }
  EVP_MD_CTX_free(context);
  return signature;
}

std::string Authenticator::cose_key() const {
  std::string algorithm = cbor_number(3) + cbor_number(static_cast<int>(algorithm_));
  auto kind = [&](int number) { return cbor_number(1) + cbor_number(number) + algorithm; };
  if (algorithm_ == Algorithm::es256)
    return cbor_head(5, 5) + kind(2) + cbor_number(-1) + cbor_number(1) + cbor_number(-2) +
           cbor_bytes(number(key_, OSSL_PKEY_PARAM_EC_PUB_X, 32)) + cbor_number(-3) +
           cbor_bytes(number(key_, OSSL_PKEY_PARAM_EC_PUB_Y, 32));
  if (algorithm_ == Algorithm::eddsa) {
    std::string raw(32, '\0');
    std::size_t size = raw.size();
    EVP_PKEY_get_raw_public_key(static_cast<EVP_PKEY*>(key_.get()),
                                reinterpret_cast<unsigned char*>(raw.data()), &size);
    return cbor_head(5, 4) + kind(1) + cbor_number(-1) + cbor_number(6) + cbor_number(-2) +
           cbor_bytes(raw);
  }
  return cbor_head(5, 4) + kind(3) + cbor_number(-1) +
         cbor_bytes(number(key_, OSSL_PKEY_PARAM_RSA_N, 256)) + cbor_number(-2) +
         cbor_bytes(number(key_, OSSL_PKEY_PARAM_RSA_E, 3));
}

std::string Authenticator::client(const std::string& type, const std::string& challenge,
                                  const Lie& lie) const {
  if (lie.client) return *lie.client;
  json::Object client{{"type", lie.type.value_or(type)},
                      {"challenge", base64url(lie.challenge.value_or(challenge))},
                      {"origin", lie.origin.value_or("https://acme.example")},
                      {"crossOrigin", lie.cross_origin.value_or(json::Value(false))}};
  return json::write(client);
}

static std::string head_of(const Authenticator::Lie& lie, int flags, std::uint32_t count) {
  std::string head = crypto::sha256(lie.party.value_or("acme.example"));
  head += static_cast<char>(lie.flags.value_or(flags));
  std::uint32_t told = lie.sign_count.value_or(count);
  for (int i = 3; i >= 0; --i) head += static_cast<char>(told >> (8 * i));
  return head;
}

json::Value Authenticator::registration(const std::string& challenge, const Lie& lie) const {
  std::string told = client("webauthn.create", challenge, lie);
  std::string own = lie.id.value_or(id);
  std::string facts = head_of(lie, 0x45, sign_count) + std::string(16, '\0');
  facts += static_cast<char>(own.size() >> 8);
  facts += static_cast<char>(own.size());
  facts += own + cose_key() + lie.tail;
  std::string statement = "\xa0";
  if (lie.packed)
    statement =
        cbor_head(5, 2) + cbor_text("alg") + cbor_number(static_cast<int>(algorithm_)) +
        cbor_text("sig") +
        cbor_bytes(lie.signature.value_or(sign(facts + crypto::sha256(told), lie.other_key)));
  std::string object = cbor_head(5, 3) + cbor_text("fmt") +
                       cbor_text(lie.format.value_or(lie.packed ? "packed" : "none")) +
                       cbor_text("attStmt") + lie.statement.value_or(statement) +
                       cbor_text("authData") + cbor_bytes(facts);
  object.resize(object.size() - lie.cut);
  return json::Object{{"id", base64url(id)},
                      {"rawId", base64url(lie.raw_id.value_or(id))},
                      {"type", "public-key"},
                      {"clientExtensionResults", json::Object{}},
                      {"response", json::Object{{"clientDataJSON", base64url(told)},
                                                {"attestationObject", base64url(object)}}}};
}

json::Value Authenticator::assertion(const std::string& challenge, const Lie& lie) const {
  std::string told = client("webauthn.get", challenge, lie);
  std::string facts = head_of(lie, 0x05, sign_count) + lie.tail;
  facts.resize(facts.size() - lie.cut);
  std::string signature = lie.signature.value_or(sign(facts + crypto::sha256(told), lie.other_key));
  return json::Object{
      {"id", base64url(lie.id.value_or(id))},
      {"rawId", base64url(lie.raw_id.value_or(id))},
      {"type", "public-key"},
      {"response", json::Object{{"clientDataJSON", base64url(told)},
                                {"authenticatorData", base64url(facts)},
                                {"signature", base64url(signature)},
                                {"userHandle", base64url(lie.user_handle.value_or(user_handle))}}}};
}

}  // namespace probity::credentials
