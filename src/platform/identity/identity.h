// Tenants (institutions) and who may act for them. So far: API keys; users, sessions and roles will
// stand beside them and make the same api::Principal.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/call.h"
#include "db/tx.h"
#include "keys/keystore.h"

namespace probity::identity {

// An API key as its holder sees it, once: probity_live_<32 base64url characters>_<6 characters,
// base62 of the CRC-32 of what stands before> (security.md § 2.2). 24 of its bytes are random.
std::string make_api_key(bool demo);
// Whether prefix, length and checksum are right; says nothing about who made it.
bool is_api_key(std::string_view text);

struct NewInstitution {
  Uuid id;
  std::string api_key;  // the master key, with every permission
};

// `settings` as in api::InstitutionSettings, as JSON; checked.
Result<NewInstitution> create_institution(db::Pool& pool, keys::Keystore& keystore,
                                          const std::string& name, bool demo,
                                          const json::Value& settings);

struct NewApiKey {
  Uuid id;
  std::string api_key;
};
Result<NewApiKey> create_api_key(db::Pool& pool, keys::Keystore& keystore, const Uuid& institution,
                                 const std::string& name, api::Permissions permissions);

Result<api::InstitutionSettings> parse_settings(bool demo, const json::Value& settings);

// Nothing when there is no such institution.
std::optional<api::InstitutionSettings> settings_of(db::Pool& pool, const Uuid& institution);

// Answers who holds an API key. Look-ups are kept for a second, hits and misses alike, so that a
// revoked key is refused within a second everywhere.
class Authenticator {
 public:
  explicit Authenticator(db::Pool& pool) : pool_(pool) {}
  // Refuses with missing_key or invalid_key.
  Result<std::shared_ptr<const api::Principal>> by_api_key(std::string_view key);

 private:
  struct Known {
    std::shared_ptr<const api::Principal> principal;  // null: no such key
    double until;
  };
  std::shared_ptr<const api::Principal> look_up(const std::string& hash);
  db::Pool& pool_;
  std::mutex mutex_;
  std::unordered_map<std::string, Known> known_;  // by hash of the key; at most 10,000
};

// Names of the keys of the call's institution, for what shows who acted.
class AskedKeyNames {
 public:
  explicit AskedKeyNames(db::Pending rows) : rows_(std::move(rows)) {}
  std::unordered_map<Uuid, std::string> get();

 private:
  db::Pending rows_;
};
AskedKeyNames ask_key_names(db::Tx& tx);

}  // namespace probity::identity
