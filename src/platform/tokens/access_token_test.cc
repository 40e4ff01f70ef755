#include "tokens/access_token.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace probity::tokens {
namespace {

const Instant at{1'700'000'000'000'000};
constexpr std::int64_t second = 1'700'000'000;
const Uuid kid = *Uuid::parse("01890000-0000-7000-8000-00000000000a");
const Uuid retired_kid = *Uuid::parse("01890000-0000-7000-8000-00000000000b");
const Uuid tenant = *Uuid::parse("01890000-0000-7000-8000-00000000000c");

const crypto::SigningKey& own_key() {
  static const auto key =
      crypto::SigningKey::from_seed(crypto::Key::from("0123456789abcdef0123456789ABCDEF"));
  return key;
}
const crypto::SigningKey& foreign_key() {
  static const auto key =
      crypto::SigningKey::from_seed(crypto::Key::from("0123456789abcdef0123456789abcdef"));
  return key;
}

std::optional<crypto::Bytes> find_key(const Uuid& wanted) {
  if (wanted == kid) return own_key().public_key();
  return std::nullopt;
}

Claims some_claims() {
  return {.audience = "api",
          .subject = *Uuid::parse("01890000-0000-7000-8000-00000000000d"),
          .tenant = tenant,
          .kind = "api_key",
          .issued = second,
          .expires = second + 60,
          .id = *Uuid::parse("01890000-0000-7000-8000-00000000000e"),
          .access = json::Object{{"permissions", 511}}};
}

const std::string plain_header =
    R"({"alg":"EdDSA","typ":"probity-access+jwt","kid":"01890000-0000-7000-8000-00000000000a"})";
const std::string plain_claims =
    R"({"iss":"probity-gateway","aud":"api","sub":"01890000-0000-7000-8000-00000000000d",)"
    R"("tenant":"01890000-0000-7000-8000-00000000000c","kind":"api_key","iat":1700000000,)"
    R"("exp":1700000060,"jti":"01890000-0000-7000-8000-00000000000e","access":{"permissions":511}})";

std::string forged(const std::string& header, const std::string& claims,
                   const crypto::SigningKey& key = own_key()) {
  std::string token = base64url(header) + '.' + base64url(claims);
  return token + '.' + base64url(key.sign(token));
}
// With another text in the place of one that must be there.
std::string with(std::string text, const std::string& part, const std::string& other) {
  auto place = text.find(part);
  EXPECT_NE(place, text.npos) << part;
  return text.replace(place, part.size(), other);
}
std::string head(const std::string& part, const std::string& other) {
  return forged(with(plain_header, part, other), plain_claims);
}
std::string claim(const std::string& part, const std::string& other) {
  return forged(plain_header, with(plain_claims, part, other));
}
std::string added_head(const std::string& member) { return head("{", "{" + member + ","); }
std::string added_claim(const std::string& member) { return claim("{", "{" + member + ","); }
std::string algorithm(const std::string& name) { return head(R"("EdDSA")", '"' + name + '"'); }

std::string hmac_with_public_key() {
  std::string token =
      base64url(with(plain_header, "EdDSA", "HS256")) + '.' + base64url(plain_claims);
  return token + '.' + base64url(crypto::hmac(crypto::Hash::sha256, own_key().public_key(), token));
}
std::string with_signature(const std::string& signature) {
  return base64url(plain_header) + '.' + base64url(plain_claims) + '.' + signature;
}
std::string good() { return forged(plain_header, plain_claims); }
std::string changed_bit(std::size_t from_end) {
  std::string token = good();
  char& letter = token[token.size() - from_end];
  letter = letter == 'A' ? 'B' : 'A';
  return token;
}
// The last letter of 64 bytes carries four spare bits.
std::string other_spelling() {
  std::string token = good();
  static const std::string letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  token.back() = letters[letters.find(token.back()) + 1];
  return token;
}
// s + L, the same point of the group: what a lax verifier takes as a second signature.
std::string malleable() {
  static const std::string order =
      *unhex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  std::string signature = own_key().sign(base64url(plain_header) + '.' + base64url(plain_claims));
  int carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += static_cast<unsigned char>(signature[32 + i]) + static_cast<unsigned char>(order[i]);
    signature[32 + i] = static_cast<char>(carry);
    carry >>= 8;
  }
  return with_signature(base64url(signature));
}

std::string json_form() {
  return R"({"protected":")" + base64url(plain_header) + R"(","payload":")" +
         base64url(plain_claims) + R"(","signature":")" +
         base64url(own_key().sign(base64url(plain_header) + '.' + base64url(plain_claims))) +
         R"("})";
}

