// Password hashes of another system. They are only ever verified, never made.
//
//   $6$[rounds=N$]salt$hash      sha512crypt of crypt(3); N from 1000 to 1,000,000
//   128 hexadecimal digits       SHA-512(password)
//   88 characters of base64      SHA-512(password)
//   sha512$salt$hex              SHA-512(salt ‖ password), the layout of Django's unhashed encoders
//   {SHA512}base64               SHA-512(password), OpenLDAP
//   {SSHA512}base64              base64(SHA-512(password ‖ salt) ‖ salt), OpenLDAP
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace probity::credentials {

struct ImportedHash {
  // How the digest is made, as it is stored: "$6$rounds=5000$salt", "$sha512$first$73616c74" or
  // "$sha512$last$73616c74" (where the salt stands, and its bytes in hexadecimal).
  std::string setting;
  std::string digest;  // the 86 characters of crypt(3), or 128 lower-case hexadecimal digits

  // Reads any of the forms above; else refuses with a fault at `field`.
  static Result<ImportedHash> read(std::string_view text, std::string_view field);
  // Reads `setting$digest`, nothing else. Nothing when it is malformed.
  static std::optional<ImportedHash> stored(std::string_view text);
  std::string text() const { return setting + "$" + digest; }
};

// The digest of a password under the setting of an ImportedHash; empty when there can be none (over
// 511 bytes for crypt(3)). Takes the bytes as typed.
std::string imported_digest(const std::string& setting, const std::string& typed);

}  // namespace probity::credentials
