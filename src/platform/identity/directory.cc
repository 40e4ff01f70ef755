#include "identity/directory.h"

#include <atomic>

#include "base/fault.h"
#include "base/text.h"
#include "credentials/recovery_codes.h"
#include "crypto/crypto.h"
#include "identity/authenticate.h"
#include "identity/identity.h"
#include "identity/people.h"
#include "identity/roles.h"
#include "identity_sql.h"
#include "directory_sql.h"

namespace probity::identity {
namespace {

std::atomic<Directory*> process_directory{nullptr};

}  // namespace

Directory::Directory(db::Pool& pool, keys::Keystore& keystore, Settings settings)
    : pool_(pool),
      keystore_(keystore),
      settings_(std::move(settings)),
      passwords_(keystore, settings_.hashing) {}

// --- logins ---

Uuid Directory::login_for(const std::string& email) {
  auto platform = keys();
  std::string token = platform->lookup_hash("login-email", email);
  db::Tx tx(pool_, db::platform_tenant());
  if (auto row = tx.queue(sql::login_by_email, {tx.tenant(), token}).one()) return row->uuid();
  Uuid id = Uuid::make();
  auto key = keys::create_subject_key(tx, *platform, id);
  // Two who invite the same address at once: the second waits for the first and finds its row.
  auto made = tx.queue(
      sql::insert_login,
      {tx.tenant(), id, token, key.seal(keys::columns::logins_email, id, 1, email), tx.at()});
  if (made.get().affected() == 1) {
    tx.commit();
    return id;
  }
  auto row = tx.queue(sql::login_by_email, {tx.tenant(), token}).one();
  ENSURE(row);
  return row->uuid();
}

std::optional<Login> Directory::find_login(const std::string& email) {
  auto platform = keys();
  db::Tx tx(pool_, db::platform_tenant());
  auto found =
      tx.queue(sql::login_by_email, {tx.tenant(), platform->lookup_hash("login-email", email)});
  tx.finish_reading();
  auto row = found.one();
  if (!row) return std::nullopt;
  Login login{.id = row->uuid(), .email = email};
  login.password = row->optional(&db::Columns::text);
  return login;
}

std::optional<Login> Directory::login(const Uuid& id) {
  auto platform = keys();
  db::Tx tx(pool_, db::platform_tenant());
  auto found = tx.queue(sql::login, {tx.tenant(), id});
  auto asked = keys::ask_subject_key(tx, *platform, id);
  tx.finish_reading();
  auto row = found.one();
  auto key = asked.get();
  if (!row || !key) return std::nullopt;
  Login login{.id = id, .email = key->open(keys::columns::logins_email, id, 1, row->bytes())};
  login.password = row->optional(&db::Columns::text);
  return login;
}

void Directory::set_password(const Uuid& login, const std::string& stored) {
  db::Tx tx(pool_, db::platform_tenant());
  tx.queue(sql::set_password, {tx.tenant(), login, stored, tx.at()});
  tx.commit();
}

void Directory::delete_login(const Uuid& login) {
  db::Tx tx(pool_, db::platform_tenant());
  tx.queue(sql::end_sessions, {tx.tenant(), login, nullptr, nullptr, tx.at()});
  tx.queue(sql::delete_factors, {tx.tenant(), login});
  tx.queue(sql::delete_recovery_codes, {tx.tenant(), login});
  tx.queue(sql::delete_tickets, {tx.tenant(), login});
  tx.queue(sql::delete_login, {tx.tenant(), login, tx.at()});
  keys::destroy_subject_key(tx, login);
  forget_login_after(tx, login);
  tx.commit();
}

std::vector<Membership> Directory::memberships(const Uuid& login) {
  std::vector<Membership> out;
  {
    db::Tx tx(pool_, db::platform_tenant());
    auto rows = tx.queue(sql::find_memberships, {login});
    tx.finish_reading();
    for (int i = 0; i < rows.get().size(); ++i) {
      auto c = rows.get()[i];
      Uuid institution = c.uuid();
      out.push_back({.institution = institution, .user = c.uuid()});
    }
  }
  for (auto& membership : out) {
    db::Tx tx(pool_, membership.institution);
    auto user = tx.queue(sql::user_of_login, {tx.tenant(), membership.user, login});
    auto institution = tx.queue(sql::institution, {tx.tenant()});
    auto held = ask_access(tx, membership.user);
    tx.finish_reading();
    auto u = user.one(), i = institution.one();
    if (!u || !i) continue;
    membership.status = u->text();
    bool by_user = u->boolean();
    membership.institution_name = i->text();
    membership.demo = i->text() == "demo";
    auto settings = parse_settings(membership.demo,
                                   json::parse(i->text()).value_or(json::Value(json::Object{})));
    ENSURE(settings);
    membership.session_hours = settings->session_hours;
    membership.factor_required = by_user || settings->second_factor_required ||
                                 held.get().second_factor_required ||
                                 membership.institution == db::platform_tenant();
  }
  return out;
}

// --- second factors ---

std::vector<Factor> Directory::factors(const Uuid& login) {
  auto platform = keys();
  db::Tx tx(pool_, db::platform_tenant());
  auto rows = tx.queue(sql::factors, {tx.tenant(), login});
  auto asked = keys::ask_subject_key(tx, *platform, login);
  tx.finish_reading();
  auto key = asked.get();
  std::vector<Factor> out;
  for (int i = 0; key && i < rows.get().size(); ++i) {
    auto c = rows.get()[i];
    Factor factor{.id = c.uuid(), .kind = from_word<FactorKind>(factor_words, c.text())};
    factor.name = key->open(keys::columns::login_factors_name, factor.id, 1, c.bytes());
    std::string secret = c.bytes();
    factor.confirmed = !c.next_is_null();
    c.skip();
    factor.secret =
        key->open(keys::columns::login_factors_secret, factor.id, factor.confirmed ? 2 : 1, secret);
    factor.counter = c.bigint();
    factor.created_at = c.instant();
    factor.used_at = c.optional(&db::Columns::instant);
    out.push_back(std::move(factor));
  }
  return out;
}

Uuid Directory::add_factor(const Uuid& login, FactorKind kind, const std::string& name,
                           const std::string& secret, std::string_view credential_id) {
  auto platform = keys();
  db::Tx tx(pool_, db::platform_tenant());
  auto key = keys::ask_subject_key(tx, *platform, login).get();
  ENSURE(key);
  Uuid id = Uuid::make();
  // One unconfirmed factor of a kind at a time: a new start takes the place of the old.
  tx.queue(sql::drop_unconfirmed, {tx.tenant(), login, factor_words[int(kind)]});
  tx.queue(sql::insert_factor,
           {tx.tenant(), login, id, factor_words[int(kind)],
            key->seal(keys::columns::login_factors_name, id, 1, name),
            key->seal(keys::columns::login_factors_secret, id, 1, secret), tx.at(),
            credential_id.empty() ? db::Arg(nullptr) : db::Arg(crypto::sha256(credential_id))});
  tx.commit();
  return id;
}

bool Directory::knows_credential(std::string_view credential_id) {
  db::Tx tx(pool_, db::platform_tenant());
  auto row = tx.queue(sql::factor_by_credential, {tx.tenant(), crypto::sha256(credential_id)});
  tx.finish_reading();
  return row.one().has_value();
}

void Directory::confirm_factor(const Uuid& login, const Uuid& factor, std::int64_t counter,
                               const std::optional<std::string>& secret) {
  std::string kept;
  for (const Factor& f : factors(login))
    if (f.id == factor) kept = f.secret;
  auto platform = keys();
  db::Tx tx(pool_, db::platform_tenant());
  auto key = keys::ask_subject_key(tx, *platform, login).get();
  ENSURE(key);
  tx.queue(sql::confirm_factor,
           {tx.tenant(), login, factor, counter, tx.at(),
            key->seal(keys::columns::login_factors_secret, factor, 2, secret.value_or(kept))});
  tx.commit();
}

bool Directory::advance_factor(const Uuid& login, const Uuid& factor, std::int64_t counter) {
  db::Tx tx(pool_, db::platform_tenant());
  auto moved = tx.queue(sql::advance_factor, {tx.tenant(), login, factor, counter, tx.at()});
  bool newer = moved.get().affected() == 1;
  tx.commit();
  return newer;
}

bool Directory::remove_factor(const Uuid& login, const Uuid& factor) {
  db::Tx tx(pool_, db::platform_tenant());
  bool there = tx.queue(sql::delete_factor, {tx.tenant(), login, factor}).get().affected() == 1;
  tx.commit();
  return there;
}

std::vector<std::string> Directory::renew_recovery_codes(const Uuid& login) {
  std::vector<std::string> shown, hashes;
  for (auto& code : credentials::make_recovery_codes()) {
    shown.push_back(std::move(code.shown));
    hashes.push_back(std::move(code.hash));
  }
  db::Tx tx(pool_, db::platform_tenant());
  tx.queue(sql::delete_recovery_codes, {tx.tenant(), login});
  tx.queue(sql::insert_recovery_codes, {tx.tenant(), login, db::Arg::bytes_of(hashes)});
  tx.commit();
  return shown;
}

bool Directory::use_recovery_code(const Uuid& login, const std::string& hash) {
  db::Tx tx(pool_, db::platform_tenant());
  bool fresh =
      tx.queue(sql::use_recovery_code, {tx.tenant(), login, hash, tx.at()}).get().affected() == 1;
  if (!fault("recovery_codes_twice")) tx.commit();
  return fresh;
}

std::int64_t Directory::recovery_codes_left(const Uuid& login) {
  db::Tx tx(pool_, db::platform_tenant());
  auto row = tx.queue(sql::count_recovery_codes, {tx.tenant(), login});
  tx.finish_reading();
  return row.one()->bigint();
}

// --- the process ---

void use_directory(Directory* directory) { process_directory = directory; }

Directory& directory() {
  Directory* d = process_directory;
  ENSURE(d);
  return *d;
}

void ensure_platform(db::Pool& pool, keys::Keystore& keystore) {
  Uuid platform = db::platform_tenant();
  {
    db::Tx tx(pool, platform);
    auto row = tx.queue(sql::institution, {platform});
    tx.finish_reading();
    if (row.one()) return;
  }
  keystore.ensure_tenant(platform);  // whose row an earlier start may not have come to write
  auto keys = keystore.tenant(platform);
  db::Tx tx(pool, platform);
  tx.queue(sql::insert_institution, {platform, "Probity platform", "live", "{}", tx.at()});
  keys::create_subject_key(tx, *keys, platform);
  Role super{
      .id = Uuid::make(),
      .name = "Super administrator",
      .description = "Staff with recorded training: enters institutions for a stated reason"};
  super.grants = api::grants_for_everything();
  super.grants.push_back({"INSTITUTIONS", api::Level::read_and_write, std::nullopt});
  super.grants.push_back({"STAFF", api::Level::read_and_write, std::nullopt});
  super.second_factor_required = true;
  insert_role(tx, super);
  try {
    tx.commit();
  } catch (const db::ConstraintViolation& v) {
    // Another process started at the same moment and has made it.
    if (v.constraint != "institutions_pkey") throw;
  }
}

void end_sessions_after(db::Tx& tx, const Uuid& login, const Uuid& user) {
  tx.after_commit([login, user] { directory().end_sessions(login, user, std::nullopt); });
}

}  // namespace probity::identity
