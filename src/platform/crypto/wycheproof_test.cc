// Vectors of others, made to break implementations.
#include <gtest/gtest.h>

#include "base/text.h"
#include "crypto/crypto.h"
#include "crypto/ed25519.h"
#include "crypto/signatures.h"
#include "crypto/test_vectors.h"
#include "json/json.h"

namespace probity::crypto {
namespace {

Bytes bytes(const json::Value& test, const char* member) {
  static const std::string digits = "0123456789abcdef";
  std::string_view text = test.text_at(member);
  Bytes result;
  for (std::size_t at = 0; at + 1 < text.size(); at += 2)
    result += static_cast<char>(digits.find(text[at]) * 16 + digits.find(text[at + 1]));
  return result;
}

std::size_t size_of(const json::Value& of, const char* member) {
  const json::Value* found = of.find(member);
  return found ? static_cast<std::size_t>(found->integer().value_or(0)) : 0;
}

// A case passes, or it is of parameters that we do not offer.
enum class Outcome { passed, failed, not_offered };

Outcome judge(bool right) { return right ? Outcome::passed : Outcome::failed; }

Outcome aes_gcm(const json::Value& group, const json::Value& test, bool valid) {
  if (size_of(group, "keySize") != 256 || size_of(group, "ivSize") != 96 ||
      size_of(group, "tagSize") != 128)
    return Outcome::not_offered;
  Key key = Key::from(bytes(test, "key"));
  Bytes sealed = bytes(test, "ct") + bytes(test, "tag"), plain = bytes(test, "msg");
  auto opened = aes_gcm_open(key, bytes(test, "iv"), bytes(test, "aad"), sealed);
  if (!valid) return judge(!opened);
  return judge(opened == plain &&
               aes_gcm_seal(key, bytes(test, "iv"), bytes(test, "aad"), plain) == sealed);
}

Outcome hmac(const json::Value& group, const json::Value& test, bool valid) {
  Bytes tag = hmac_sha256(bytes(test, "key"), bytes(test, "msg"));
  tag.resize(size_of(group, "tagSize") / 8);  // some are truncated
  return judge(equal_secret(tag, bytes(test, "tag")) == valid);
}

Outcome hkdf(const json::Value&, const json::Value& test, bool valid) {
  std::size_t size = size_of(test, "size");
  if (!valid) return judge(size > 8160);  // the bound itself is in crypto_test.cc
  return judge(hkdf_sha256(bytes(test, "ikm"), bytes(test, "salt"), bytes(test, "info"), size) ==
               bytes(test, "okm"));
}

Outcome ed25519(const json::Value& group, const json::Value& test, bool valid) {
  return judge(ed25519_verify(bytes(*group.find("publicKey"), "pk"), bytes(test, "msg"),
                              bytes(test, "sig")) == valid);
}

Outcome hmac_512(const json::Value& group, const json::Value& test, bool valid) {
  Bytes tag = hmac(Hash::sha512, bytes(test, "key"), bytes(test, "msg"));
  tag.resize(size_of(group, "tagSize") / 8);
  return judge(equal_secret(tag, bytes(test, "tag")) == valid);
}

Outcome ecdsa_p256(const json::Value& group, const json::Value& test, bool valid) {
  Bytes point = bytes(*group.find("publicKey"), "uncompressed").substr(1);
  auto key = PublicKey::ec(Curve::p256, point.substr(0, 32), point.substr(32));
  return judge(key && key->ecdsa(Hash::sha256, bytes(test, "msg"), bytes(test, "sig")) == valid);
}

// The vectors write numbers with a leading zero. A key that we refuse is not offered.
Outcome rsa_pkcs1_256(const json::Value& group, const json::Value& test, bool valid) {
  const json::Value& parts = *group.find("publicKey");
  Bytes modulus = bytes(parts, "modulus"), exponent = bytes(parts, "publicExponent");
  for (Bytes* number : {&modulus, &exponent}) number->erase(0, number->find_first_not_of('\0'));
  auto key = PublicKey::rsa(modulus, exponent);
  if (!key) return Outcome::not_offered;
  return judge(key->rsa_pkcs1(Hash::sha256, bytes(test, "msg"), bytes(test, "sig")) == valid);
}

struct Suite {
  const char* file;
  Outcome (*run)(const json::Value& group, const json::Value& test, bool valid);
  int expected;  // cases at least
};

class Wycheproof : public testing::TestWithParam<Suite> {};

TEST_P(Wycheproof, EveryCase) {
  auto suite = wycheproof(GetParam().file, PROBITY_SOURCE_DIR);
  if (!suite) GTEST_SKIP() << "not present";
  ASSERT_TRUE(suite->find("testGroups"));
  int ran = 0;
  for (const json::Value& group : suite->find("testGroups")->array())
    for (const json::Value& test : group.find("tests")->array()) {
      std::string_view result = test.text_at("result");
      // "acceptable" is an RSA signature without the NULL of its digest's name: refused as well.
      ASSERT_TRUE(result == "valid" || result == "invalid" || result == "acceptable") << result;
      Outcome outcome = GetParam().run(group, test, result == "valid");
      EXPECT_NE(outcome, Outcome::failed) << "case " << test.find("tcId")->number().text;
      ran += outcome != Outcome::not_offered;
    }
  EXPECT_GE(ran, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Vectors, Wycheproof,
    testing::Values(Suite{"aes_gcm_test", aes_gcm, 66}, Suite{"hmac_sha256_test", hmac, 174},
                    Suite{"hkdf_sha256_test", hkdf, 86}, Suite{"hmac_sha512_test", hmac_512, 174},
                    Suite{"ed25519_test", ed25519, 151},
                    Suite{"ecdsa_secp256r1_sha256_p1363_test", ecdsa_p256, 262},
                    Suite{"rsa_signature_2048_sha256_test", rsa_pkcs1_256, 257},
                    Suite{"rsa_signature_3072_sha256_test", rsa_pkcs1_256, 258},
                    Suite{"rsa_signature_4096_sha256_test", rsa_pkcs1_256, 258}),
    [](const auto& suite) { return std::string(suite.param.file); });

}  // namespace
}  // namespace probity::crypto
