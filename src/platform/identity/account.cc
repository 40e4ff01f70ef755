#include "identity/account.h"

#include <algorithm>

#include "base/fault.h"
#include "base/text.h"
#include "credentials/password_rules.h"
#include "messages/messages.h"

namespace probity::identity {
namespace {

constexpr std::int64_t device_micros = 180 * day_micros;
constexpr std::string_view device_cookie = "__Host-probity-device";

}  // namespace

using credentials::Password;

Result<Password> new_password(api::Body& body, std::string_view member,
                              std::vector<std::string> words, bool second_factor) {
  const json::Value* sent = body.member(member);
  if (!sent || !sent->is_string()) body.fault(member, sent ? "must be a string" : "is required");
  TRY(body.done());
  auto password = TRY(Password::read(sent->string(), member));
  if (auto weak = credentials::weakness_of(password, {second_factor, std::move(words)},
                                           directory().settings().blocklist.get(), member))
    return refuse(Refusal::invalid_input, "the password can't be taken", {*weak});
  return password;
}

void tell_everywhere(const Uuid& login, journal::Action action, json::Object reference) {
  for (const auto& m : directory().memberships(login)) {
    auto keys = directory().keystore().tenant(m.institution);
    db::Tx tx(directory().pool(), m.institution);
    Affairs affairs(tx, *keys, {journal::Actor::Kind::user, m.user});
    json::Object told = reference;
    told.set("user_id", m.user.text());
    affairs.tell(action, std::move(told));
    affairs.write();
    tx.commit();
  }
}

void mail_about_account(const Uuid& login, const std::string& template_name,
                        const std::string& change) {
  Directory& d = directory();
  auto known = d.login(login);
  if (!known) return;
  auto platform = d.keys();
  db::Tx tx(d.pool(), db::platform_tenant());
  // News of a deletion outlive the login's own key.
  auto key =
      keys::ask_subject_key(tx, *platform, template_name == "account_deleted" ? tx.tenant() : login)
          .get();
  ENSURE(key);
  json::Object parameters{{"name", known->email}, {"when", api_time(tx.at()) + " UTC"}};
  if (!change.empty()) parameters.set("change", change);
  auto sent = messages::send(tx, *key,
                             {.channel = messages::Channel::mail,
                              .to = known->email,
                              .template_name = template_name,
                              .parameters = std::move(parameters)});
  ENSURE(sent);
  tx.commit();
}

Result<Session> session_of(api::Call& call) {
  auto session = directory().session(call.principal.session);
  if (!session) return refuse(Refusal::invalid_key, "the session has ended; sign in again");
  return *session;
}

Result<Session> may_enrol(api::Call& call) {
  auto session = TRY(session_of(call));
  if (session.state == SessionState::owes_factor && !fault("enrol_instead"))
    return refuse(Refusal::factor_required, "show the second factor that you have first");
  return session;
}

std::optional<Ticket> known_device(const api::Request& request) {
  for (auto part : split(request.header("cookie"), ';')) {
    part = trimmed(part);
    if (part.starts_with(device_cookie) && part.substr(device_cookie.size(), 1) == "=")
      return directory().ticket(TicketKind::device, part.substr(device_cookie.size() + 1), false);
  }
  return std::nullopt;
}

api::Reply session_reply(const Session& session, const std::string& token, int status) {
  auto reply = api::json_reply(status, render_session(session, token));
  reply.headers.push_back(session_cookie_header(token));
  reply.headers.push_back({"cache-control", "no-store"});
  return reply;
}

api::Reply made_whole(api::Call& call, Session session, std::optional<FactorKind> by) {
  session.state = SessionState::whole;
  auto fresh = directory().rotate(session);
  tell_sign_in(fresh.session, by);
  auto reply = session_reply(fresh.session, fresh.token);
  auto device = known_device(call.request);
  if (device && device->login == session.login) return reply;
  // The owner's own device keeps a place at the door while others hammer at it.
  auto token = directory().issue(TicketKind::device, {.login = session.login}, device_micros);
  reply.headers.push_back(
      {"set-cookie", std::string(device_cookie) + "=" + token +
                         "; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=15552000"});
  return reply;
}

Result<api::Reply> factor_is_good(Session session, const Factor& factor, std::int64_t counter,
                                  const std::optional<std::string>& secret) {
  Directory& d = directory();
  auto factors = d.factors(session.login);
  bool first = std::ranges::none_of(factors, &Factor::confirmed);
  d.confirm_factor(session.login, factor.id, counter, secret);
  tell_everywhere(session.login, actions::factor_added, {{"kind", factor_words[int(factor.kind)]}});
  json::Object out{{"confirmed", true}};
  if (first) {
    json::Array shown;
    for (auto& code : d.renew_recovery_codes(session.login)) shown.push_back(std::move(code));
    out.set("recovery_codes", std::move(shown));
  } else {
    mail_about_account(session.login, "factor_changed", "a second factor was added");
  }
  // The rights of the session change: every other session of the login ends, and this one moves on.
  d.end_sessions(session.login, std::nullopt, session.id);
  bool owed = session.state != SessionState::whole;
  session.state = SessionState::whole;
  auto fresh = d.rotate(session);
  if (owed) tell_sign_in(fresh.session, factor.kind);
  out.set("session", render_session(fresh.session, fresh.token));
  auto reply = api::json_reply(200, std::move(out));
  reply.headers.push_back(session_cookie_header(fresh.token));
  reply.headers.push_back({"cache-control", "no-store"});
  return reply;
}

}  // namespace probity::identity
