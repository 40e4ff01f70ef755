#include "credentials/totp.h"

#include <algorithm>

#include "base/fault.h"
#include "base/text.h"
#include "crypto/crypto.h"

namespace probity::credentials {
namespace {

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string encoded;
  for (char c : text)
    encoded += plain.find(c) != std::string_view::npos ? std::string(1, c) : "%" + hex({&c, 1});
  return encoded;
}

}  // namespace

std::string make_totp_secret() { return crypto::random_bytes(totp_secret_bytes); }

std::string totp_uri(std::string_view secret, std::string_view issuer, std::string_view account) {
  std::string from = percent_encoded(issuer);
  return "otpauth://totp/" + from + ":" + percent_encoded(account) + "?secret=" + base32(secret) +
         "&issuer=" + from + "&algorithm=SHA1&digits=6&period=30";
}

std::int64_t totp_step(Instant at) { return at.micros / 1000000 / totp_step_s; }

std::string totp_code(std::string_view secret, std::int64_t step) {
  std::string counter(8, '\0');
  for (int i = 0; i < 8; ++i) counter[i] = static_cast<char>(step >> (56 - 8 * i));
  std::string mac = crypto::hmac_sha1(secret, counter);
  auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(std::uint8_t(mac[i])); };
  std::size_t at = byte(19) & 15;
  std::uint32_t number =
      (byte(at) & 0x7f) << 24 | byte(at + 1) << 16 | byte(at + 2) << 8 | byte(at + 3);
  std::string digits = std::to_string(number % 1000000);
  return std::string(6 - digits.size(), '0') + digits;
}

std::optional<std::int64_t> accept_totp(std::string_view secret, std::string_view typed, Instant at,
                                        std::optional<std::int64_t> last_step) {
  std::string code;
  for (char c : typed.substr(0, 16))
    if (c != ' ') code += c;
  if (code.size() != 6 || typed.size() > 16) return std::nullopt;
  std::optional<std::int64_t> found;
  std::int64_t present = totp_step(at);
  for (std::int64_t step = present - 1; step <= present + 1; ++step) {
    bool right = equal_secret(totp_code(secret, step), code);
    bool fresh = !last_step || step > *last_step || fault("totp_replay");
    if (right && fresh && !found) found = step;
  }
  return found;
}

std::string base32(std::string_view bytes) {
  std::string text;
  std::uint32_t bits = 0;
  int have = 0;
  for (char byte : bytes) {
    bits = bits << 8 | static_cast<std::uint8_t>(byte);
    for (have += 8; have >= 5; have -= 5) text += letters[bits >> (have - 5) & 31];
  }
  if (have) text += letters[bits << (5 - have) & 31];
  return text;
}

std::optional<std::string> unbase32(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string bytes;
  std::uint32_t bits = 0;
  int have = 0;
  for (char c : text) {
    if (c == ' ') continue;
    auto value = letters.find(c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = bits << 5 | static_cast<std::uint32_t>(value);
    if ((have += 5) >= 8) bytes += static_cast<char>(bits >> (have -= 8));
  }
  if (have >= 5 || (bits & ((1u << have) - 1)) != 0) return std::nullopt;
  return bytes;
}

}  // namespace probity::credentials
