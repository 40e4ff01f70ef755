#include "credentials/webauthn.h"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>

#include "base/text.h"
#include "credentials/authenticator/authenticator.h"
#include "credentials/cbor.h"
#include "crypto/crypto.h"

namespace probity::credentials {
namespace {

using Lie = Authenticator::Lie;

const RelyingParty party{
    "acme.example", "Acme", {"https://acme.example", "https://b.acme.example"}};
const Algorithm all[] = {Algorithm::es256, Algorithm::eddsa, Algorithm::rs256};

struct Ceremony {
  explicit Ceremony(Algorithm algorithm = Algorithm::es256) : key(algorithm) {}
  Result<WebauthnCredential> enrol(const Lie& lie = {}, bool verification = true) {
    return verify_registration(party, challenge, {key.user_handle, "ada@acme.example", "Ada"},
                               key.registration(challenge, lie), verification);
  }
  Result<WebauthnAssertion> sign_in(const WebauthnCredential& credential, const Lie& lie = {},
                                    bool verification = true) {
    return verify_assertion(party, challenge, credential, key.assertion(challenge, lie),
                            verification);
  }
  Authenticator key;
  std::string challenge = make_challenge();
};

struct Case {
  const char* name;
  Lie lie;
  const char* field;
  const char* message;
};

template <class T>
void expect_refused(const Result<T>& result, const Case& one) {
  ASSERT_FALSE(result) << one.name;
  EXPECT_EQ(result.error().refusal, Refusal::invalid_input);
  ASSERT_EQ(result.error().faults.size(), 1u) << one.name;
  EXPECT_EQ(result.error().faults[0].field, one.field) << one.name;
  EXPECT_NE(result.error().faults[0].message.find(one.message), std::string::npos)
      << one.name << ": " << result.error().faults[0].message;
}

TEST(Webauthn, EnrolsAndSignsInWithEveryAlgorithm) {
  for (Algorithm algorithm : all)
    for (bool packed : {false, true}) {
      Ceremony ceremony(algorithm);
      auto credential = ceremony.enrol({.packed = packed});
      ASSERT_TRUE(credential) << static_cast<int>(algorithm) << packed << " "
                              << credential.error().faults.at(0).message;
      EXPECT_EQ(credential->algorithm, algorithm);
      EXPECT_EQ(credential->id, ceremony.key.id);
      EXPECT_EQ(credential->sign_count, 1u);
      EXPECT_EQ(credential->aaguid, std::string(16, '\0'));
      EXPECT_EQ(credential->user_handle, ceremony.key.user_handle);
      EXPECT_FALSE(credential->synced);
      auto response = ceremony.key.assertion(ceremony.challenge, {.sign_count = 2});
      EXPECT_EQ(asserted_credential_id(response), ceremony.key.id);
      auto assertion = ceremony.sign_in(*credential, {.sign_count = 2});
      ASSERT_TRUE(assertion) << assertion.error().faults.at(0).message;
      EXPECT_EQ(assertion->sign_count, 2u);
      EXPECT_TRUE(assertion->user_verified);
      EXPECT_TRUE(
          ceremony.sign_in(*credential, {.origin = "https://b.acme.example", .sign_count = 2}));
    }
}

// Registrations and sign-ins share these checks.
const std::vector<Case> client_lies = {
    {"another origin",
     {.origin = "https://acme.example.evil.example"},
     "response.clientDataJSON",
     "another origin"},
    {"a sub-domain",
     {.origin = "https://www.acme.example"},
     "response.clientDataJSON",
     "another origin"},
    {"a port",
     {.origin = "https://acme.example:8443"},
     "response.clientDataJSON",
     "another origin"},
    {"no TLS", {.origin = "http://acme.example"}, "response.clientDataJSON", "another origin"},
    {"no origin", {.origin = ""}, "response.clientDataJSON", "another origin"},
    {"another challenge",
     {.challenge = std::string(32, 'x')},
     "response.clientDataJSON",
     "challenge"},
    {"no challenge", {.challenge = ""}, "response.clientDataJSON", "challenge"},
    {"another type", {.type = "payment.get"}, "response.clientDataJSON", "type"},
    {"a frame", {.cross_origin = json::Value(true)}, "response.clientDataJSON", "inside another"},
    {"a frame, as text",
     {.cross_origin = json::Value("false")},
     "response.clientDataJSON",
     "inside another"},
    {"no JSON", {.client = "garbage"}, "response.clientDataJSON", "JSON object"},
    {"an array", {.client = "[]"}, "response.clientDataJSON", "JSON object"},
    {"twice the same member",
     {.client = R"({"type":"webauthn.create","type":"webauthn.get"})"},
     "response.clientDataJSON",
     "JSON object"},
    {"large client data",
     {.client = std::string(9000, ' ')},
     "response.clientDataJSON",
     "too long"},
    {"another raw id", {.raw_id = "other"}, "id", "the same as rawId"},
};

TEST(Webauthn, RefusesRegistrationsThatLie) {
  constexpr const char* object = "response.attestationObject";
  std::vector<Case> cases = client_lies;
  const std::vector<Case> more = {
      {"a sign-in's type", {.type = "webauthn.get"}, "response.clientDataJSON", "type"},
      {"another party", {.party = "evil.example"}, object, "another relying party"},
      {"no presence", {.flags = 0x44}, object, "present"},
      {"no verification", {.flags = 0x41}, object, "verified"},
      {"no credential", {.flags = 0x05}, object, "no credential"},
      {"backed up, not eligible", {.flags = 0x55}, object, "impossible"},
      {"extensions announced", {.flags = 0xc5}, object, "malformed extensions"},
      {"bytes left over", {.tail = "x"}, object, "left over"},
      {"another id inside", {.id = "other"}, object, "another credential"},
      {"no id inside", {.id = ""}, object, ""},
      {"an id that is too long", {.id = std::string(1024, 'i')}, object, ""},
      {"another format", {.format = "fido-u2f"}, object, "not asked for"},
      {"no format", {.format = ""}, object, "not asked for"},
      {"none with a statement", {.statement = "\xa1\x61x\x01"}, object, "not asked for"},
      {"packed without a statement", {.format = "packed"}, object, "does not verify"},
      {"a statement that is no map",
       {.format = "packed", .statement = "\x01"},
       object,
       "does not verify"},
      {"packed, another's signature",
       {.packed = true, .other_key = true},
       object,
       "does not verify"},
      {"packed, no signature", {.signature = "", .packed = true}, object, "does not verify"},
      {"packed, garbage", {.signature = "garbage", .packed = true}, object, "does not verify"},
  };
  cases.insert(cases.end(), more.begin(), more.end());
  for (const auto& one : cases) expect_refused(Ceremony().enrol(one.lie), one);
  Ceremony ceremony;
  EXPECT_TRUE(ceremony.enrol({.flags = 0x41}, false));
  EXPECT_TRUE(ceremony.enrol({.flags = 0x4d})->synced);
  EXPECT_TRUE(ceremony.enrol({.flags = 0xc5, .tail = "\xa1\x61x\x01"}));
}

TEST(Webauthn, RefusesSignInsThatLie) {
  constexpr const char* facts = "response.authenticatorData";
  std::vector<Case> cases = client_lies;
  const std::vector<Case> more = {
      {"a registration's type", {.type = "webauthn.create"}, "response.clientDataJSON", "type"},
      {"another party", {.party = "evil.example"}, facts, "another relying party"},
      {"no presence", {.flags = 0x04}, facts, "present"},
      {"no verification", {.flags = 0x01}, facts, "verified"},
      {"a credential", {.flags = 0x45}, facts, "must hold no credential"},
      {"extensions announced", {.flags = 0x85}, facts, "malformed extensions"},
      {"bytes left over", {.tail = "x"}, facts, "left over"},
      {"cut short", {.cut = 1}, facts, "cut short"},
      {"another credential", {.id = "other", .raw_id = "other"}, "rawId", "another credential"},
      {"another person", {.user_handle = "bob"}, "response.userHandle", "another person"},
      {"another key", {.other_key = true}, "response.signature", "does not verify"},
      {"garbage for a signature",
       {.signature = std::string(70, '\x30')},
       "response.signature",
       "does not verify"},
      {"no signature", {.signature = ""}, "response.signature", "base64url"},
      {"a long signature", {.signature = std::string(2000, 's')}, "response.signature", "too long"},
      {"a counter that stays", {.sign_count = 5}, counter_field.data(), "copied"},
      {"a counter that goes back", {.sign_count = 4}, counter_field.data(), "copied"},
      {"a counter that was reset", {.sign_count = 0}, counter_field.data(), "copied"},
  };
  cases.insert(cases.end(), more.begin(), more.end());
  for (Algorithm algorithm : all) {
    Ceremony ceremony(algorithm);
    ceremony.key.sign_count = 5;
    auto credential = ceremony.enrol();
    ASSERT_TRUE(credential);
    ceremony.key.sign_count = 6;
    for (const auto& one : cases) expect_refused(ceremony.sign_in(*credential, one.lie), one);
    EXPECT_TRUE(ceremony.sign_in(*credential, {.flags = 0x01}, false));
    EXPECT_FALSE(ceremony.sign_in(*credential, {.flags = 0x01}, false)->user_verified);

    // The same authenticator, but the stored key is another's, or of another algorithm.
    auto swapped = *credential;
    swapped.public_key = Ceremony(algorithm).enrol()->public_key;
    expect_refused(ceremony.sign_in(swapped), {"", {}, "response.signature", "does not verify"});
    for (Algorithm other : all) {
      swapped = *credential;
      swapped.algorithm = other;
      EXPECT_EQ(ceremony.sign_in(swapped).has_value(), other == algorithm);
    }
    credential->sign_count = 0;  // one that does not count
    EXPECT_TRUE(ceremony.sign_in(*credential, {.sign_count = 0}));
  }
}

// Another challenge's answer is refused though all else of it is right.
TEST(Webauthn, RefusesReplays) {
  Ceremony ceremony;
  auto credential = ceremony.enrol();
  ceremony.key.sign_count = 2;
  auto answer = ceremony.key.assertion(ceremony.challenge, {});
  EXPECT_TRUE(verify_assertion(party, ceremony.challenge, *credential, answer, true));
  EXPECT_FALSE(verify_assertion(party, make_challenge(), *credential, answer, true));
}

TEST(Webauthn, RefusesEveryCutAndBentRegistration) {
  Ceremony ceremony;
  std::size_t size =
      unbase64url(
          ceremony.key.registration(ceremony.challenge, {}).text_at("response.attestationObject"))
          ->size();
  for (std::size_t cut = 1; cut < size; ++cut) EXPECT_FALSE(ceremony.enrol({.cut = cut})) << cut;
  auto answer = ceremony.key.registration(ceremony.challenge, {.packed = true});
  std::string object = *unbase64url(answer.text_at("response.attestationObject"));
  for (std::size_t at = 0; at < object.size(); ++at)
    for (int bits : {0x01, 0x20, 0x80, 0xff}) {
      std::string bent = object;
      bent[at] = static_cast<char>(bent[at] ^ bits);
      answer.object().find("response")->object().set("attestationObject", base64url(bent));
      EXPECT_FALSE(verify_registration(party, ceremony.challenge,
                                       {ceremony.key.user_handle, "ada", "Ada"}, answer, true))
          << at << " " << bits;
    }
}

TEST(Webauthn, RefusesGarbageBodies) {
  Ceremony ceremony;
  auto credential = ceremony.enrol();
  for (const char* text :
       {"null", "[]", "\"x\"", "{}", R"({"type":"public-key"})",
        R"({"type":"public-key","id":"","rawId":""})",
        R"({"type":"public-key","id":"AA==","rawId":"AA=="})",
        R"({"type":"public-key","id":5,"rawId":["AA"]})",
        R"({"type":"public-key","id":"AA","rawId":"AA","response":"x"})",
        R"({"type":"public-key","id":"AA","rawId":"AA","response":{"clientDataJSON":{}}})"}) {
    auto body = json::parse(text);
    ASSERT_TRUE(body);
    EXPECT_FALSE(verify_registration(party, ceremony.challenge, {"h", "n", "d"}, *body, true))
        << text;
    EXPECT_FALSE(verify_assertion(party, ceremony.challenge, *credential, *body, true)) << text;
  }
  auto answer = ceremony.key.registration(ceremony.challenge, {});
  for (std::string bytes :
       {std::string(), std::string("\xa3"), std::string(70000, '\xa0'),
        std::string("\xbb\xff\xff\xff\xff\xff\xff\xff\xff", 9), std::string(2000, '\x81')}) {
    answer.object().find("response")->object().set("attestationObject", base64url(bytes));
    EXPECT_FALSE(verify_registration(party, ceremony.challenge, {"h", "n", "d"}, answer, true));
  }
}

TEST(Webauthn, AsksInTheFormOfBrowsers) {
  std::string challenge(32, '\1');
  auto options = creation_options(
      party, challenge, {std::string(32, '\2'), "ada@acme.example", "Ada"}, {"\1\2\3"}, true);
  EXPECT_EQ(
      json::write(options),
      R"({"rp":{"id":"acme.example","name":"Acme"},)"
      R"("user":{"id":"AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI","name":"ada@acme.example",)"
      R"("displayName":"Ada"},"challenge":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE",)"
      R"("pubKeyCredParams":[{"type":"public-key","alg":-7},{"type":"public-key","alg":-8},)"
      R"({"type":"public-key","alg":-257}],"timeout":300000,)"
      R"("excludeCredentials":[{"type":"public-key","id":"AQID"}],)"
      R"("authenticatorSelection":{"residentKey":"preferred","userVerification":"required"},)"
      R"("attestation":"none"})");
  EXPECT_EQ(json::write(request_options(party, challenge, {}, false)),
            R"({"challenge":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE","timeout":300000,)"
            R"("rpId":"acme.example","allowCredentials":[],"userVerification":"preferred"})");
  EXPECT_EQ(make_challenge().size(), 32u);
  EXPECT_NE(make_challenge(), make_challenge());
}

