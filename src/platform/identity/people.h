// People of an institution: a user is a login's membership. Its name and address are sealed with a
// key of its own, so that deleting the account erases them everywhere.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "api/access.h"
#include "db/tx.h"
#include "identity/affairs.h"
#include "json/json.h"
#include "keys/subject_keys.h"

namespace probity::identity {

struct Person {
  Uuid id, login;
  std::string name, email;
  std::string status;  // INVITED, ACTIVE, SUSPENDED, DELETED
  bool second_factor_required = false;
  Instant created_at, modified_at;
};

// By id; who was deleted is not among them.
class AskedPeople {
 public:
  AskedPeople(db::Pending rows, std::vector<std::pair<Uuid, keys::AskedKey>> keys)
      : rows_(std::move(rows)), keys_(std::move(keys)) {}
  std::unordered_map<Uuid, Person> get();

 private:
  db::Pending rows_;
  std::vector<std::pair<Uuid, keys::AskedKey>> keys_;
};
AskedPeople ask_people(db::Tx& tx, const keys::TenantKeys& keys, const std::vector<Uuid>& ids);

std::optional<Person> person_of(db::Tx& tx, const keys::TenantKeys& keys, const Uuid& id);

// The address as it is compared: trimmed, lower case of its ASCII letters. Nothing when it is none.
std::optional<std::string> canonical_email(std::string_view text);
// A fault under `member` when it is none.
std::string email_of(api::Body& body, std::string_view member);

struct NewPerson {
  std::string email, name;
  std::vector<Uuid> roles, teams;
  bool second_factor_required = false;
};
// Writes the membership of a login, invited; the roles and teams were checked.
Uuid insert_person(db::Tx& tx, const keys::TenantKeys& keys, const Uuid& login,
                   const NewPerson& person);
// Erases name and address, ends the membership, and tells it.
void delete_person(db::Tx& tx, Affairs& affairs, const Person& person);

json::Value render(const Person& person);

}  // namespace probity::identity
