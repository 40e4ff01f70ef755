// What several routes share about a person's own account.
#pragma once

#include "credentials/password.h"
#include "identity/affairs.h"
#include "identity/sign_in.h"

namespace probity::identity {

// A password that may be taken, from a body's `member`; `words` are what others know of the person.
Result<credentials::Password> new_password(api::Body& body, std::string_view member,
                                           std::vector<std::string> words, bool second_factor);

// Told in the audit log of every institution that the login is a member of.
void tell_everywhere(const Uuid& login, journal::Action action, json::Object reference);

// A mail to the login's own address, of a template that takes name and when (and `change`).
void mail_about_account(const Uuid& login, const std::string& template_name,
                        const std::string& change);

// The call's own session, as it is now.
Result<Session> session_of(api::Call& call);
// The same, of a session that may set up a factor: one that owes a factor it has must show that
// one, and can't set up another instead.
Result<Session> may_enrol(api::Call& call);

// After the last step that was owed: the session is whole, under a new token, and its owner's
// institution hears of it.
api::Reply made_whole(api::Call& call, Session session, std::optional<FactorKind> by);
// Answers with the session as it is, and its cookie.
api::Reply session_reply(const Session& session, const std::string& token, int status = 200);
// The cookie of a known device, and its ticket if there is one.
std::optional<Ticket> known_device(const api::Request& request);

// A factor that was proven: good from now on. Answers with the session under its new token.
Result<api::Reply> factor_is_good(Session session, const Factor& factor, std::int64_t counter,
                                  const std::optional<std::string>& secret);

}  // namespace probity::identity
