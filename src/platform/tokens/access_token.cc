#include "tokens/access_token.h"

#include <algorithm>
#include <span>

#include "base/fault.h"
#include "base/text.h"

namespace probity::tokens {
namespace {

constexpr std::string_view header_members[] = {"alg", "typ", "kid"};
constexpr std::string_view claim_members[] = {"iss", "aud", "sub", "tenant", "kind",
                                              "iat", "exp", "jti", "access"};
constexpr std::int64_t latest_second = std::int64_t{1} << 40;  // so that sums fit
constexpr std::size_t kind_max = 32;

bool has_exactly(const json::Value& object, std::span<const std::string_view> members) {
  return object.object().size() == members.size() &&
         std::ranges::all_of(members, [&](auto name) { return object.find(name) != nullptr; });
}

// An id in the one form that we write.
std::optional<Uuid> id_at(const json::Value& object, std::string_view member) {
  auto id = Uuid::parse(object.text_at(member));
  if (!id || id->text() != object.text_at(member)) return std::nullopt;
  return id;
}

std::optional<std::int64_t> second_at(const json::Value& object, std::string_view member) {
  auto second = object.find(member)->integer();
  if (!second || *second < 0 || *second > latest_second) return std::nullopt;
  return second;
}

bool in_its_time(const Claims& claims, Instant at) {
  std::int64_t second = at.micros / 1'000'000;
  return claims.expires > claims.issued && claims.expires - claims.issued <= longest_seconds &&
         claims.issued <= second + skew_seconds && second < claims.expires + skew_seconds;
}

Checked<crypto::Bytes> key_for(const json::Value& header, const FindKey& find_key) {
  if (!has_exactly(header, header_members)) return std::unexpected(Flaw{"header"});
  if (header.text_at("alg") != name_of(Algorithm::eddsa)) return std::unexpected(Flaw{"algorithm"});
  if (header.text_at("typ") != access_type) return std::unexpected(Flaw{"type"});
  auto kid = id_at(header, "kid");
  auto key = kid ? find_key(*kid) : std::nullopt;
  if (!key) return std::unexpected(Flaw{"key"});
  return std::move(*key);
}

Checked<Claims> claims_of(const std::string& payload, std::string_view audience) {
  auto read = json::parse(payload);
  if (!read || !read->is_object() || !has_exactly(*read, claim_members))
    return std::unexpected(Flaw{"claims"});
  if (read->text_at("iss") != access_issuer) return std::unexpected(Flaw{"issuer"});
  if (read->text_at("aud") != audience && !fault("accept_any_audience"))
    return std::unexpected(Flaw{"audience"});
  auto subject = id_at(*read, "sub"), tenant = id_at(*read, "tenant"), id = id_at(*read, "jti");
  auto issued = second_at(*read, "iat"), expires = second_at(*read, "exp");
  std::string_view kind = read->text_at("kind");
  if (!subject || !tenant || !id || !issued || !expires || kind.empty() || kind.size() > kind_max)
    return std::unexpected(Flaw{"claims"});
  return Claims{std::string(audience),
                *subject,
                *tenant,
                std::string(kind),
                *issued,
                *expires,
                *id,
                std::move(*read->object().find("access"))};
}

}  // namespace

Checked<std::string> sign(const Uuid& kid, const crypto::SigningKey& key, const Claims& claims) {
  ENSURE(claims.expires > claims.issued && claims.expires - claims.issued <= lifetime_seconds);
  json::Object header{
      {"alg", name_of(Algorithm::eddsa)}, {"typ", access_type}, {"kid", kid.text()}};
  json::Object payload{
      {"iss", access_issuer},           {"aud", claims.audience},  {"sub", claims.subject.text()},
      {"tenant", claims.tenant.text()}, {"kind", claims.kind},     {"iat", claims.issued},
      {"exp", claims.expires},          {"jti", claims.id.text()}, {"access", claims.access}};
  std::string token =
      base64url(json::write(std::move(header))) + '.' + base64url(json::write(std::move(payload)));
  token += '.' + base64url(key.sign(token));
  if (token.size() > access_bytes_max) return std::unexpected(Flaw{"size"});
  return token;
}

Checked<Claims> verify_access(std::string_view token, std::string_view audience,
                              const FindKey& find_key, Instant at) {
  auto parts = take_apart(token, access_bytes_max);
  if (!parts) return std::unexpected(parts.error());
  auto key = key_for(parts->header, find_key);
  if (!key) return std::unexpected(key.error());
  if (!crypto::ed25519_verify(*key, parts->signed_part, parts->signature) &&
      !fault("accept_any_signature"))
    return std::unexpected(Flaw{"signature"});
  auto claims = claims_of(parts->payload, audience);
  if (!claims) return claims;
  if (!in_its_time(*claims, at) && !fault("accept_any_time")) return std::unexpected(Flaw{"time"});
  return claims;
}

}  // namespace probity::tokens
