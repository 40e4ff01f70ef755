// From an error to what the client sees: the one switch from refusals to statuses and API error
// codes.
#pragma once

#include "api/message.h"
#include "base/ids.h"
#include "base/result.h"

namespace probity::gateway {

// `legacy_status`: some 4.0 clients recognise a wrong key, invalid input and exhausted credit only
// with status 200 (lifecycle-api.md § 2.3.3); a setting of the institution.
api::Reply render(const Error& error, const Uuid& request_id, bool legacy_status);
// What the listener or a breakdown refuses: 400, 408, 413, 414, 431, 500, 503 …
api::Reply render_status(int status, std::string_view reason, const Uuid& request_id);

}  // namespace probity::gateway
