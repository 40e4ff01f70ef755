// Directory's sessions, tickets and throttle.
#include "base/fault.h"
#include "base/text.h"
#include "crypto/crypto.h"
#include "directory_sql.h"
#include "identity/authenticate.h"
#include "identity/directory.h"
#include "identity_sql.h"

namespace probity::identity {
namespace {

std::string make_token() { return base64url(crypto::random_bytes(32)); }

}  // namespace

// --- sessions ---

Directory::NewSession Directory::open_session(Session session, const std::string& about) {
  auto platform = keys();
  session.id = Uuid::make();
  NewSession fresh{session, make_token()};
  db::Tx tx(pool_, db::platform_tenant());
  auto key = keys::ask_subject_key(tx, *platform, session.login).get();
  ENSURE(key);
  tx.queue(sql::insert_session,
           {tx.tenant(), session.id, crypto::sha256(fresh.token), session.login,
            session.institution, session.user, session_words[int(session.state)],
            key->seal(keys::columns::sessions_about, session.id, 1, about), tx.at(),
            session.expires_at});
  tx.commit();
  return fresh;
}

Directory::NewSession Directory::rotate(Session session) {
  NewSession fresh{session, make_token()};
  db::Tx tx(pool_, db::platform_tenant());
  tx.queue(sql::rotate_session,
           {tx.tenant(), session.id, crypto::sha256(fresh.token), session.institution, session.user,
            session.staff_entry, session_words[int(session.state)], tx.at(), session.expires_at});
  forget_login_after(tx, session.login);
  tx.commit();
  return fresh;
}

std::optional<Session> Directory::session(const Uuid& id) {
  db::Tx tx(pool_, db::platform_tenant());
  auto found = tx.queue(sql::session, {tx.tenant(), id, tx.at()});
  tx.finish_reading();
  auto row = found.one();
  if (!row) return std::nullopt;
  Session session{.id = id, .login = row->uuid()};
  session.institution = row->optional(&db::Columns::uuid);
  session.user = row->optional(&db::Columns::uuid);
  session.staff_entry = row->optional(&db::Columns::uuid);
  session.state = from_word<SessionState>(session_words, row->text());
  session.expires_at = row->instant();
  return session;
}

void Directory::end_session(const Uuid& login, const Uuid& session) {
  db::Tx tx(pool_, db::platform_tenant());
  tx.queue(sql::end_session, {tx.tenant(), login, session, tx.at()});
  forget_login_after(tx, login);
  tx.commit();
}

void Directory::end_session_of(std::string_view token) {
  db::Tx tx(pool_, db::platform_tenant());
  auto row = tx.queue(sql::session_by_token, {tx.tenant(), crypto::sha256(token), tx.at()}).one();
  if (!row) return;
  Uuid session = row->uuid(), login = row->uuid();
  tx.queue(sql::end_session, {tx.tenant(), login, session, tx.at()});
  forget_login_after(tx, login);
  tx.commit();
}

std::int64_t Directory::end_sessions(const Uuid& login, std::optional<Uuid> user,
                                     std::optional<Uuid> but) {
  if (fault("keep_sessions")) return 0;
  db::Tx tx(pool_, db::platform_tenant());
  auto ended = tx.queue(sql::end_sessions, {tx.tenant(), login, user, but, tx.at()});
  forget_login_after(tx, login);
  std::int64_t count = ended.get().affected();
  tx.commit();
  return count;
}

json::Value Directory::sessions_of_user(const Uuid& login, const Uuid& institution,
                                        const Uuid& current) {
  json::Array out;
  json::Value all = sessions_of_login(login, current);
  for (const auto& session : all.array())
    if (session.text_at("institution_id") == institution.text()) out.push_back(session);
  return out;
}

json::Value Directory::sessions_of_login(const Uuid& login, const Uuid& current) {
  auto platform = keys();
  db::Tx tx(pool_, db::platform_tenant());
  auto rows = tx.queue(sql::sessions_of_login, {tx.tenant(), login, tx.at()});
  auto asked = keys::ask_subject_key(tx, *platform, login);
  tx.finish_reading();
  auto key = asked.get();
  json::Array out;
  for (int i = 0; key && i < rows.get().size(); ++i) {
    auto c = rows.get()[i];
    Uuid id = c.uuid();
    auto institution = c.optional(&db::Columns::uuid);
    std::string about = key->open(keys::columns::sessions_about, id, 1, c.bytes());
    json::Object row{{"id", id.text()},
                     {"device", about},
                     {"state", c.text()},
                     {"creation_date", api_time(c.instant())},
                     {"last_used", api_time(c.instant())},
                     {"expiry", api_time(c.instant())},
                     {"is_current", id == current}};
    if (institution) row.set("institution_id", institution->text());
    out.push_back(std::move(row));
  }
  return out;
}

// --- tickets ---

std::string Directory::issue(TicketKind kind, Ticket ticket, std::int64_t live_micros) {
  auto platform = keys();
  std::string token = make_token();
  db::Tx tx(pool_, db::platform_tenant());
  auto key = keys::ask_subject_key(tx, *platform, ticket.login).get();
  ENSURE(key);
  Uuid id = Uuid::make();
  std::optional<std::string> body;
  if (!ticket.body.empty()) body = key->seal(keys::columns::login_tickets_body, id, 1, ticket.body);
  tx.queue(sql::insert_ticket, {tx.tenant(), id, ticket_words[int(kind)], crypto::sha256(token),
                                ticket.login, ticket.session, ticket.institution, ticket.user, body,
                                tx.at(), Instant{tx.at().micros + live_micros}});
  tx.commit();
  return token;
}

std::optional<Ticket> Directory::read_ticket(db::Tx& tx, const keys::TenantKeys& platform,
                                             std::optional<db::Columns> row) {
  if (!row) return std::nullopt;
  Ticket ticket{.id = row->uuid(), .login = row->uuid()};
  ticket.session = row->optional(&db::Columns::uuid);
  ticket.institution = row->optional(&db::Columns::uuid);
  ticket.user = row->optional(&db::Columns::uuid);
  auto body = row->optional(&db::Columns::bytes);
  ticket.expires_at = row->instant();
  auto key = keys::ask_subject_key(tx, platform, ticket.login).get();
  if (!key) return std::nullopt;
  if (body) ticket.body = key->open(keys::columns::login_tickets_body, ticket.id, 1, *body);
  return ticket;
}

std::optional<Ticket> Directory::ticket(TicketKind kind, std::string_view token, bool use) {
  if (token.empty() || token.size() > 200) return std::nullopt;
  auto platform = keys();
  db::Tx tx(pool_, db::platform_tenant());
  bool spends = use && !fault("tickets_twice");
  Instant at = fault("tickets_for_ever") ? Instant{0} : tx.at();
  auto row = tx.queue(spends ? sql::use_ticket : sql::ticket,
                      {tx.tenant(), ticket_words[int(kind)], crypto::sha256(token), at})
                 .one();
  auto found = read_ticket(tx, *platform, std::move(row));
  if (use && found) tx.commit();
  return found;
}

std::optional<Ticket> Directory::try_ticket(TicketKind kind, const Uuid& session,
                                            std::int64_t most) {
  auto platform = keys();
  db::Tx tx(pool_, db::platform_tenant());
  auto row = tx.queue(sql::try_session_ticket,
                      {tx.tenant(), session, ticket_words[int(kind)], tx.at(), most})
                 .one();
  auto found = read_ticket(tx, *platform, std::move(row));
  if (found) tx.commit();
  return found;
}

bool Directory::spend(const Ticket& ticket) {
  db::Tx tx(pool_, db::platform_tenant());
  bool first = tx.queue(sql::spend_ticket, {tx.tenant(), ticket.id, tx.at()}).get().affected() == 1;
  tx.commit();
  return first;
}

std::int64_t Directory::tickets_since(TicketKind kind, const Uuid& login, Instant since) {
  db::Tx tx(pool_, db::platform_tenant());
  auto row = tx.queue(sql::count_tickets, {tx.tenant(), login, ticket_words[int(kind)], since});
  tx.finish_reading();
  return row.one()->bigint();
}

void Directory::purge() {
  db::Tx tx(pool_, db::platform_tenant());
  Instant day{tx.at().micros - day_micros}, month{tx.at().micros - 30 * day_micros};
  tx.queue(sql::purge_failures, {tx.tenant(), day});
  tx.queue(sql::purge_tickets, {tx.tenant(), month});
  tx.queue(sql::purge_sessions, {tx.tenant(), month});
  tx.commit();
}

// --- throttle ---

int Directory::wait_for(const std::string& name, std::int64_t free_tries) {
  std::string key = keys()->lookup_hash("throttle", name);
  db::Tx tx(pool_, db::platform_tenant());
  auto found = tx.queue(sql::failures, {tx.tenant(), key});
  tx.finish_reading();
  auto row = found.one();
  if (!row) return 0;
  std::int64_t failures = row->bigint();
  Instant last = row->instant();
  if (failures < free_tries) return 0;
  // 1, 2, 4, … seconds, at most 15 minutes: about 100 tries a day.
  std::int64_t pause = std::min<std::int64_t>(
      900, std::int64_t{1} << std::min<std::int64_t>(failures - free_tries, 20));
  std::int64_t left = last.micros + pause * second_micros - tx.at().micros;
  return left <= 0 ? 0 : static_cast<int>(left / second_micros + 1);
}

void Directory::failed(const std::vector<std::string>& names) {
  auto platform = keys();
  db::Tx tx(pool_, db::platform_tenant());
  for (const auto& name : names)
    tx.queue(sql::add_failure, {tx.tenant(), platform->lookup_hash("throttle", name), tx.at(),
                                Instant{tx.at().micros - day_micros}});
  tx.commit();
}

void Directory::succeeded(const std::vector<std::string>& names) {
  auto platform = keys();
  db::Tx tx(pool_, db::platform_tenant());
  for (const auto& name : names)
    tx.queue(sql::clear_failures, {tx.tenant(), platform->lookup_hash("throttle", name)});
  tx.commit();
}

}  // namespace probity::identity
