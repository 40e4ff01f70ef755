// The platform's side of identity: logins, their passwords, second factors, sessions and tickets.
// All of it lives in the platform's own tenant and in short transactions of its own, on a small
// pool of its own, so that the transaction of a call never waits for them in line.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/call.h"
#include "base/result.h"
#include "credentials/blocklist.h"
#include "credentials/passwords.h"
#include "db/tx.h"
#include "json/json.h"
#include "keys/keystore.h"
#include "keys/subject_keys.h"

namespace probity::identity {

inline constexpr std::int64_t second_micros = 1'000'000, minute_micros = 60 * second_micros,
                              hour_micros = 60 * minute_micros, day_micros = 24 * hour_micros;

enum class FactorKind { totp, passkey, sms };
inline constexpr std::string_view factor_words[] = {"TOTP", "PASSKEY", "SMS"};

enum class SessionState { owes_factor, owes_enrolment, whole };
inline constexpr std::string_view session_words[] = {"OWES_FACTOR", "OWES_ENROLMENT", "WHOLE"};

// Of a word that the schema allows.
template <class Enum, std::size_t N>
Enum from_word(const std::string_view (&words)[N], std::string_view word) {
  for (std::size_t i = 0; i < N; ++i)
    if (words[i] == word) return static_cast<Enum>(i);
  ENSURE(!"a word of the schema");
  return {};
}

struct Login {
  Uuid id;
  std::string email;
  std::optional<std::string> password;  // as stored
};

struct Factor {
  Uuid id;
  FactorKind kind;
  std::string name;    // as its owner called it
  std::string secret;  // TOTP: the secret; SMS: the number; passkey: the credential as JSON
  std::int64_t counter = 0;
  bool confirmed = false;
  Instant created_at;
  std::optional<Instant> used_at;
};

struct Session {
  Uuid id, login;
  std::optional<Uuid> institution, user, staff_entry;
  SessionState state = SessionState::owes_factor;
  Instant expires_at;
};

// A membership of a login.
struct Membership {
  Uuid institution, user;
  std::string institution_name, status;
  bool demo = false;
  bool factor_required = false;  // by the institution, a role, or for this user
  std::int64_t session_hours = 12;
};

enum class TicketKind { invitation, recovery, sms, passkey, device };
inline constexpr std::string_view ticket_words[] = {"INVITATION", "RECOVERY", "SMS", "PASSKEY",
                                                    "DEVICE"};

struct Ticket {
  Uuid id, login;
  std::optional<Uuid> session, institution, user;
  std::string body;
  std::int64_t tries = 0;
  Instant expires_at;
};

class Directory {
 public:
  struct Settings {
    credentials::HashSettings hashing;
    std::shared_ptr<const credentials::Blocklist> blocklist;  // may be null
    std::string portal_url;  // "https://host[:port]": the origin that passkeys are bound to
  };
  Directory(db::Pool& pool, keys::Keystore& keystore, Settings settings);

  db::Pool& pool() { return pool_; }
  keys::Keystore& keystore() { return keystore_; }
  const Settings& settings() const { return settings_; }
  const credentials::Passwords& passwords() const { return passwords_; }
  std::shared_ptr<const keys::TenantKeys> keys() { return keystore_.tenant(db::platform_tenant()); }

  // --- logins ---
  // The login of an address, made when there is none. The address is canonical.
  Uuid login_for(const std::string& email);
  std::optional<Login> find_login(const std::string& email);
  std::optional<Login> login(const Uuid& id);
  void set_password(const Uuid& login, const std::string& stored);
  // Erases address, password, factors and sessions.
  void delete_login(const Uuid& login);

  std::vector<Membership> memberships(const Uuid& login);

  // --- second factors ---
  std::vector<Factor> factors(const Uuid& login);
  Uuid add_factor(const Uuid& login, FactorKind kind, const std::string& name,
                  const std::string& secret, std::string_view credential_id = {});
  // Whether any login has set up this passkey.
  bool knows_credential(std::string_view credential_id);
  // Makes a factor good from now on; `secret` replaces what was kept, for a passkey.
  void confirm_factor(const Uuid& login, const Uuid& factor, std::int64_t counter,
                      const std::optional<std::string>& secret);
  // Takes a counter only when it is newer than the last: false for a replay.
  bool advance_factor(const Uuid& login, const Uuid& factor, std::int64_t counter);
  bool remove_factor(const Uuid& login, const Uuid& factor);
  std::vector<std::string> renew_recovery_codes(const Uuid& login);
  bool use_recovery_code(const Uuid& login, const std::string& hash);
  std::int64_t recovery_codes_left(const Uuid& login);

