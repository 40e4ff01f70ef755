#include "base/text.h"
#include "crypto/crypto.h"
#include "identity/affairs.h"
#include "identity/authenticate.h"
#include "identity/people.h"
#include "identity/roles.h"
#include "identity/sign_in.h"
#include "identity_sql.h"

namespace probity::identity {
namespace {

json::Array memberships_as_json(const std::vector<Membership>& memberships) {
  json::Array out;
  for (const auto& m : memberships)
    if (m.status == "ACTIVE")
      out.push_back(json::Object{{"institution_id", m.institution.text()},
                                 {"institution_name", m.institution_name},
                                 {"is_demo", m.demo},
                                 {"user_id", m.user.text()}});
  return out;
}

// The kinds of factors that can be shown, each once.
json::Array kinds_of(const std::vector<Factor>& factors) {
  json::Array out;
  for (int kind = 0; kind < 3; ++kind)
    for (const Factor& f : factors)
      if (f.confirmed && int(f.kind) == kind) {
        out.push_back(factor_words[kind]);
        break;
      }
  return out;
}

}  // namespace

// What a session that still owes something learns is no more than what is owed.
json::Value render_session(const Session& session, std::string_view token) {
  Directory& d = directory();
  auto factors = d.factors(session.login);
  json::Object out{{"state", session_words[int(session.state)]},
                   {"csrf_token", csrf_token(token)},
                   {"expiry", api_time(session.expires_at)},
                   {"second_factors", kinds_of(factors)}};
  if (session.state != SessionState::whole) return out;
  auto login = d.login(session.login);
  ENSURE(login);
  out.set("email", login->email);
  out.set("recovery_codes_left", d.recovery_codes_left(session.login));
  out.set("memberships", memberships_as_json(d.memberships(session.login)));
  if (!session.institution) return out;
  auto keys = d.keystore().tenant(*session.institution);
  db::Tx tx(d.pool(), *session.institution);
  auto institution = tx.queue(sql::institution, {tx.tenant()}).one();
  ENSURE(institution);
  std::string name = institution->text();
  bool demo = institution->text() == "demo";
  out.set("institution",
          json::Object{{"id", session.institution->text()}, {"name", name}, {"is_demo", demo}});
  if (session.staff_entry) {
    auto entry = tx.queue(sql::staff_entry, {tx.tenant(), *session.staff_entry}).one();
    ENSURE(entry);
    bool write = entry->text() == "READ_AND_WRITE";
    out.set("staff_entry", json::Object{{"id", session.staff_entry->text()},
                                        {"ends", api_time(entry->instant())}});
    out.set("permissions", api::render(staff_grants(write)));
    return out;
  }
  if (auto person = person_of(tx, *keys, *session.user))
    out.set(
        "user",
        json::Object{{"id", person->id.text()}, {"name", person->name}, {"email", person->email}});
  auto held = ask_access(tx, *session.user).get();
  api::Grants grants;
  for (const Role& role : held.roles)
    grants.insert(grants.end(), role.grants.begin(), role.grants.end());
  out.set("permissions", api::render(grants));
  return out;
}

}  // namespace probity::identity
