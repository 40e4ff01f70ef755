// Codes that are sent to a phone, and challenges that a passkey answers: one each for a session.
#pragma once

#include "identity/directory.h"

namespace probity::identity {

// Sends a code to the number; refuses when too many were sent, or when no gateway is set up.
Result<void> send_sms_code(const Session& session, const std::string& number);
bool try_sms_code(const Session& session, std::string_view typed);

}  // namespace probity::identity
