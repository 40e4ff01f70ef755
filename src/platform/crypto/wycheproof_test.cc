// Vectors of others, made to break implementations. Needs ../shared/data/vectors and zstd.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>

#include "base/text.h"
#include "crypto/crypto.h"
#include "json/json.h"

namespace probity::crypto {
namespace {

std::string unpacked(const std::filesystem::path& file) {
  std::string text;
  FILE* pipe = popen(("zstd -dc '" + file.string() + "'").c_str(), "r");
  if (!pipe) return text;
  std::array<char, 65536> block;
  while (std::size_t n = fread(block.data(), 1, block.size(), pipe)) text.append(block.data(), n);
  return pclose(pipe) == 0 ? text : "";
}

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

struct Suite {
  const char* file;
  Outcome (*run)(const json::Value& group, const json::Value& test, bool valid);
  int expected;  // cases at least
};

class Wycheproof : public testing::TestWithParam<Suite> {};

TEST_P(Wycheproof, EveryCase) {
  const char* shared = std::getenv("PROBITY_SHARED");
  auto file = std::filesystem::path(shared ? shared : PROBITY_SOURCE_DIR "/../shared") /
              "data/vectors/wycheproof" / (std::string(GetParam().file) + ".json.zst");
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "not present";
  auto suite = json::parse(unpacked(file));
  ASSERT_TRUE(suite) << suite.error().message;
  int ran = 0;
  for (const json::Value& group : suite->find("testGroups")->array())
    for (const json::Value& test : group.find("tests")->array()) {
      std::string_view result = test.text_at("result");
      ASSERT_TRUE(result == "valid" || result == "invalid") << result;
      Outcome outcome = GetParam().run(group, test, result == "valid");
      EXPECT_NE(outcome, Outcome::failed) << "case " << test.find("tcId")->number().text;
      ran += outcome != Outcome::not_offered;
    }
  EXPECT_GE(ran, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Vectors, Wycheproof,
                         testing::Values(Suite{"aes_gcm_test", aes_gcm, 66},
                                         Suite{"hmac_sha256_test", hmac, 174},
                                         Suite{"hkdf_sha256_test", hkdf, 86}),
                         [](const auto& suite) { return std::string(suite.param.file); });

}  // namespace
}  // namespace probity::crypto
