#include "tokens/jws.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace probity::tokens {
namespace {

constexpr std::string_view refused_headers[] = {"jwk", "jku", "x5c", "x5u", "crit", "b64", "zip"};
constexpr json::Limits header_limits{.depth = 4, .members = 16};

}  // namespace

Checked<Compact> take_apart(std::string_view token, std::size_t max_bytes) {
  if (token.size() > max_bytes) return std::unexpected(Flaw{"size"});
  std::size_t first = token.find('.');
  std::size_t second = first == token.npos ? token.npos : token.find('.', first + 1);
  if (second == token.npos || token.find('.', second + 1) != token.npos)
    return std::unexpected(Flaw{"form"});
  auto head = unbase64url(token.substr(0, first));
  auto payload = unbase64url(token.substr(first + 1, second - first - 1));
  auto signature = unbase64url(token.substr(second + 1));
  if (!head || !payload || !signature) return std::unexpected(Flaw{"form"});
  auto header = json::parse(*head, header_limits);
  if (!header || !header->is_object()) return std::unexpected(Flaw{"header"});
  return Compact{std::move(*header), std::move(*payload), std::move(*signature),
                 token.substr(0, second)};
}

Checked<Verified> verify(std::string_view token, const KeySet& keys, std::size_t max_bytes) {
  auto parts = take_apart(token, max_bytes);
  if (!parts) return std::unexpected(parts.error());
  const json::Value& header = parts->header;
  auto refused = [&](std::string_view name) { return header.find(name) != nullptr; };
  if (std::ranges::any_of(refused_headers, refused)) return std::unexpected(Flaw{"header"});
  std::optional<std::string> kid;
  if (const json::Value* given = header.find("kid")) {
    if (!given->is_string()) return std::unexpected(Flaw{"header"});
    kid = given->string();
  }
  const VerificationKey* key = keys.find(kid);
  if (!key) return std::unexpected(Flaw{"key"});
  const json::Value* algorithm = header.find("alg");
  if (!algorithm || !algorithm->is_string() || algorithm->string() != name_of(key->algorithm()))
    return std::unexpected(Flaw{"algorithm"});
  if (!key->fits(parts->signed_part, parts->signature)) return std::unexpected(Flaw{"signature"});
  return Verified{std::move(parts->header), std::move(parts->payload)};
}

}  // namespace probity::tokens
