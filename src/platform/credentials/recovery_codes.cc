#include "credentials/recovery_codes.h"

#include "crypto/crypto.h"

namespace probity::credentials {
namespace {

// Crockford's letters: none looks like another.
constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t code_letters = 16, group = 4;

}  // namespace

std::vector<RecoveryCode> make_recovery_codes() {
  std::vector<RecoveryCode> codes;
  for (int i = 0; i < recovery_code_count; ++i) {
    std::string plain, shown;
    for (char byte : crypto::random_bytes(code_letters)) plain += letters[byte & 31];
    for (std::size_t at = 0; at < code_letters; at += group)
      shown += (at ? "-" : "") + plain.substr(at, group);
    codes.push_back({shown, crypto::sha256(plain)});
  }
  return codes;
}

std::optional<std::string> recovery_code_hash(std::string_view typed) {
  std::string plain;
  for (char c : typed.substr(0, 64)) {
    if (c == ' ' || c == '-') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    if (letters.find(c) == std::string_view::npos) return std::nullopt;
    plain += c;
  }
  if (plain.size() != code_letters || typed.size() > 64) return std::nullopt;
  return crypto::sha256(plain);
}

}  // namespace probity::credentials
