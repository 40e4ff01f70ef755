// Tenants (institutions), who may act for them, and how a credential becomes an api::Principal.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/call.h"
#include "db/tx.h"
#include "journal/journal.h"
#include "keys/keystore.h"

namespace probity::identity {

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
// For the command line; a call of the API makes one by api_keys_api.cc.
Result<NewApiKey> create_api_key(db::Pool& pool, keys::Keystore& keystore, const Uuid& institution,
                                 const std::string& name, const api::Grants& grants);

// Who the journal says acted.
journal::Actor actor_of(const api::Principal& principal);

Result<api::InstitutionSettings> parse_settings(bool demo, const json::Value& settings);

// Nothing when there is no such institution.
std::optional<api::InstitutionSettings> settings_of(db::Pool& pool, const Uuid& institution);

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
