#include "base/text.h"
#include "identity/directory.h"
#include "identity/affairs.h"
#include "identity/identity.h"
#include "identity/people.h"
#include "identity/roles.h"
#include "messages/messages.h"
#include "directory_sql.h"
#include "identity_sql.h"

namespace probity::identity {
namespace {

constexpr std::int64_t invitation_micros = 7 * day_micros, recovery_micros = hour_micros;
constexpr std::int64_t most_recoveries_an_hour = 3;

}  // namespace

std::string invite(db::Tx& tx, const keys::TenantKeys& keys, const std::string& institution_name,
                   const Person& person) {
  auto token = directory().issue(
      TicketKind::invitation,
      {.login = person.login, .institution = tx.tenant(), .user = person.id}, invitation_micros);
  auto key = keys::ask_subject_key(tx, keys, person.id).get();
  ENSURE(key);
  auto sent = messages::send(
      tx, *key,
      {.channel = messages::Channel::mail,
       .to = person.email,
       .template_name = "invitation",
       .parameters = {{"name", person.name}, {"institution", institution_name}, {"token", token}}});
  ENSURE(sent);
  return token;
}

namespace {

struct Wanted {
  Uuid institution;
  std::string email, name, role;
};

// Checks what was typed and makes the row inside `tx`, whose login was made before it.
Result<Person> make_person(db::Tx& tx, Affairs& affairs, const keys::TenantKeys& keys,
                           const Uuid& login, const Wanted& wanted) {
  auto role = role_named(tx, wanted.role);
  if (!role)
    return refuse(Refusal::invalid_input, "the person can't be added",
                  {{"role", "must be the name of a role"}});
  if (tx.queue(sql::user_by_email, {tx.tenant(), keys.lookup_hash("user-email", wanted.email)})
          .one())
    return refuse(Refusal::data_present, "the institution has a user with this address");
  Uuid id = insert_person(tx, keys, login,
                          {.email = wanted.email, .name = wanted.name, .roles = {role->id}});
  affairs.tell(actions::user_invited,
               {{"user_id", id.text()}, {"roles", json::Array{role->id.text()}}});
  auto person = person_of(tx, keys, id);
  ENSURE(person);
  return *person;
}

Result<std::string> address_of(const std::string& email, const std::string& name) {
  std::vector<Fault> faults;
  auto address = canonical_email(email);
  if (!address) faults.push_back({"email", "must be an e-mail address"});
  if (auto why = api::text_fault(name, 1, 200)) faults.push_back({"name", *why});
  if (!faults.empty())
    return refuse(Refusal::invalid_input, "the person can't be added", std::move(faults));
  return *address;
}

}  // namespace

Result<Invited> invite_person(const Uuid& institution, const std::string& email,
                              const std::string& name, const std::string& role,
                              const std::optional<Training>& training) {
  auto address = TRY(address_of(email, name));
  Directory& d = directory();
  if (!settings_of(d.pool(), institution)) return refuse(Refusal::not_found, "no such institution");
  auto keys = d.keystore().tenant(institution);
  Uuid login = d.login_for(address);
  db::Tx tx(d.pool(), institution);
  Affairs affairs(tx, *keys, {journal::Actor::Kind::system});
  auto person = TRY(make_person(tx, affairs, *keys, login, {institution, address, name, role}));
  if (training) {
    Uuid id = Uuid::make();
    tx.queue(sql::insert_training,
             {institution, person.id, id, training->course, training->evidence, training->completed,
              training->expires, Uuid(), tx.at()});
    affairs.tell(actions::training_recorded,
                 {{"user_id", person.id.text()}, {"training_id", id.text()}});
  }
  auto row = tx.queue(sql::institution, {institution}).one();
  std::string token = invite(tx, *keys, row->text(), person);
  affairs.write();
  tx.commit();
  return Invited{person.id, token};
}

Result<Uuid> add_person(const Uuid& institution, const KnownPerson& known) {
  auto address = TRY(address_of(known.email, known.name));
  Directory& d = directory();
  if (!settings_of(d.pool(), institution)) return refuse(Refusal::not_found, "no such institution");
  auto keys = d.keystore().tenant(institution);
  Uuid login = d.login_for(address);
  if (d.login(login)->password && !known.replace_password)
    return refuse(Refusal::data_present,
                  "the address has a password here already: invite the person");
  db::Tx tx(d.pool(), institution);
  Affairs affairs(tx, *keys, {journal::Actor::Kind::system});
  auto person =
      TRY(make_person(tx, affairs, *keys, login, {institution, address, known.name, known.role}));
  tx.queue(sql::activate_user, {institution, person.id, tx.at()});
  affairs.tell(actions::user_joined, {{"user_id", person.id.text()}});
  affairs.write();
  d.set_password(login, known.stored_password);
  tx.commit();
  return person.id;
}

void send_recovery(keys::Keystore& keystore, const json::Value& payload) {
  auto hash = unhex(payload.text_at("email_token"));
  ENSURE(hash);
  Directory& d = directory();
  std::optional<Uuid> id;
  {
    db::Tx tx(d.pool(), db::platform_tenant());
    auto row = tx.queue(sql::login_by_email, {tx.tenant(), *hash}).one();
    if (row) id = row->uuid();
  }
  auto login = id ? d.login(*id) : std::nullopt;
  // Who has no password yet has an invitation to take.
  if (!login || !login->password) return;
  if (d.tickets_since(TicketKind::recovery, *id, {now().micros - hour_micros}) >=
      most_recoveries_an_hour)
    return;
  auto token = d.issue(TicketKind::recovery, {.login = *id}, recovery_micros);
  auto platform = keystore.tenant(db::platform_tenant());
  db::Tx tx(d.pool(), db::platform_tenant());
  auto key = keys::ask_subject_key(tx, *platform, *id).get();
  if (!key) return;
  auto sent = messages::send(tx, *key,
                             {.channel = messages::Channel::mail,
                              .to = login->email,
                              .template_name = "recovery",
                              .parameters = {{"name", login->email}, {"token", token}}});
  ENSURE(sent);
  tx.commit();
}

}  // namespace probity::identity
