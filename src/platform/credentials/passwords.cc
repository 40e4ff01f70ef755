#include "credentials/passwords.h"

#include <argon2.h>

#include <charconv>
#include <cstdio>

#include "base/fault.h"
#include "base/text.h"
#include "credentials/crypt3.h"
#include "crypto/crypto.h"
#include "crypto/signatures.h"

namespace probity::credentials {
namespace {

constexpr std::size_t salt_size = 16, hash_size = 32, mixed_size = 48;

[[noreturn]] void break_down(const char* detail) {
  throw Breakdown("Passwords can't be verified at the moment.", detail);
}

std::string bcrypt(const std::string& text, const std::string& setting) {
  std::string form = crypt3(text, setting);
  if (form.empty()) break_down("bcrypt failed");
  return form;
}

struct Argon2Cost {
  std::uint32_t memory_kib = 0, passes = 0, lanes = 0;
};

// Of "$argon2id$v=19$m=65536,t=3,p=1$…". Bounds what a damaged row may ask for.
std::optional<Argon2Cost> argon2_cost(const std::string& form) {
  Argon2Cost cost;
  if (std::sscanf(form.c_str(), "$argon2id$v=19$m=%u,t=%u,p=%u$", &cost.memory_kib, &cost.passes,
                  &cost.lanes) != 3)
    return std::nullopt;
  if (cost.memory_kib > 1048576 || cost.passes > 64 || cost.lanes > 16) return std::nullopt;
  return cost;
}

int bcrypt_cost(const std::string& form) {
  int cost = 0;
  std::from_chars(form.data() + 4, form.data() + form.size(), cost);
  return cost;
}

constexpr std::size_t bcrypt_form_size = 60;

}  // namespace

std::vector<Fault> faults_of(const HashSettings& settings, int lowest_cost) {
  struct Bound {
    const char* member;
    std::int64_t value, low, high;
  };
  const Bound bounds[] = {
      {"bcrypt_cost", settings.bcrypt_cost, lowest_cost, highest_bcrypt_cost},
      {"argon2_memory_kib", settings.argon2_memory_kib, 19456, 1048576},
      {"argon2_passes", settings.argon2_passes, 2, 64},
      {"argon2_lanes", settings.argon2_lanes, 1, 16},
  };
  std::vector<Fault> faults;
  for (const auto& bound : bounds)
    if (bound.value < bound.low || bound.value > bound.high)
      faults.push_back({bound.member, "must be from " + std::to_string(bound.low) + " to " +
                                          std::to_string(bound.high)});
  return faults;
}

// What a stored text says. `form` is what crypt(3) or Argon2 wrote; empty for a bare import.
struct Passwords::Stored {
  std::uint32_t pepper = 0;
  std::optional<ImportedHash> imported;  // of a wrapped one the setting only
  std::string form;
};

Passwords::Passwords(keys::Keystore& keystore, HashSettings settings)
    : keystore_(keystore), settings_(settings) {
  ENSURE(faults_of(settings_).empty());
  nobody_ = settings_.scheme == HashSettings::Scheme::bcrypt
                ? bcrypt_setting(settings_.bcrypt_cost) + std::string(31, '.')
                : "$argon2id$v=19$m=" + std::to_string(settings_.argon2_memory_kib) +
                      ",t=" + std::to_string(settings_.argon2_passes) +
                      ",p=" + std::to_string(settings_.argon2_lanes) + "$" + std::string(22, 'A') +
                      "$" + std::string(43, 'A');
}

std::optional<Passwords::Stored> Passwords::read(std::string_view text) {
  Stored stored;
  constexpr std::string_view bare = "v1$import", peppered = "v1$pepper=", wrapped = "$wrapped";
  if (text.starts_with(bare)) {
    stored.imported = ImportedHash::stored(text.substr(bare.size()));
    return stored.imported ? std::optional(std::move(stored)) : std::nullopt;
  }
  if (!text.starts_with(peppered)) return std::nullopt;
  text.remove_prefix(peppered.size());
  auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), stored.pepper);
  if (fault != std::errc() || stored.pepper == 0) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (text.starts_with(wrapped)) {
    text.remove_prefix(wrapped.size());
    if (text.size() < bcrypt_form_size) return std::nullopt;
    auto setting = text.substr(0, text.size() - bcrypt_form_size);
    // Any digest stands in for the one that was not kept.
    std::string digest(setting.starts_with("$6$") ? 86 : 128, '0');
    stored.imported = ImportedHash::stored(std::string(setting) + "$" + digest);
    if (!stored.imported) return std::nullopt;
    text.remove_prefix(setting.size());
  }
  stored.form = text;
  bool known = (text.starts_with("$2b$") && text.size() == bcrypt_form_size) ||
               (!stored.imported && argon2_cost(stored.form));
  return known ? std::optional(std::move(stored)) : std::nullopt;
}

