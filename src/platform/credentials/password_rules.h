// Which passwords may be chosen. Length and a list of what is known or easy to guess; no rules of
// composition, no expiry (NIST SP 800-63B-4).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "credentials/blocklist.h"
#include "credentials/password.h"

namespace probity::credentials {

// In code points after NFC.
inline constexpr std::size_t password_length_alone = 15, password_length_with_factor = 12;

struct PasswordContext {
  // The person must show a second factor at each sign-in.
  bool second_factor = false;
  // What others know of the person: e-mail address, names, the institution's and the product's
  // name. Whole texts; they are taken apart here. At most 32 are looked at.
  std::vector<std::string> words;
};

// What is wrong with a password that somebody wants to have, as a fault at `field` that says what
// would be better; nothing when it may be taken. `blocklist` may be null. At most about 20 ms.
std::optional<Fault> weakness_of(const Password& password, const PasswordContext& context,
                                 const Blocklist* blocklist, std::string_view field = "password");

// How hard to guess, in bits, for one who tries common passwords, words, names, dates, keyboard
// walks and repetitions first, and the person's own words before all (zxcvbn).
double guess_bits(const Password& password, const std::vector<std::string>& words);
inline constexpr double least_guess_bits = 34;  // 17 thousand million guesses

}  // namespace probity::credentials