struct Attack {
  const char* name;
  std::string token;
  const char* why;  // the guard that must see it: another one might be luck
};

std::vector<Attack> attacks() {
  const std::string id = kid.text();
  return {
      {"alg none", algorithm("none"), "algorithm"},
      {"alg None", algorithm("None"), "algorithm"},
      {"alg NONE", algorithm("NONE"), "algorithm"},
      {"alg nOnE", algorithm("nOnE"), "algorithm"},
      {"alg none and a space", algorithm("none "), "algorithm"},
      {"alg none escaped", algorithm("n\\u006fne"), "algorithm"},
      {"alg empty", algorithm(""), "algorithm"},
      {"alg null", head(R"("EdDSA")", "null"), "algorithm"},
      {"alg none without signature",
       base64url(with(plain_header, "EdDSA", "none")) + '.' + base64url(plain_claims) + '.',
       "algorithm"},
      {"alg an array", head(R"("EdDSA")", R"(["EdDSA"])"), "algorithm"},
      {"alg in other letters", algorithm("eddsa"), "algorithm"},
      {"alg Ed25519", algorithm("Ed25519"), "algorithm"},
      {"alg ES256", algorithm("ES256"), "algorithm"},
      {"alg RS256", algorithm("RS256"), "algorithm"},
      {"alg absent", head(R"("alg":"EdDSA",)", ""), "header"},
      {"HMAC with the public key", hmac_with_public_key(), "algorithm"},
      {"alg twice", head("{", R"({"alg":"none",)"), "header"},
      {"embedded key", added_head(R"("jwk":{"kty":"OKP","crv":"Ed25519","x":"AA"})"), "header"},
      {"key by URL", added_head(R"("jku":"https://example.com/keys")"), "header"},
      {"certificate", added_head(R"("x5c":["AA"])"), "header"},
      {"certificate by URL", added_head(R"("x5u":"https://example.com/c")"), "header"},
      {"unknown critical extension", added_head(R"("crit":["exp"],"exp":1)"), "header"},
      {"payload not encoded", added_head(R"("crit":["b64"],"b64":false)"), "header"},
      {"compressed", added_head(R"("zip":"DEF")"), "header"},
      {"kid absent", head(R"(,"kid":")" + id + '"', ""), "header"},
      {"kid of nobody", head(id, Uuid::named("test", "nobody").text()), "key"},
      {"kid of a retired key", head(id, retired_kid.text()), "key"},
      {"kid in capitals", head(id, with(id, "a", "A")), "key"},
      {"kid a path", head(id, "../../../dev/null"), "key"},
      {"kid SQL", head(id, "' or 1=1 --"), "key"},
      {"kid a number", head('"' + id + '"', "1"), "key"},
      {"kid empty", head(id, ""), "key"},
      {"typ absent", head(R"("typ":"probity-access+jwt",)", ""), "header"},
      {"typ JWT", head("probity-access+jwt", "JWT"), "type"},
      {"typ of OIDC's access tokens", head("probity-access+jwt", "at+jwt"), "type"},
      {"typ of a webhook", head("probity-access+jwt", "probity-webhook+jwt"), "type"},
      {"typ with application/", head("probity-access", "application/probity-access"), "type"},
      {"header an array", forged("[]", plain_claims), "header"},
      {"header no JSON", forged("EdDSA", plain_claims), "header"},
      {"header with a mark", forged("\xef\xbb\xbf" + plain_header, plain_claims), "header"},
      {"signed by another", forged(plain_header, plain_claims, foreign_key()), "signature"},
      {"no signature", with_signature(""), "signature"},
      {"signature of zeros", with_signature(base64url(std::string(64, '\0'))), "signature"},
      {"signature of ones", with_signature(base64url(std::string(64, '\xff'))), "signature"},
      {"signature too short", with_signature(base64url(std::string(63, 'x'))), "signature"},
      {"signature too long", good() + "AAAA", "signature"},
      {"signature changed", changed_bit(20), "signature"},
      {"signature's twin", malleable(), "signature"},
      {"other claims under it",
       with(good(), base64url(plain_claims), base64url(with(plain_claims, "511", "512"))),
       "signature"},
      {"other header under it",
       with(good(), base64url(plain_header), base64url(" " + plain_header)), "signature"},
      {"empty", "", "form"},
      {"dots", "..", "header"},
      {"one part", base64url(plain_header), "form"},
      {"two parts", base64url(plain_header) + '.' + base64url(plain_claims), "form"},
      {"four parts", good() + ".", "form"},
      {"five parts", good() + ".AA.AA", "form"},
      {"JSON serialization", json_form(), "form"},
      {"padding", good() + "==", "form"},
      {"spare bits", other_spelling(), "form"},
      {"white space", " " + good(), "form"},
      {"line break", good() + "\n", "form"},
      {"Bearer", "Bearer " + good(), "form"},
      {"a NUL", good() + std::string(1, '\0'), "form"},
      {"the other base64", with(good(), ".", "+."), "form"},
      {"1 MB", good() + std::string(1 << 20, 'A'), "size"},
      {"opaque session", "probity_session_0123456789abcdef", "form"},
      {"API key", "probity_live_" + std::string(32, 'A') + "_000000", "form"},
      {"claims an array", forged(plain_header, "[]"), "claims"},
      {"claims no JSON", forged(plain_header, "access"), "claims"},
      {"nothing claimed", forged(plain_header, "{}"), "claims"},
      {"a claim twice", added_claim(R"("tenant":"01890000-0000-7000-8000-0000000000ff")"),
       "claims"},
      {"a claim more", added_claim(R"("admin":true)"), "claims"},
      {"nbf ahead", added_claim(R"("nbf":1700000040)"), "claims"},
      {"iss another", claim("probity-gateway", "https://accounts.example.com"), "issuer"},
      {"iss absent", claim(R"("iss":"probity-gateway",)", ""), "claims"},
      {"aud of the worker", claim(R"("aud":"api")", R"("aud":"worker")"), "audience"},
      {"aud a list", claim(R"("aud":"api")", R"("aud":["api"])"), "audience"},
      {"aud in capitals", claim(R"("aud":"api")", R"("aud":"API")"), "audience"},
      {"aud absent", claim(R"("aud":"api",)", ""), "claims"},
      {"tenant absent", claim(R"("tenant":"01890000-0000-7000-8000-00000000000c",)", ""), "claims"},
      {"tenant no id", claim("01890000-0000-7000-8000-00000000000c", "*"), "claims"},
      {"tenant null", claim(R"("01890000-0000-7000-8000-00000000000c")", "null"), "claims"},
      {"sub no id", claim("01890000-0000-7000-8000-00000000000d", "root"), "claims"},
      {"kind empty", claim(R"("api_key")", R"("")"), "claims"},
      {"jti absent", claim(R"("jti":"01890000-0000-7000-8000-00000000000e",)", ""), "claims"},
      {"exp absent", claim(R"("exp":1700000060,)", ""), "claims"},
      {"exp text", claim("1700000060", R"("1700000060")"), "claims"},
      {"exp a fraction", claim("1700000060", "1700000060.0"), "claims"},
      {"exp with exponent", claim("1700000060", "1.70000006e9"), "claims"},
      {"exp huge", claim("1700000060", "99999999999999999999999"), "claims"},
      {"exp of all 63 bits", claim("1700000060", "9223372036854775807"), "claims"},
      {"exp below zero", claim("1700000060", "-1"), "claims"},
      {"exp null", claim("1700000060", "null"), "claims"},
      {"too long a life", claim("1700000060", "1700000301"), "time"},
      {"exp before iat", claim("1700000060", "1699999999"), "time"},
      {"iat ahead",
       forged(plain_header,
              with(with(plain_claims, "1700000000", "1700000031"), "1700000060", "1700000091")),
       "time"},
      {"expired",
       forged(plain_header,
              with(with(plain_claims, "1700000000", "1699999910"), "1700000060", "1699999970")),
       "time"},
  };
}

TEST(AccessToken, TheControlIsAccepted) {
  auto claims = verify_access(good(), "api", find_key, at);
  ASSERT_TRUE(claims) << claims.error().why;
  EXPECT_EQ(claims->tenant, tenant);
  EXPECT_EQ(claims->kind, "api_key");
  EXPECT_EQ(claims->access, json::Value(json::Object{{"permissions", 511}}));
  EXPECT_EQ(*sign(kid, own_key(), some_claims()), good());
}

TEST(AccessToken, NoAttackIsAccepted) {
  std::size_t accepted = 0;
  auto all = attacks();
  EXPECT_GE(all.size(), 60u);
  AccessVerifier<Claims> keeping(
      {.audience = "api",
       .find_key = find_key,
       .read = [](const Claims& c) { return std::make_shared<Claims>(c); },
       .epoch = [] { return 0; }});
  ASSERT_TRUE(keeping.verify(good(), at));
  for (const Attack& attack : all) {
    auto claims = verify_access(attack.token, "api", find_key, at);
    EXPECT_EQ(claims ? "accepted" : claims.error().why, attack.why) << attack.name;
    bool kept = keeping.verify(attack.token, at).has_value();
    EXPECT_FALSE(kept) << attack.name;
    accepted += claims.has_value() || kept;
  }
  std::printf("accepted=%zu of %zu\n", accepted, all.size());
}

TEST(AccessToken, ClocksMayDifferByHalfAMinute) {
  for (auto [seconds, taken] :
       {std::pair{-31, false}, {-30, true}, {0, true}, {89, true}, {90, false}})
    EXPECT_EQ(verify_access(good(), "api", find_key, {at.micros + seconds * 1'000'000}).has_value(),
              taken)
        << seconds;
}

TEST(AccessToken, WhoMayTooMuchGetsNone) {
  Claims claims = some_claims();
  claims.access = std::string(12'000, 'x');
  EXPECT_EQ(sign(kid, own_key(), claims).error().why, "size");
}

// How a kept token ends.
class Keeping : public testing::Test {
 protected:
  int lookups = 0;
  std::int64_t epoch = 0;
  bool withdrawn = false;
  AccessVerifier<Claims> verifier{
      {.audience = "api",
       .find_key = [this](const Uuid& id) -> std::optional<crypto::Bytes> {
         ++lookups;
         return withdrawn ? std::nullopt : find_key(id);
       },
       .read = [](const Claims& c) { return std::make_shared<Claims>(c); },
       .epoch = [this] { return epoch; },
       .kept_max = 2}};
  bool takes(Instant when = at) { return verifier.verify(good(), when).has_value(); }
};

TEST_F(Keeping, IsVerifiedOnce) {
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(takes());
  EXPECT_EQ(lookups, 1);
}

TEST_F(Keeping, EndsWithTheToken) {
  EXPECT_TRUE(takes());
  EXPECT_TRUE(takes({at.micros + 89'999'999}));
  EXPECT_FALSE(takes({at.micros + 90'000'000}));
}

TEST_F(Keeping, EndsWithTheEpoch) {
  EXPECT_TRUE(takes());
  withdrawn = true;
  EXPECT_TRUE(takes());
  ++epoch;
  EXPECT_FALSE(takes());
}

TEST_F(Keeping, IsBounded) {
  for (int i = 0; i < 5; ++i) {
    Claims claims = some_claims();
    claims.id = Uuid::make();
    auto token = sign(kid, own_key(), claims);
    EXPECT_TRUE(verifier.verify(*token, at));
  }
  EXPECT_TRUE(takes());
  EXPECT_EQ(lookups, 6);
}

}  // namespace
}  // namespace probity::tokens
