// The vectors of Wycheproof for JSON Web Signatures and Keys: 401 and 26 cases, no disagreement but
// for those that contradict their own standard, which are named here.
#include <gtest/gtest.h>

#include <map>

#include "crypto/test_vectors.h"
#include "tokens/jws.h"

namespace probity::tokens {
namespace {

// One case with the key or keys of its group, and the algorithm that we trust those for.
std::optional<Algorithm> algorithm_named(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(Algorithm::eddsa); ++i)
    if (name_of(static_cast<Algorithm>(i)) == name) return static_cast<Algorithm>(i);
  return std::nullopt;
}

// Keys without an algorithm, or one that doesn't exist, get what someone who trusts such a key
// could have meant.
Algorithm trusted_for(const json::Value& jwk) {
  if (auto named = algorithm_named(jwk.text_at("alg"))) return *named;
  std::string_view kty = jwk.text_at("kty");
  return kty == "EC" ? Algorithm::es256 : kty == "oct" ? Algorithm::hs256 : Algorithm::rs256;
}

const json::Value& keys_of(const json::Value& group) {
  const json::Value* found = group.find("public");
  return found ? *found : *group.find("private");
}

bool accepts(const json::Value& jwk, Algorithm algorithm, std::string_view token) {
  auto key = VerificationKey::from(jwk, algorithm);
  return key && verify(token, KeySet(std::move(*key))).has_value();
}

struct Case {
  const json::Value* group;
  std::string token;
  bool valid;
};

// By their numbers.
std::map<std::int64_t, Case> cases_of(const json::Value& suite) {
  std::map<std::int64_t, Case> cases;
  for (const json::Value& group : suite.find("testGroups")->array())
    for (const json::Value& test : group.find("tests")->array()) {
      std::string_view result = test.text_at("result");
      EXPECT_TRUE(result == "valid" || result == "invalid") << result;
      cases[*test.find("tcId")->integer()] = {&group, std::string(test.text_at("jws")),
                                              result == "valid"};
    }
  return cases;
}

// What the vectors say against their own standard. Their judgement is the other way round.
constexpr std::int64_t twins[] = {367, 370};  // said to be padded, but byte for byte the valid 357
constexpr std::int64_t not_base64url[] = {372, 373};  // "valid" with a '?', RFC 7515 § 2 refuses it
// RFC 7520 prints this key without "alg" and signs figure 20 with PS384 and figure 27 with ES512;
// the vectors write "alg": "PS256" and "ES521" (which does not exist) into it. An algorithm that
// is not the key's is refused (as cases 331 to 340 want), so the members are taken out again.
const std::map<std::int64_t, Algorithm> without_alg = {{346, Algorithm::ps384},
                                                       {347, Algorithm::es512},
                                                       {350, Algorithm::ps384},
                                                       {351, Algorithm::es512}};

TEST(Wycheproof, JsonWebSignatures) {
  auto suite = crypto::wycheproof("json_web_signature_test", PROBITY_SOURCE_DIR);
  if (!suite) GTEST_SKIP() << "not present";
  auto cases = cases_of(*suite);
  ASSERT_EQ(cases.size(), 401u);
  for (auto id : twins) {
    EXPECT_EQ(cases[id].token, cases[357].token);
    EXPECT_FALSE(cases[id].valid);
    cases[id].valid = true;
  }
  for (auto id : not_base64url) {
    EXPECT_TRUE(cases[id].valid && cases[id].token.contains('?'));
    cases[id].valid = false;
  }
  int disagreements = 0;
  for (const auto& [id, c] : cases) {
    json::Value jwk = keys_of(*c.group);
    Algorithm algorithm = trusted_for(jwk);
    if (auto printed = without_alg.find(id); printed != without_alg.end()) {
      EXPECT_FALSE(accepts(jwk, algorithm, c.token)) << id;
      EXPECT_TRUE(jwk.object().erase("alg"));
      algorithm = printed->second;
    }
    bool agrees = accepts(jwk, algorithm, c.token) == c.valid;
    EXPECT_TRUE(agrees) << "case " << id << " should be " << (c.valid ? "valid" : "refused");
    disagreements += !agrees;
  }
  std::printf("disagreements=%d of %zu\n", disagreements, cases.size());
}

TEST(Wycheproof, JsonWebKeys) {
  auto suite = crypto::wycheproof("json_web_key_test", PROBITY_SOURCE_DIR);
  if (!suite) GTEST_SKIP() << "not present";
  auto cases = cases_of(*suite);
  ASSERT_EQ(cases.size(), 26u);
  int disagreements = 0;
  for (const auto& [id, c] : cases) {
    const json::Value& jwks = keys_of(*c.group);
    auto keys = KeySet::from(jwks, trusted_for(jwks.find("keys")->array()[0]));
    bool agrees = (keys && verify(c.token, *keys).has_value()) == c.valid;
    EXPECT_TRUE(agrees) << "case " << id << " should be " << (c.valid ? "valid" : "refused");
    disagreements += !agrees;
  }
  std::printf("disagreements=%d of %zu\n", disagreements, cases.size());
}

}  // namespace
}  // namespace probity::tokens
