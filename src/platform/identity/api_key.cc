#include "base/text.h"
#include "crypto/crypto.h"
#include "identity/identity.h"

namespace probity::identity {
namespace {

constexpr std::string_view live = "probity_live_", test = "probity_test_";
constexpr std::size_t secret_length = 32, sum_length = 6;

std::string checksum(std::string_view text) {
  static constexpr char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::uint32_t sum = crypto::crc32(text);
  std::string out(sum_length, '0');
  for (std::size_t i = sum_length; i-- > 0; sum /= 62) out[i] = digits[sum % 62];
  return out;
}

}  // namespace

std::string make_api_key(bool demo) {
  std::string key(demo ? test : live);
  key += base64url(crypto::random_bytes(24));
  return key + "_" + checksum(key);
}

bool is_api_key(std::string_view text) {
  if (!text.starts_with(live) && !text.starts_with(test)) return false;
  std::size_t body = live.size() + secret_length;
  return text.size() == body + 1 + sum_length && text[body] == '_' &&
         text.substr(body + 1) == checksum(text.substr(0, body));
}

}  // namespace probity::identity
