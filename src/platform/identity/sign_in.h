// Signing in, step by step: password, then the second factor, then an institution.
#pragma once

#include <optional>

#include "identity/directory.h"

namespace probity::identity {

// The state that a session has after a right password (or an invitation), by what the login has and
// what the membership asks for.
SessionState state_after_password(const std::vector<Factor>& factors, const Membership* membership);

// The membership to act for: the one asked for, else the first that is active.
const Membership* choose(const std::vector<Membership>& memberships, std::optional<Uuid> asked);

// The Set-Cookie header of a session's token, and the one that takes it away.
api::Header session_cookie_header(std::string_view token);
api::Header no_session_cookie_header();

// Tells the institution's audit log that a user of it signed in; once the session is whole.
void tell_sign_in(const Session& session, std::optional<FactorKind> by);

// Judges a code of the person's second factors against the throttle; refuses with sign_in_failed or
// rate_limited. `session`: whose SMS codes count.
Result<void> verify_code(const Session& session, FactorKind kind, std::string_view code);
Result<void> verify_recovery_code(const Session& session, std::string_view code);

// What a browser learns of its own session: GET /session and every step of signing in.
json::Value render_session(const Session& session, std::string_view token);

}  // namespace probity::identity