  // --- sessions ---
  struct NewSession {
    Session session;
    std::string token;  // for the cookie, once
  };
  // `about`: what the owner sees of it in the list (user agent).
  NewSession open_session(Session session, const std::string& about);
  // The same session under a new token, as it is from now on: after a sign-in step and whenever
  // what it may do changes, so that an old token is worth nothing.
  NewSession rotate(Session session);
  std::optional<Session> session(const Uuid& id);
  void end_session(const Uuid& login, const Uuid& session);
  void end_session_of(std::string_view token);
  // All of a login but one; only those for `user` when it is given.
  std::int64_t end_sessions(const Uuid& login, std::optional<Uuid> user, std::optional<Uuid> but);
  json::Value sessions_of_user(const Uuid& login, const Uuid& institution, const Uuid& current);
  json::Value sessions_of_login(const Uuid& login, const Uuid& current);

  // --- tickets ---
  // Returns the token, which is stored as a hash only.
  std::string issue(TicketKind kind, Ticket ticket, std::int64_t live_micros);
  // Unused and in time; `use` spends it in the same statement.
  std::optional<Ticket> ticket(TicketKind kind, std::string_view token, bool use);
  // The newest of a session; each asking counts as a try, of which there are `most`.
  std::optional<Ticket> try_ticket(TicketKind kind, const Uuid& session, std::int64_t most);
  bool spend(const Ticket& ticket);
  std::int64_t tickets_since(TicketKind kind, const Uuid& login, Instant since);

  // Forgets what nobody needs any more: failures after a day, tickets and sessions a month after
  // their end.
  void purge();

  // --- throttle ---
  // Seconds to wait before another try by this name ("account:…", "source:…", "factor:…") may be
  // judged; 0: now. Names are hashed with a key.
  int wait_for(const std::string& name, std::int64_t free_tries);
  void failed(const std::vector<std::string>& names);
  void succeeded(const std::vector<std::string>& names);

 private:
  std::optional<Ticket> read_ticket(db::Tx& tx, const keys::TenantKeys& platform,
                                    std::optional<db::Columns> row);
  db::Pool& pool_;
  keys::Keystore& keystore_;
  Settings settings_;
  credentials::Passwords passwords_;
};

// The process's own; set once at start-up.
void use_directory(Directory* directory);
Directory& directory();

// Makes the platform's own tenant, where it is missing: its keys and its row.
void ensure_platform(db::Pool& pool, keys::Keystore& keystore);

// Gives the invited person of the transaction's institution a new ticket, by a mail that leaves
// with the transaction. Returns the ticket's token.
std::string invite(db::Tx& tx, const keys::TenantKeys& keys, const std::string& institution_name,
                   const struct Person& person);

// Makes a person of an institution from the command line: invited, with one role by its name.
// `training` (of the platform's own people) is recorded with it.
struct Training {
  std::string course, evidence;
  Date completed, expires;
};
struct Invited {
  Uuid user;
  std::string token;
};
Result<Invited> invite_person(const Uuid& institution, const std::string& email,
                              const std::string& name, const std::string& role,
                              const std::optional<Training>& training);

// Adds a person whose password is known in its stored form (credentials/passwords.h): active at
// once. Refuses an address that has a password here, unless it may be replaced.
struct KnownPerson {
  std::string email, name, role, stored_password;
  bool replace_password = false;
};
Result<Uuid> add_person(const Uuid& institution, const KnownPerson& person);

// The job that a request for recovery queues: finds out whether there is such a login, and mails
// it.
void send_recovery(keys::Keystore& keystore, const json::Value& payload);

// After the commit of `tx`: all sessions of a user of the transaction's tenant end.
void end_sessions_after(db::Tx& tx, const Uuid& login, const Uuid& user);

}  // namespace probity::identity
