#include "credentials/imported_hash.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.h"
#include "credentials/crypt3.h"
#include "crypto/crypto.h"

namespace probity::credentials {
namespace {

constexpr std::size_t sha512_size = 64, crypt_digest_size = 86, crypt_salt_max = 16;
constexpr std::size_t salt_max = 256;
// A million rounds take about a second; what one asks for is somebody else's choice.
constexpr unsigned rounds_min = 1000, rounds_max = 1000000;

bool only_crypt_letters(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
           c == '/';
  });
}

// Text before the separator, which is taken off as well; all of it when there is none.
std::string_view take(std::string_view& rest, char separator = '$') {
  auto at = rest.find(separator);
  auto taken = rest.substr(0, at);
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 1);
  return taken;
}

std::optional<std::string> unbase64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  if (text.find_first_of("-_") != std::string_view::npos) return std::nullopt;
  std::string other(text);
  std::ranges::replace(other, '+', '-');
  std::ranges::replace(other, '/', '_');
  return unbase64url(other);
}

std::optional<ImportedHash> read_crypt(std::string_view text) {
  std::string_view rest = text.substr(3);
  if (rest.starts_with("rounds=")) {
    rest.remove_prefix(7);
    auto digits = take(rest);
    unsigned rounds = 0;
    auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), rounds);
    if (fault != std::errc() || end != digits.data() + digits.size() || digits.starts_with('0') ||
        rounds < rounds_min || rounds > rounds_max)
      return std::nullopt;
  }
  auto salt = take(rest);
  if (salt.size() > crypt_salt_max || !only_crypt_letters(salt)) return std::nullopt;
  if (rest.size() != crypt_digest_size || !only_crypt_letters(rest)) return std::nullopt;
  return ImportedHash{std::string(text.substr(0, text.size() - rest.size() - 1)),
                      std::string(rest)};
}

std::optional<ImportedHash> salted(const char* place, std::string_view salt,
                                   const std::optional<std::string>& digest) {
  if (!digest || digest->size() != sha512_size || salt.size() > salt_max) return std::nullopt;
  return ImportedHash{std::string("$sha512$") + place + "$" + hex(salt), hex(*digest)};
}

std::optional<ImportedHash> read_form(std::string_view text) {
  if (text.starts_with("$6$")) return read_crypt(text);
  if (text.starts_with("{SHA512}")) return salted("first", "", unbase64(text.substr(8)));
  if (text.starts_with("{SSHA512}")) {
    auto both = unbase64(text.substr(9));
    if (!both || both->size() <= sha512_size) return std::nullopt;
    return salted("last", both->substr(sha512_size), both->substr(0, sha512_size));
  }
  if (text.starts_with("sha512$")) {
    std::string_view rest = text.substr(7);
    auto salt = take(rest);
    return salted("first", salt, unhex(lower_ascii(rest)));
  }
  if (text.size() == 2 * sha512_size) return salted("first", "", unhex(lower_ascii(text)));
  return salted("first", "", unbase64(text));
}

}  // namespace

Result<ImportedHash> ImportedHash::read(std::string_view text, std::string_view field) {
  if (text.size() <= 1024)
    if (auto found = read_form(text)) return *found;
  return refuse(Refusal::invalid_input, "The password hash can't be imported.",
                {{std::string(field),
                  "must be $6$ (1000 to 1,000,000 rounds), SHA-512 as hexadecimal or base64, "
                  "sha512$salt$hex, {SHA512} or {SSHA512}"}});
}

std::optional<ImportedHash> ImportedHash::stored(std::string_view text) {
  if (text.starts_with("$6$")) return read_crypt(text);
  if (!text.starts_with("$sha512$")) return std::nullopt;
  std::string_view rest = text.substr(8);
  auto place = take(rest);
  auto salt = unhex(take(rest));
  if ((place != "first" && place != "last") || !salt) return std::nullopt;
  return salted(place == "first" ? "first" : "last", *salt, unhex(rest));
}

std::string imported_digest(const std::string& setting, const std::string& typed) {
  if (setting.starts_with("$6$")) {
    std::string form = crypt3(typed, setting + "$");
    return form.empty() ? "" : form.substr(form.rfind('$') + 1);
  }
  std::string_view rest = setting;
  rest.remove_prefix(std::string_view("$sha512$").size());
  bool first = take(rest) == "first";
  std::string salt = unhex(rest).value_or("");
  std::string text = first ? salt + typed : typed + salt;
  std::string digest = hex(crypto::sha512(text));
  crypto::wipe(text);
  return digest;
}

}  // namespace probity::credentials
