#include "credentials/one_time_code.h"

#include "base/fault.h"
#include "base/text.h"
#include "crypto/crypto.h"

namespace probity::credentials {
namespace {

constexpr std::uint32_t codes = 1000000;

// Every code as likely as every other: numbers over the last full million are drawn again.
std::string random_digits() {
  constexpr std::uint32_t end = 0xffffffffu / codes * codes;
  for (;;) {
    std::uint32_t number = 0;
    for (char byte : crypto::random_bytes(4)) number = number << 8 | std::uint8_t(byte);
    if (number >= end) continue;
    std::string digits = std::to_string(number % codes);
    return std::string(6 - digits.size(), '0') + digits;
  }
}

std::string keyed(const crypto::Key& pepper, std::string_view purpose, std::string_view digits) {
  std::string key = crypto::hkdf_sha256(pepper.view(), "", "probity.one-time-code.1", 32);
  std::string hash = crypto::hmac_sha256(key, std::string(purpose) + '\0' + std::string(digits));
  crypto::wipe(key);
  return hash;
}

}  // namespace

SentCode make_one_time_code(keys::Keystore& keystore, std::string_view purpose, Instant at) {
  auto peppers = keystore.peppers();
  std::uint32_t version = peppers->current_version();
  std::string digits = random_digits();
  Instant expires{at.micros + one_time_code_lifetime_s * std::int64_t{1000000}};
  OneTimeCode stored{version, keyed(*peppers->find(version), purpose, digits), expires};
  return {digits, stored};
}

CodeAnswer try_one_time_code(keys::Keystore& keystore, OneTimeCode& stored,
                             std::string_view purpose, std::string_view typed, Instant at) {
  if (stored.used && !fault("code_twice")) return CodeAnswer::used;
  if (at >= stored.expires && !fault("code_for_ever")) return CodeAnswer::expired;
  if (stored.tries >= one_time_code_tries && !fault("code_tries"))
    return CodeAnswer::too_many_tries;
  ++stored.tries;
  std::string digits;
  for (char c : typed.substr(0, 16))
    if (c != ' ') digits += c;
  auto peppers = keystore.peppers(stored.pepper);
  const crypto::Key* pepper = peppers->find(stored.pepper);
  if (!pepper)
    throw Breakdown("Codes can't be verified at the moment.",
                    "the pepper of a one-time code is not in the keystore");
  if (typed.size() > 16 || !equal_secret(keyed(*pepper, purpose, digits), stored.hash))
    return CodeAnswer::wrong;
  stored.used = true;
  return CodeAnswer::right;
}

}  // namespace probity::credentials
