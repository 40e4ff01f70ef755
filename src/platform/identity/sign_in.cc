#include "identity/sign_in.h"

#include <algorithm>

#include "base/fault.h"
#include "credentials/one_time_code.h"
#include "credentials/recovery_codes.h"
#include "credentials/totp.h"
#include "identity/affairs.h"
#include "identity/authenticate.h"
#include "identity/one_time_tickets.h"

namespace probity::identity {
namespace {

constexpr std::int64_t free_code_tries = 5;

std::string throttle_of(const Session& session) { return "factor:" + session.login.text(); }

std::unexpected<Error> wrong_code() {
  return refuse(Refusal::sign_in_failed, "the code is not right, or was used already");
}

}  // namespace

SessionState state_after_password(const std::vector<Factor>& factors,
                                  const Membership* membership) {
  bool has_one = std::ranges::any_of(factors, &Factor::confirmed);
  if (has_one) return SessionState::owes_factor;
  return membership && membership->factor_required ? SessionState::owes_enrolment
                                                   : SessionState::whole;
}

const Membership* choose(const std::vector<Membership>& memberships, std::optional<Uuid> asked) {
  for (const auto& m : memberships)
    if ((m.status == "ACTIVE" || fault("choose_invited")) && (!asked || m.institution == *asked))
      return &m;
  return nullptr;
}

api::Header session_cookie_header(std::string_view token) {
  return {"set-cookie", std::string(session_cookie) + "=" + std::string(token) +
                            "; Path=/; Secure; HttpOnly; SameSite=Strict"};
}

api::Header no_session_cookie_header() {
  return {"set-cookie",
          std::string(session_cookie) + "=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0"};
}

void tell_sign_in(const Session& session, std::optional<FactorKind> by) {
  if (fault("silent_sign_in")) return;
  if (!session.institution || !session.user) return;
  auto keys = directory().keystore().tenant(*session.institution);
  db::Tx tx(directory().pool(), *session.institution);
  Affairs affairs(tx, *keys, {journal::Actor::Kind::user, *session.user});
  json::Object told{{"user_id", session.user->text()}, {"session_id", session.id.text()}};
  if (by) told.set("second_factor", factor_words[int(*by)]);
  affairs.tell(actions::user_signed_in, std::move(told));
  affairs.write();
  tx.commit();
}

Result<void> verify_code(const Session& session, FactorKind kind, std::string_view code) {
  Directory& d = directory();
  std::string throttle = throttle_of(session);
  if (int wait = d.wait_for(throttle, free_code_tries); wait && !fault("skip_code_throttle"))
    return std::unexpected(
        Error{Refusal::rate_limited, "too many wrong codes: wait before the next try", {}, wait});
  bool right = false;
  if (kind == FactorKind::totp) {
    Instant at = now();
    for (const Factor& f : d.factors(session.login)) {
      if (right || f.kind != kind || !f.confirmed) continue;
      auto last = fault("accept_totp_replay") ? 0 : f.counter;
      auto step = credentials::accept_totp(f.secret, code, at, last);
      right = step && (d.advance_factor(session.login, f.id, *step) || fault("accept_totp_replay"));
    }
  } else if (kind == FactorKind::sms) {
    right = try_sms_code(session, code);
  }
  if (!right) {
    d.failed({throttle});
    return wrong_code();
  }
  d.succeeded({throttle});
  return {};
}

Result<void> verify_recovery_code(const Session& session, std::string_view code) {
  Directory& d = directory();
  std::string throttle = throttle_of(session);
  if (int wait = d.wait_for(throttle, free_code_tries); wait)
    return std::unexpected(
        Error{Refusal::rate_limited, "too many wrong codes: wait before the next try", {}, wait});
  auto hash = credentials::recovery_code_hash(code);
  if (!hash || !d.use_recovery_code(session.login, *hash)) {
    d.failed({throttle});
    return wrong_code();
  }
  d.succeeded({throttle});
  return {};
}

}  // namespace probity::identity