// Answers of tests/authenticator.py to our options: tests/gates/test_credentials.py makes them.
TEST(Webauthn, JudgesTheAnswersOfAnother) {
  const char* path = std::getenv("PROBITY_WEBAUTHN_ANSWERS");
  if (!path) GTEST_SKIP() << "no answers";
  std::ifstream file(path);
  auto answers = json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
  ASSERT_TRUE(answers) << answers.error().message;
  const std::string challenge(challenge_bytes, '\1'), handle(user_handle_bytes, '\2');
  for (const json::Value& one : answers->array()) {
    bool right = one.find("right")->boolean();
    auto credential = verify_registration(party, challenge, {handle, "ada@acme.example", "Ada"},
                                          *one.find("registration"), true);
    bool accepted =
        credential && verify_assertion(party, challenge, *credential, *one.find("assertion"), true);
    EXPECT_EQ(accepted, right) << one.text_at("name");
  }
}

TEST(Cbor, ReadsTrueLengthsOnly) {
  auto whole = [](std::string_view bytes) { return Cbor(bytes).item() == bytes; };
  EXPECT_TRUE(whole(cbor_text("abc")));
  EXPECT_TRUE(whole(cbor_head(5, 1) + cbor_number(-257) + cbor_bytes(std::string(300, 'x'))));
  EXPECT_TRUE(whole("\xf5"));
  EXPECT_FALSE(whole(""));
  EXPECT_FALSE(whole("\x5f\x41x\xff"));         // indefinite
  EXPECT_FALSE(whole("\x62x"));                 // cut
  EXPECT_FALSE(whole("\x9a\xff\xff\xff\xff"));  // four thousand million items
  EXPECT_FALSE(whole("\xbb\xff\xff\xff\xff\xff\xff\xff\xff"));
  EXPECT_FALSE(whole(std::string(9, '\x81') + "\x01"));  // too deep
  for (std::int64_t number : {0l, 23l, 24l, 255l, 65535l, 70000l, -1l, -7l, -257l, -70000l})
    EXPECT_EQ(Cbor(cbor_number(number)).number(), number);
  EXPECT_EQ(Cbor("\x41x").number(), std::nullopt);
  EXPECT_EQ(Cbor("\x41x").text(), std::nullopt);
  EXPECT_EQ(Cbor("\x61x").bytes(), std::nullopt);
  EXPECT_EQ(Cbor("\x61x").map(), std::nullopt);
}

}  // namespace
}  // namespace probity::credentials
