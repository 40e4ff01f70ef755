#include <algorithm>

#include "base/fault.h"
#include "base/text.h"
#include "crypto/crypto.h"
#include "identity/affairs.h"
#include "identity/authenticate.h"
#include "identity/identity_api.h"
#include "identity/account.h"
#include "identity/one_time_tickets.h"
#include "identity/people.h"
#include "identity/sign_in.h"
#include "identity/staff.h"
#include "jobs/jobs.h"
#include "identity_sql.h"

namespace probity::identity {
namespace {

using credentials::Password;

constexpr std::int64_t free_account_tries = 5, free_source_tries = 20;

std::string device_of(const api::Request& request) {
  auto agent = request.header("user-agent");
  std::string shown(agent.substr(0, 200));
  return is_utf8(shown) && !shown.empty() ? shown : "unknown device";
}

Result<api::Reply> sign_in(api::Call& call) {
  api::Body body(call.body);
  auto sent = body.text("email", 1, 254);
  std::string typed = body.member("password") && body.member("password")->is_string()
                          ? body.member("password")->string()
                          : std::string();
  auto institution = body.maybe_id("institution_id");
  if (!body.member("password")) body.fault("password", "is required");
  auto password = Password::read(typed);
  if (!password && body.member("password")) body.take(password.error().faults);
  crypto::wipe(typed);
  TRY(body.done());

  Directory& d = directory();
  std::string email = canonical_email(sent).value_or(lower_ascii(sent));
  auto login = d.find_login(email);
  auto device = known_device(call.request);
  bool is_known = device && login && device->login == login->id;
  std::string account = (is_known ? "device:" + device->id.text() : "account:" + email);
  std::string source = "source:" + call.request.peer;
  int wait =
      std::max(d.wait_for(account, free_account_tries), d.wait_for(source, free_source_tries));
  if (wait && !fault("skip_sign_in_throttle"))
    return std::unexpected(Error{
        Refusal::rate_limited, "too many failed sign-ins: wait before the next try", {}, wait});

  if (!login && fault("answer_unknown_at_once"))
    return refuse(Refusal::sign_in_failed, "the address or the password is not right");
  std::optional<std::string_view> stored;
  if (login && login->password) stored = *login->password;
  auto verdict = d.passwords().verify(*password, stored);
  if (!verdict.right && !(login && fault("skip_password"))) {
    d.failed({account, source});
    return refuse(Refusal::sign_in_failed, "the address or the password is not right");
  }
  d.succeeded({account});
  if (verdict.needs_upgrade) d.set_password(login->id, d.passwords().hash(*password));

  // Whatever session the browser had ends here.
  if (auto former = session_token_of(call.request); !former.empty()) d.end_session_of(former);
  auto memberships = d.memberships(login->id);
  const Membership* chosen = choose(memberships, institution);
  auto factors = d.factors(login->id);
  Session session{.login = login->id, .state = state_after_password(factors, chosen)};
  if (chosen) {
    session.institution = chosen->institution;
    session.user = chosen->user;
  }
  session.expires_at = {now().micros + (chosen ? chosen->session_hours : 12) * hour_micros};
  bool whole = session.state == SessionState::whole;
  if (whole) session.state = SessionState::owes_factor;  // until made_whole has rotated it
  auto fresh = d.open_session(session, device_of(call.request));
  if (whole) return made_whole(call, fresh.session, std::nullopt);
  return session_reply(fresh.session, fresh.token);
}

Result<api::Reply> read_session(api::Call& call) {
  auto session = TRY(session_of(call));
  auto reply = api::json_reply(200, render_session(session, session_token_of(call.request)));
  reply.headers.push_back({"cache-control", "no-store"});
  return reply;
}

Result<api::Reply> give_factor(api::Call& call) {
  auto session = TRY(session_of(call));
  api::Body body(call.body);
  static constexpr std::string_view kinds[] = {"TOTP", "SMS", "RECOVERY_CODE"};
  auto kind = body.word("kind", kinds);
  auto code = body.text("code", 1, 100);
  TRY(body.done());
  if (session.state != SessionState::owes_factor)
    return refuse(Refusal::conflict, session.state == SessionState::whole
                                         ? "the session owes no second factor"
                                         : "no second factor is set up yet: enrol one first");
  if (kind == "RECOVERY_CODE") {
    TRY(verify_recovery_code(session, code));
    return made_whole(call, session, std::nullopt);
  }
  auto factor = kind == "TOTP" ? FactorKind::totp : FactorKind::sms;
  TRY(verify_code(session, factor, code));
  return made_whole(call, session, factor);
}

Result<api::Reply> send_code(api::Call& call) {
  auto session = TRY(session_of(call));
  for (const Factor& f : directory().factors(session.login)) {
    if (f.kind != FactorKind::sms || !f.confirmed) continue;
    TRY(send_sms_code(session, f.secret));
    return api::json_reply(200, json::Object{{"sent", true}});
  }
  return refuse(Refusal::conflict, "no phone number is set up as a second factor");
}

Result<api::Reply> choose_institution(api::Call& call) {
  auto session = TRY(session_of(call));
  api::Body body(call.body);
  auto institution = body.id("institution_id");
  TRY(body.done());
  if (session.staff_entry && !fault("slip_out"))
    return refuse(Refusal::conflict,
                  "you are in an institution as staff: leave it first (DELETE /staff/entries)");
  auto memberships = directory().memberships(session.login);
  const Membership* chosen = choose(memberships, institution);
  if (!chosen)
    return refuse(Refusal::invalid_input, "the institution can't be chosen",
                  {{"institution_id", "must be an institution that you are an active member of"}});
  session.institution = chosen->institution;
  session.user = chosen->user;
  session.expires_at =
      std::min(session.expires_at, Instant{now().micros + chosen->session_hours * hour_micros});
  auto factors = directory().factors(session.login);
  // An institution that asks for a second factor is not entered by a session that never gave one.
  if (chosen->factor_required && std::ranges::none_of(factors, &Factor::confirmed))
    session.state = SessionState::owes_enrolment;
  auto fresh = directory().rotate(session);
  if (session.state == SessionState::whole) tell_sign_in(fresh.session, std::nullopt);
  return session_reply(fresh.session, fresh.token);
}

Result<api::Reply> sign_out(api::Call& call) {
  if (call.principal.kind == api::Principal::Kind::staff && !fault("slip_out")) end_entry(call);
  directory().end_session(call.principal.login, call.principal.session);
  auto reply = api::json_reply(200, json::Object{{"signed_out", true}});
  reply.headers.push_back(no_session_cookie_header());
  return reply;
}

// --- recovery and invitations ---

// The same answer, the same work and the same time for every address: a job finds out.
Result<api::Reply> recover(api::Call& call) {
  api::Body body(call.body);
  auto email = email_of(body, "email");
  TRY(body.done());
  std::string source = "recovery:" + call.request.peer;
  if (int wait = directory().wait_for(source, free_source_tries);
      wait && !fault("skip_sign_in_throttle"))
    return std::unexpected(
        Error{Refusal::rate_limited, "too many requests: wait before the next", {}, wait});
  directory().failed({source});
  jobs::enqueue(call.tx, "identity.recovery",
                {{"email_token", hex(call.keys->lookup_hash("login-email", email))}}, call.tx.at());
  return api::json_reply(200, json::Object{{"sent", true}});
}

std::unexpected<Error> no_ticket() {
  return refuse(Refusal::sign_in_failed,
                "the link was used already or is too old: ask for a new one");
}

Result<api::Reply> complete_recovery(api::Call& call) {
  api::Body body(call.body);
  auto token = body.text("token", 1, 200);
  if (!body.member("password")) body.fault("password", "is required");
  TRY(body.done());
  Directory& d = directory();
  auto ticket = d.ticket(TicketKind::recovery, token, false);
  auto login = ticket ? d.login(ticket->login) : std::nullopt;
  if (!login) return no_ticket();
  auto factors = d.factors(login->id);
  bool has_factor = std::ranges::any_of(factors, &Factor::confirmed);
  auto password = TRY(new_password(body, "password", {login->email}, has_factor));
  if (!d.ticket(TicketKind::recovery, token, true)) return no_ticket();
  d.set_password(login->id, d.passwords().hash(password));
  d.end_sessions(login->id, std::nullopt, std::nullopt);
  d.succeeded({"account:" + login->email});
  tell_everywhere(login->id, actions::password_changed, {{"by", "recovery"}});
  mail_about_account(login->id, "password_changed", "");
  return api::json_reply(200, json::Object{{"changed", true}});
}

struct Invitation {
  Ticket ticket;
  Login login;
  Membership membership;
};
std::optional<Invitation> invitation_of(std::string_view token, bool use) {
  Directory& d = directory();
  auto ticket = d.ticket(TicketKind::invitation, token, use);
  auto login = ticket ? d.login(ticket->login) : std::nullopt;
  if (!login) return std::nullopt;
  for (auto& m : d.memberships(login->id))
    if (m.institution == ticket->institution && m.user == ticket->user && m.status == "INVITED")
      return Invitation{*ticket, *login, m};
  return std::nullopt;
}

Result<api::Reply> read_invitation(api::Call& call) {
  api::Body body(call.body);
  auto token = body.text("token", 1, 200);
  TRY(body.done());
  auto invitation = invitation_of(token, false);
  if (!invitation) return no_ticket();
  return api::json_reply(
      200,
      json::Object{{"email", invitation->login.email},
                   {"institution", json::Object{{"id", invitation->membership.institution.text()},
                                                {"name", invitation->membership.institution_name}}},
                   {"needs_password", !invitation->login.password},
                   {"second_factor_required", invitation->membership.factor_required}});
}

Result<api::Reply> accept_invitation(api::Call& call) {
  api::Body body(call.body);
  auto token = body.text("token", 1, 200);
  TRY(body.done());
  Directory& d = directory();
  auto invitation = invitation_of(token, false);
  if (!invitation) return no_ticket();
  std::optional<Password> password;
  if (!invitation->login.password)
    password = TRY(new_password(body, "password",
                                {invitation->login.email, invitation->membership.institution_name},
                                invitation->membership.factor_required));
  if (!invitation_of(token, true)) return no_ticket();
  if (password) d.set_password(invitation->login.id, d.passwords().hash(*password));
  const Membership& m = invitation->membership;
  auto keys = d.keystore().tenant(m.institution);
  db::Tx tx(d.pool(), m.institution);
  Affairs affairs(tx, *keys, {journal::Actor::Kind::user, m.user});
  tx.queue(sql::activate_user, {tx.tenant(), m.user, tx.at()});
  affairs.tell(actions::user_joined, {{"user_id", m.user.text()}});
  affairs.write();
  forget_tenant_after(tx);
  tx.commit();
  return api::json_reply(200, json::Object{{"accepted", true}});
}

using enum api::Permission;
using api::Method, api::Takes, api::Bucket, api::Lane;
constexpr api::Route table[] = {
    {Method::post, "/sign-in", anyone, Takes::body, sign_in, Bucket::none, Lane::hashing},
    {Method::get, "/session", owing, Takes::nothing, read_session},
    {Method::post, "/session/second-factor", owing, Takes::body, give_factor},
    {Method::post, "/session/sms-code", owing, Takes::nothing, send_code},
    {Method::post, "/session/institution", person, Takes::body, choose_institution},
    {Method::del, "/session", owing, Takes::nothing, sign_out},
    {Method::post, "/recovery", anyone, Takes::body, recover},
    {Method::post, "/recovery/complete", anyone, Takes::body, complete_recovery, Bucket::none,
     Lane::hashing},
    {Method::post, "/invitations/read", anyone, Takes::body, read_invitation},
    {Method::post, "/invitations/accept", anyone, Takes::body, accept_invitation, Bucket::none,
     Lane::hashing},
};

}  // namespace

std::span<const api::Route> sign_in_routes() { return table; }

}  // namespace probity::identity
