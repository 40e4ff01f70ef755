// Who acted, as the API shows it: people by name and address, keys by name.
#pragma once

#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "identity/identity.h"
#include "identity/people.h"

namespace probity::lifecycle {

class Actors {
 public:
  // Asks for the names of the institution's keys.
  explicit Actors(db::Tx& tx) : tx_(tx), asked_keys_(identity::ask_key_names(tx)) {}
  // Asks for the people among these, when there are any; in a transaction of its own when the
  // present one has ended.
  void meet(const keys::TenantKeys& keys, std::vector<Uuid> users);

  // User: {id, name, email}. Null for whoever is no user, or has been deleted.
  json::Value user(std::string_view kind, const std::optional<Uuid>& id) const;
  // Of an API key or a person; empty when there is none.
  std::string name(const std::optional<Uuid>& id) const;
  bool is_key(const std::optional<Uuid>& id) const { return id && keys_.contains(*id); }

 private:
  db::Tx& tx_;
  identity::AskedKeyNames asked_keys_;
  std::unordered_map<Uuid, std::string> keys_;
  std::unordered_map<Uuid, identity::Person> people_;
};

}  // namespace probity::lifecycle
