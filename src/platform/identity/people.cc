#include "identity/people.h"

#include <algorithm>

#include "base/text.h"
#include "identity_sql.h"

namespace probity::identity {

std::unordered_map<Uuid, Person> AskedPeople::get() {
  std::unordered_map<Uuid, keys::SubjectKey> keys;
  for (auto& [id, asked] : keys_)
    if (auto key = asked.get()) keys.emplace(id, std::move(*key));
  std::unordered_map<Uuid, Person> people;
  const db::Answer& rows = rows_.get();
  for (int i = 0; i < rows.size(); ++i) {
    auto c = rows[i];
    Person person{.id = c.uuid(), .login = c.uuid()};
    std::string name = c.bytes(), email = c.bytes();
    person.status = c.text();
    person.second_factor_required = c.boolean();
    person.created_at = c.instant();
    person.modified_at = c.instant();
    auto version = static_cast<std::uint64_t>(c.bigint());
    auto key = keys.find(person.id);
    if (key == keys.end()) continue;
    person.name = key->second.open(keys::columns::users_name, person.id, version, name);
    person.email = key->second.open(keys::columns::users_email, person.id, 1, email);
    people.emplace(person.id, std::move(person));
  }
  return people;
}

AskedPeople ask_people(db::Tx& tx, const keys::TenantKeys& keys, const std::vector<Uuid>& ids) {
  auto rows = tx.queue(sql::users_by_ids, {tx.tenant(), ids});
  std::vector<std::pair<Uuid, keys::AskedKey>> asked;
  for (const Uuid& id : ids) asked.push_back({id, keys::ask_subject_key(tx, keys, id)});
  return AskedPeople(std::move(rows), std::move(asked));
}

std::optional<Person> person_of(db::Tx& tx, const keys::TenantKeys& keys, const Uuid& id) {
  auto people = ask_people(tx, keys, {id}).get();
  auto found = people.find(id);
  if (found == people.end()) return std::nullopt;
  return std::move(found->second);
}

std::optional<std::string> canonical_email(std::string_view text) {
  std::string out = lower_ascii(trimmed(text));
  auto at = out.rfind('@');
  bool plain = std::ranges::all_of(out, [](unsigned char c) {
    return c > 0x20 && c != 0x7f && c != '"' && c != '<' && c != '>' && c != ',' && c != ';' &&
           c != '\\' && c != '(' && c != ')';
  });
  if (!is_utf8(out) || !plain || out.size() > 254 || at == std::string::npos || at == 0 ||
      at > 64 || out.find('@') != at)
    return std::nullopt;
  auto domain = std::string_view(out).substr(at + 1);
  if (domain.empty() || domain.starts_with('.') || domain.ends_with('.') ||
      domain.find("..") != std::string::npos)
    return std::nullopt;
  return out;
}

std::string email_of(api::Body& body, std::string_view member) {
  auto sent = body.text(member, 1, 254);
  auto email = canonical_email(sent);
  if (!email && !sent.empty()) body.fault(member, "must be an e-mail address");
  return email.value_or("");
}

Uuid insert_person(db::Tx& tx, const keys::TenantKeys& keys, const Uuid& login,
                   const NewPerson& person) {
  Uuid id = Uuid::make();
  auto key = keys::create_subject_key(tx, keys, id);
  tx.queue(sql::insert_user, {tx.tenant(), id, login, keys.lookup_hash("user-email", person.email),
                              key.seal(keys::columns::users_name, id, 1, person.name),
                              key.seal(keys::columns::users_email, id, 1, person.email),
                              person.second_factor_required, tx.at()});
  tx.queue(sql::add_user_roles, {tx.tenant(), id, person.roles});
  tx.queue(sql::add_user_teams, {tx.tenant(), id, person.teams});
  return id;
}

void delete_person(db::Tx& tx, Affairs& affairs, const Person& person) {
  tx.queue(sql::clear_user_roles, {tx.tenant(), person.id});
  tx.queue(sql::clear_user_teams, {tx.tenant(), person.id});
  tx.queue(sql::unassign_user, {tx.tenant(), person.id});
  tx.queue(sql::delete_user, {tx.tenant(), person.id, tx.at()});
  keys::destroy_subject_key(tx, person.id);
  affairs.tell(actions::user_deleted, {{"user_id", person.id.text()}});
}

json::Value render(const Person& person) {
  return json::Object{{"id", person.id.text()},
                      {"name", person.name},
                      {"email", person.email},
                      {"status", person.status},
                      {"second_factor_required", person.second_factor_required},
                      {"creation_date", api_time(person.created_at)},
                      {"last_modified_date", api_time(person.modified_at)}};
}

}  // namespace probity::identity
