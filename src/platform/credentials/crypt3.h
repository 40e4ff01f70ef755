// crypt(3) of libxcrypt.
#pragma once

#include <string>

namespace probity::credentials {

// The hash of a text under a setting ("$2b$12$…", "$6$salt$"), in crypt's own form, which begins
// with the setting's "$2b$" or "$6$". Empty on failure, as for texts over 511 bytes. Thread-safe.
std::string crypt3(const std::string& text, const std::string& setting);

// "$2b$12$" and a new salt of 128 random bits.
std::string bcrypt_setting(int cost);

}  // namespace probity::credentials
