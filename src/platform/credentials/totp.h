// Time-based one-time passwords, RFC 6238, in the form that all authenticator apps know: SHA-1, six
// digits, steps of 30 s.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace probity::credentials {

inline constexpr std::size_t totp_secret_bytes = 20;
inline constexpr int totp_step_s = 30;

std::string make_totp_secret();  // 20 random bytes; store them sealed

// "otpauth://totp/Issuer:account?secret=…", for a QR code. Holds the secret.
std::string totp_uri(std::string_view secret, std::string_view issuer, std::string_view account);

std::int64_t totp_step(Instant at);
std::string totp_code(std::string_view secret, std::int64_t step);

// The step that a typed code belongs to: the present one, the one before or the one after. Nothing
// when it is wrong, no six digits (spaces between them do not count), or of a step that is not
// after `last_step`, the last one that was accepted: a code works once. Store the result as the
// new last_step, in the same transaction and under the row's lock. Bounding tries is the caller's.
std::optional<std::int64_t> accept_totp(std::string_view secret, std::string_view typed, Instant at,
                                        std::optional<std::int64_t> last_step);

std::string base32(std::string_view bytes);  // RFC 4648, upper case, without padding
// Reads either case, with spaces and padding, as people type it.
std::optional<std::string> unbase32(std::string_view text);

}  // namespace probity::credentials
