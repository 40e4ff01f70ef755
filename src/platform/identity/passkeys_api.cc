#include <algorithm>

#include "base/text.h"
#include "credentials/webauthn.h"
#include "crypto/crypto.h"
#include "identity/account.h"
#include "identity/authenticate.h"
#include "identity/identity_api.h"
#include "identity/sign_in.h"

namespace probity::identity {
namespace {

using credentials::WebauthnCredential;

constexpr std::int64_t ceremony_micros = 5 * minute_micros;
constexpr bool user_verification = false;  // a second step after a password: presence is enough

credentials::RelyingParty party() {
  std::string origin = directory().settings().portal_url;
  std::string host = origin.substr(origin.find("://") + 3);
  host = host.substr(0, host.find_first_of(":/"));
  return {.id = host, .name = "Probity", .origins = {origin}};
}

// The same 32 bytes for a login always; they say nothing of it.
std::string handle_of(const Uuid& login) {
  return directory().keys()->lookup_hash("passkey-user", login.text());
}

std::string as_secret(const WebauthnCredential& c) {
  return json::write(json::Object{{"id", base64url(c.id)},
                                  {"algorithm", std::int64_t{static_cast<int>(c.algorithm)}},
                                  {"public_key", base64url(c.public_key)},
                                  {"aaguid", base64url(c.aaguid)},
                                  {"synced", c.synced}});
}

WebauthnCredential credential_of(const Uuid& login, const Factor& factor) {
  auto stored = json::parse(factor.secret);
  ENSURE(stored);
  auto bytes = [&](std::string_view member) {
    return unbase64url(stored->text_at(member)).value_or("");
  };
  return {.id = bytes("id"),
          .algorithm =
              static_cast<credentials::Algorithm>(stored->find("algorithm")->integer().value_or(0)),
          .public_key = bytes("public_key"),
          .sign_count = static_cast<std::uint32_t>(factor.counter),
          .aaguid = bytes("aaguid"),
          .user_handle = handle_of(login),
          .synced = stored->find("synced")->boolean()};
}

std::vector<Factor> passkeys_of(const Uuid& login) {
  auto factors = directory().factors(login);
  std::erase_if(factors,
                [](const Factor& f) { return f.kind != FactorKind::passkey || !f.confirmed; });
  return factors;
}

std::vector<std::string> ids_of(const Uuid& login) {
  std::vector<std::string> ids;
  for (const Factor& f : passkeys_of(login)) ids.push_back(credential_of(login, f).id);
  return ids;
}

// A ceremony is bound to the session and to what it is for; it is answered once.
std::string begin_ceremony(const Session& session, std::string_view purpose) {
  auto challenge = credentials::make_challenge();
  directory().issue(TicketKind::passkey,
                    {.login = session.login,
                     .session = session.id,
                     .body = std::string(purpose) + ":" + base64url(challenge)},
                    ceremony_micros);
  return challenge;
}

Result<std::string> challenge_of(const Session& session, std::string_view purpose) {
  auto ticket = directory().try_ticket(TicketKind::passkey, session.id, 1);
  std::string start = std::string(purpose) + ":";
  if (!ticket || !ticket->body.starts_with(start) || !directory().spend(*ticket))
    return refuse(Refusal::conflict,
                  "no such ceremony was begun, or it took too long: begin again");
  return unbase64url(ticket->body.substr(start.size())).value_or("");
}

const json::Value& member_of(api::Body& body, std::string_view name) {
  static const json::Value nothing;
  const json::Value* found = body.member(name);
  if (!found || !found->is_object()) body.fault(name, found ? "must be an object" : "is required");
  return found ? *found : nothing;
}

// The fields of the credential under the member that it came in.
Error placed(Error error) {
  for (Fault& f : error.faults) f.field = "credential." + f.field;
  return error;
}

api::Reply options_reply(json::Object options) {
  auto reply = api::json_reply(200, json::Object{{"public_key", std::move(options)}});
  reply.headers.push_back({"cache-control", "no-store"});
  return reply;
}

Result<api::Reply> enrol_options(api::Call& call) {
  auto session = TRY(may_enrol(call));
  auto login = directory().login(session.login);
  ENSURE(login);
  auto challenge = begin_ceremony(session, "enrol");
  return options_reply(credentials::creation_options(
      party(), challenge, {handle_of(login->id), login->email, login->email}, ids_of(login->id),
      user_verification));
}

Result<api::Reply> enrol(api::Call& call) {
  auto session = TRY(may_enrol(call));
  api::Body body(call.body);
  auto name = body.maybe_text("name", 1, 100).value_or("Passkey");
  const json::Value& credential = member_of(body, "credential");
  TRY(body.done());
  Directory& d = directory();
  if (d.factors(session.login).size() >= 10)
    return refuse(Refusal::constraints, "an account has at most 10 second factors");
  auto login = d.login(session.login);
  ENSURE(login);
  auto challenge = TRY(challenge_of(session, "enrol"));
  auto made = credentials::verify_registration(party(), challenge,
                                               {handle_of(login->id), login->email, login->email},
                                               credential, user_verification);
  if (!made) return std::unexpected(placed(std::move(made).error()));
  if (d.knows_credential(made->id))
    return refuse(Refusal::data_present, "this passkey is set up already");
  Uuid id = d.add_factor(session.login, FactorKind::passkey, name, as_secret(*made), made->id);
  Factor factor{.id = id, .kind = FactorKind::passkey, .name = name};
  return factor_is_good(session, factor, made->sign_count, as_secret(*made));
}

Result<Session> owing_session(api::Call& call) {
  auto session = directory().session(call.principal.session);
  if (!session) return refuse(Refusal::invalid_key, "the session has ended; sign in again");
  if (session->state != SessionState::owes_factor)
    return refuse(Refusal::conflict, "the session owes no second factor that a passkey could be");
  return *session;
}

Result<api::Reply> sign_in_options(api::Call& call) {
  auto session = TRY(owing_session(call));
  auto ids = ids_of(session.login);
  if (ids.empty()) return refuse(Refusal::conflict, "no passkey is set up as a second factor");
  auto challenge = begin_ceremony(session, "sign-in");
  return options_reply(credentials::request_options(party(), challenge, ids, user_verification));
}

Result<api::Reply> sign_in(api::Call& call) {
  auto session = TRY(owing_session(call));
  api::Body body(call.body);
  const json::Value& answer = member_of(body, "credential");
  TRY(body.done());
  Directory& d = directory();
  auto challenge = TRY(challenge_of(session, "sign-in"));
  auto id = credentials::asserted_credential_id(answer);
  if (!id) return std::unexpected(placed(std::move(id).error()));
  for (const Factor& factor : passkeys_of(session.login)) {
    auto credential = credential_of(session.login, factor);
    if (credential.id != *id) continue;
    auto proven =
        credentials::verify_assertion(party(), challenge, credential, answer, user_verification);
    if (!proven) return std::unexpected(placed(std::move(proven).error()));
    if (!d.advance_factor(session.login, factor.id, proven->sign_count))
      return refuse(Refusal::sign_in_failed, "the passkey was used in the meantime: begin again");
    return made_whole(call, session, FactorKind::passkey);
  }
  return refuse(Refusal::sign_in_failed, "the passkey is not one of yours");
}

using enum api::Permission;
using api::Method, api::Takes;
constexpr api::Route table[] = {
    {Method::post, "/me/passkeys/options", owing, Takes::nothing, enrol_options},
    {Method::post, "/me/passkeys", owing, Takes::body, enrol},
    {Method::post, "/session/passkey-options", owing, Takes::nothing, sign_in_options},
    {Method::post, "/session/passkey", owing, Takes::body, sign_in},
};

}  // namespace

std::span<const api::Route> passkey_routes() { return table; }

}  // namespace probity::identity
