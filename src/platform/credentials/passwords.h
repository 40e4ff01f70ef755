// Stored passwords (docs/adr/0013-credentials.md). One text value a person:
//
//   v1$pepper=1$2b$12$<salt and hash>                     bcrypt, what is made
//   v1$pepper=1$argon2id$v=19$m=65536,t=3,p=1$<salt>$<hash>  Argon2id, where a setting asks for it
//   v1$pepper=1$wrapped$6$<salt>$2b$12$<salt and hash>    bcrypt over an imported hash
//   v1$import$6$<salt>$<hash>                             an imported hash as it came
//
// bcrypt and Argon2id get base64url(first 48 bytes of HMAC-SHA-512(pepper, NFC(password))): 64
// characters, so that nothing is cut at bcrypt's 72 bytes, and nothing is a NUL. The pepper is in
// the keystore: a database alone verifies nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "credentials/imported_hash.h"
#include "credentials/password.h"
#include "keys/keystore.h"

namespace probity::credentials {

// In a test build weaker hashes are let through, so that tests are quick.
#ifdef PROBITY_TEST_BUILD
inline constexpr int lowest_bcrypt_cost = 4;
#else
inline constexpr int lowest_bcrypt_cost = 12;
#endif
inline constexpr int highest_bcrypt_cost = 16;  // about 3.5 s

struct HashSettings {
  enum class Scheme { bcrypt, argon2id } scheme = Scheme::bcrypt;
  int bcrypt_cost = 12;                     // 2^cost rounds; doubles the time with each step
  std::uint32_t argon2_memory_kib = 65536;  // 19,456 (19 MiB) to 1,048,576 (1 GiB), for each hash
  std::uint32_t argon2_passes = 3;          // 2 to 64
  std::uint32_t argon2_lanes = 1;           // 1 to 16; one thread works all the same
};

// What is out of bounds, by the member's name.
std::vector<Fault> faults_of(const HashSettings& settings, int lowest_cost = lowest_bcrypt_cost);

struct Verdict {
  bool right = false;
  // The password is right, and what is stored is weaker than the settings ask, of another scheme,
  // of an older pepper, or imported: store hash(password) in its place.
  bool needs_upgrade = false;
};

// Makes and verifies stored passwords. Each call takes a core for 0.2 s at the default cost:
// callers bound how many run at once and how many wait. Thread-safe.
class Passwords {
 public:
  // ENSUREs that faults_of(settings) is empty. The keystore outlives it.
  Passwords(keys::Keystore& keystore, HashSettings settings);

  std::string hash(const Password& password) const;

  // Give it nothing for a person who does not exist or has no password: it then takes as long as
  // for one who has, and says no. A wrong password on an imported hash takes as long too. Hashes of
  // a lower cost than the settings' stay quicker until they are upgraded.
  // Throws Breakdown when the stored text can't be read, or when its pepper is not in the keystore.
  Verdict verify(const Password& password, std::optional<std::string_view> stored) const;

  // An imported hash in the form to store. `wrap` puts bcrypt over it, so that no quick hash stays
  // in the database while its owner is away; without, importing takes no time.
  std::string adopt(const ImportedHash& hash, bool wrap) const;

 private:
  struct Stored;
  static std::optional<Stored> read(std::string_view text);
  std::string mixed(std::uint32_t pepper, std::string_view text) const;
  bool fits(std::uint32_t pepper, std::string_view text, const std::string& form) const;
  bool is_weaker(const std::string& form) const;
  std::string make(std::string_view text, HashSettings::Scheme scheme) const;

  keys::Keystore& keystore_;
  HashSettings settings_;
  std::string nobody_;  // a form that costs the same and that no password fits
};

}  // namespace probity::credentials