std::string Passwords::mixed(std::uint32_t pepper, std::string_view text) const {
  auto peppers = keystore_.peppers(pepper);
  const crypto::Key* key = peppers->find(pepper);
  if (!key) break_down("the pepper of a stored password is not in the keystore");
  if (fault("password_cut")) return std::string(text);
  if (fault("password_without_pepper")) return base64url(crypto::sha512(text).substr(0, 48));
  std::string mac = crypto::hmac(crypto::Hash::sha512, key->view(), text);
  std::string result = base64url(std::string_view(mac).substr(0, mixed_size));
  crypto::wipe(mac);
  return result;
}

bool Passwords::fits(std::uint32_t pepper, std::string_view text, const std::string& form) const {
  std::string secret = mixed(pepper, text);
  bool right = false;
  if (form.starts_with("$2b$")) {
    right = equal_secret(bcrypt(secret, form), form);
  } else {
    int outcome = argon2id_verify(form.c_str(), secret.data(), secret.size());
    if (outcome != ARGON2_OK && outcome != ARGON2_VERIFY_MISMATCH)
      break_down(argon2_error_message(outcome));
    right = outcome == ARGON2_OK;
  }
  crypto::wipe(secret);
  return right;
}

std::string Passwords::make(std::string_view text, HashSettings::Scheme scheme) const {
  std::uint32_t pepper = keystore_.peppers()->current_version();
  std::string secret = mixed(pepper, text), form;
  if (scheme == HashSettings::Scheme::bcrypt) {
    form = bcrypt(secret, bcrypt_setting(settings_.bcrypt_cost));
  } else {
    std::string salt = crypto::random_bytes(salt_size);
    char encoded[256];
    int outcome = argon2id_hash_encoded(
        settings_.argon2_passes, settings_.argon2_memory_kib, settings_.argon2_lanes, secret.data(),
        secret.size(), salt.data(), salt.size(), hash_size, encoded, sizeof encoded);
    if (outcome != ARGON2_OK) break_down(argon2_error_message(outcome));
    form = encoded;
  }
  crypto::wipe(secret);
  return "v1$pepper=" + std::to_string(pepper) + form;
}

bool Passwords::is_weaker(const std::string& form) const {
  if (form.starts_with("$2b$"))
    return settings_.scheme != HashSettings::Scheme::bcrypt ||
           bcrypt_cost(form) < settings_.bcrypt_cost;
  auto cost = argon2_cost(form);
  return settings_.scheme != HashSettings::Scheme::argon2id || !cost ||
         cost->memory_kib < settings_.argon2_memory_kib || cost->passes < settings_.argon2_passes ||
         cost->lanes < settings_.argon2_lanes;
}

std::string Passwords::hash(const Password& password) const {
  return make(password.normal(), settings_.scheme);
}

Verdict Passwords::verify(const Password& password, std::optional<std::string_view> stored) const {
  std::uint32_t current = keystore_.peppers()->current_version();
  auto spend = [&] { fits(current, password.normal(), nobody_); };
  if (!stored) {
    spend();
    return {};
  }
  auto read = Passwords::read(*stored);
  if (!read) break_down("a stored password can't be read");
  if (!read->imported) {
    bool right = fits(read->pepper, password.normal(), read->form);
    return {right, right && (read->pepper < current || is_weaker(read->form))};
  }
  std::string digest = imported_digest(read->imported->setting, password.typed());
  bool right = false;
  if (read->form.empty()) {
    right = !digest.empty() && equal_secret(digest, read->imported->digest);
    if (!right) spend();
  } else {
    right = fits(read->pepper, digest, read->form) && !digest.empty();
  }
  crypto::wipe(digest);
  return {right, right};
}

std::string Passwords::adopt(const ImportedHash& hash, bool wrap) const {
  if (!wrap) return "v1$import" + hash.text();
  std::string stored = make(hash.digest, HashSettings::Scheme::bcrypt);
  return stored.insert(stored.size() - bcrypt_form_size, "$wrapped" + hash.setting);
}

}  // namespace probity::credentials
