#include <algorithm>

#include "base/fault.h"
#include "credentials/password_rules.h"
#include "credentials/totp.h"
#include "identity/affairs.h"
#include "identity/authenticate.h"
#include "identity/identity_api.h"
#include "identity/account.h"
#include "identity/one_time_tickets.h"
#include "identity/people.h"
#include "identity/sign_in.h"
#include "messages/sms.h"

namespace probity::identity {
namespace {

constexpr std::size_t most_factors = 10;

json::Value render(const Factor& factor) {
  json::Object out{{"id", factor.id.text()},
                   {"kind", factor_words[int(factor.kind)]},
                   {"name", factor.name},
                   {"confirmed", factor.confirmed},
                   {"creation_date", api_time(factor.created_at)}};
  if (factor.used_at) out.set("last_used", api_time(*factor.used_at));
  return out;
}

Result<api::Reply> list_factors(api::Call& call) {
  json::Array out;
  for (const Factor& f : directory().factors(call.principal.login)) out.push_back(render(f));
  return api::json_reply(200, std::move(out));
}

Result<api::Reply> begin_factor(api::Call& call) {
  auto session = TRY(may_enrol(call));
  api::Body body(call.body);
  static constexpr std::string_view kinds[] = {"TOTP", "SMS"};
  auto kind = body.word("kind", kinds);
  auto name =
      body.maybe_text("name", 1, 100).value_or(kind == "TOTP" ? "Authenticator app" : "Phone");
  std::string phone;
  if (kind == "SMS") {
    phone = body.text("phone", 1, 20);
    if (!phone.empty() && !messages::is_phone_number(phone))
      body.fault("phone", "must be a number with its country code, such as +447700900123");
  }
  TRY(body.done());
  Directory& d = directory();
  auto factors = d.factors(session.login);
  if (factors.size() >= most_factors)
    return refuse(Refusal::constraints, "an account has at most 10 second factors");
  if (kind == "SMS") {
    // Staff never sign in by SMS (controls.md O-04).
    for (const auto& m : d.memberships(session.login))
      if (m.institution == db::platform_tenant() && !fault("sms_for_staff"))
        return refuse(Refusal::forbidden, "members of the platform can't use SMS",
                      {{"kind", "must be TOTP or a passkey"}});
    Uuid id = d.add_factor(session.login, FactorKind::sms, name, phone);
    TRY(send_sms_code(session, phone));
    return api::json_reply(201, json::Object{{"id", id.text()}, {"kind", kind}, {"name", name}});
  }
  std::string secret = credentials::make_totp_secret();
  auto login = d.login(session.login);
  ENSURE(login);
  Uuid id = d.add_factor(session.login, FactorKind::totp, name, secret);
  auto reply = api::json_reply(
      201, json::Object{{"id", id.text()},
                        {"kind", kind},
                        {"name", name},
                        {"secret", credentials::base32(secret)},
                        {"uri", credentials::totp_uri(secret, "Probity", login->email)}});
  reply.headers.push_back({"cache-control", "no-store"});
  return reply;
}

// The first factor that becomes good comes with recovery codes, and makes an owing session whole.
Result<api::Reply> confirm_factor(api::Call& call) {
  auto session = TRY(may_enrol(call));
  api::Body body(call.body);
  auto code = body.text("code", 1, 20);
  TRY(body.done());
  Directory& d = directory();
  auto factors = d.factors(session.login);
  auto found = std::ranges::find(factors, call.ids[0], &Factor::id);
  if (found == factors.end() || found->confirmed || found->kind == FactorKind::passkey)
    return refuse(Refusal::not_found, "no such factor to confirm");
  std::string throttle = "factor:" + session.login.text();
  if (int wait = d.wait_for(throttle, 5); wait)
    return std::unexpected(
        Error{Refusal::rate_limited, "too many wrong codes: wait before the next try", {}, wait});
  std::optional<std::int64_t> counter;
  if (found->kind == FactorKind::totp)
    counter = credentials::accept_totp(found->secret, code, now(), std::nullopt);
  else if (try_sms_code(session, code))
    counter = 0;
  if (!counter) {
    d.failed({throttle});
    return refuse(Refusal::invalid_input, "the code is not right",
                  {{"code", "must be the code that is shown or was sent just now"}});
  }
  return factor_is_good(session, *found, *counter, std::nullopt);
}

Result<api::Reply> remove_factor(api::Call& call) {
  auto session = TRY(session_of(call));
  Directory& d = directory();
  auto factors = d.factors(session.login);
  auto found = std::ranges::find(factors, call.ids[0], &Factor::id);
  if (found == factors.end()) return refuse(Refusal::not_found, "no such factor");
  bool last = found->confirmed && std::ranges::count(factors, true, &Factor::confirmed) == 1;
  auto memberships = d.memberships(session.login);
  if (last && !fault("drop_last_factor") &&
      std::ranges::any_of(memberships, &Membership::factor_required))
    return refuse(
        Refusal::constraints,
        "it is your last second factor, and an institution asks for one: set up another first");
  d.remove_factor(session.login, found->id);
  if (found->confirmed) {
    tell_everywhere(session.login, actions::factor_removed,
                    {{"kind", factor_words[int(found->kind)]}});
    d.end_sessions(session.login, std::nullopt, session.id);
    mail_about_account(session.login, "factor_changed", "a second factor was removed");
  }
  return api::json_reply(200, render(*found));
}

Result<api::Reply> renew_codes(api::Call& call) {
  auto session = TRY(session_of(call));
  json::Array shown;
  for (auto& code : directory().renew_recovery_codes(session.login))
    shown.push_back(std::move(code));
  tell_everywhere(session.login, actions::recovery_codes_made, {});
  auto reply = api::json_reply(201, json::Object{{"recovery_codes", std::move(shown)}});
  reply.headers.push_back({"cache-control", "no-store"});
  return reply;
}

// Whether the password that a body gives is the person's own; wrong ones count like at sign-in.
Result<void> check_password(api::Body& body, std::string_view member, const Login& login) {
  const json::Value* sent = body.member(member);
  if (!sent || !sent->is_string()) body.fault(member, sent ? "must be a string" : "is required");
  TRY(body.done());
  Directory& d = directory();
  std::string throttle = "own-password:" + login.id.text();
  if (int wait = d.wait_for(throttle, 5); wait)
    return std::unexpected(Error{
        Refusal::rate_limited, "too many wrong passwords: wait before the next try", {}, wait});
  auto password = TRY(credentials::Password::read(sent->string(), member));
  std::optional<std::string_view> stored;
  if (login.password) stored = *login.password;
  if (!d.passwords().verify(password, stored).right && !fault("skip_own_password")) {
    d.failed({throttle});
    return refuse(Refusal::invalid_input, "the password is not right",
                  {{std::string(member), "must be your present password"}});
  }
  d.succeeded({throttle});
  return {};
}

Result<api::Reply> change_password(api::Call& call) {
  auto session = TRY(session_of(call));
  Directory& d = directory();
  auto login = d.login(session.login);
  ENSURE(login);
  api::Body body(call.body);
  TRY(check_password(body, "current_password", *login));
  auto factors = d.factors(session.login);
  auto password =
      TRY(new_password(body, "new_password", {login->email, call.principal.institution_name},
                       std::ranges::any_of(factors, &Factor::confirmed)));
  d.set_password(login->id, d.passwords().hash(password));
  d.end_sessions(login->id, std::nullopt, session.id);
  tell_everywhere(session.login, actions::password_changed, {{"by", "its owner"}});
  mail_about_account(session.login, "password_changed", "");
  auto fresh = d.rotate(session);
  return session_reply(fresh.session, fresh.token);
}

Result<api::Reply> list_sessions(api::Call& call) {
  return api::json_reply(
      200, directory().sessions_of_login(call.principal.login, call.principal.session));
}

Result<api::Reply> end_session(api::Call& call) {
  auto all = directory().sessions_of_login(call.principal.login, call.principal.session);
  for (const auto& row : all.array())
    if (row.text_at("id") == call.ids[0].text()) {
      directory().end_session(call.principal.login, call.ids[0]);
      auto reply = api::json_reply(200, row);
      if (call.ids[0] == call.principal.session)
        reply.headers.push_back(no_session_cookie_header());
      return reply;
    }
  return refuse(Refusal::not_found, "no such session");
}

Result<api::Reply> end_others(api::Call& call) {
  auto ended = directory().end_sessions(call.principal.login, std::nullopt, call.principal.session);
  tell_everywhere(call.principal.login, actions::sessions_ended, {{"count", ended}});
  return api::json_reply(200, json::Object{{"ended", ended}});
}

// Everyone can leave. What the institutions keep of it is an id in their audit logs.
Result<api::Reply> delete_account(api::Call& call) {
  auto session = TRY(session_of(call));
  Directory& d = directory();
  auto login = d.login(session.login);
  ENSURE(login);
  api::Body body(call.body);
  TRY(check_password(body, "password", *login));
  mail_about_account(session.login, "account_deleted", "");
  for (const auto& m : d.memberships(session.login)) {
    auto keys = d.keystore().tenant(m.institution);
    db::Tx tx(d.pool(), m.institution);
    Affairs affairs(tx, *keys, {journal::Actor::Kind::user, m.user});
    if (auto person = person_of(tx, *keys, m.user)) delete_person(tx, affairs, *person);
    affairs.write();
    forget_tenant_after(tx);
    tx.commit();
  }
  d.delete_login(session.login);
  auto reply = api::json_reply(200, json::Object{{"deleted", true}});
  reply.headers.push_back(no_session_cookie_header());
  return reply;
}

using enum api::Permission;
using api::Method, api::Takes, api::Bucket, api::Lane;
constexpr api::Route table[] = {
    {Method::get, "/me/second-factors", owing, Takes::nothing, list_factors},
    {Method::post, "/me/second-factors", owing, Takes::body, begin_factor},
    {Method::post, "/me/second-factors/{factor_id}/confirm", owing, Takes::body, confirm_factor},
    {Method::del, "/me/second-factors/{factor_id}", person, Takes::nothing, remove_factor},
    {Method::post, "/me/recovery-codes", person, Takes::nothing, renew_codes},
    {Method::post, "/me/password", person, Takes::body, change_password, Bucket::none,
     Lane::hashing},
    {Method::get, "/me/sessions", person, Takes::nothing, list_sessions},
    {Method::del, "/me/sessions", person, Takes::nothing, end_others},
    {Method::del, "/me/sessions/{session_id}", person, Takes::nothing, end_session},
    {Method::post, "/me/delete", person, Takes::body, delete_account, Bucket::none, Lane::hashing},
};

}  // namespace

std::span<const api::Route> me_routes() { return table; }

}  // namespace probity::identity
