// JSON Web Signatures (RFC 7515) in the compact form, and nothing else of it.
#pragma once

#include "tokens/jwk.h"

namespace probity::tokens {

// The three parts of a token, decoded; nothing of it is trusted yet.
struct Compact {
  json::Value header;  // an object of at most 16 members, none twice
  std::string payload, signature;
  std::string_view signed_part;  // of the token that was taken apart
};
// Refuses what is over its bound, has not exactly three parts, or is not base64url as RFC 7515 § 2
// has it: no padding, no other characters, no bits left over.
Checked<Compact> take_apart(std::string_view token, std::size_t max_bytes);

struct Verified {
  json::Value header;
  std::string payload;
};
// The token's algorithm must be the one of the keys. Refused are headers that would choose the key
// (jwk, jku, x5c, x5u), and what we do not do: crit, b64, zip.
Checked<Verified> verify(std::string_view token, const KeySet& keys,
                         std::size_t max_bytes = 64 << 10);

}  // namespace probity::tokens
