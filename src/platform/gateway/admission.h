// Who asks. In one process the credential that came with the request says so; an api process of its
// own believes only the token of the gateway before it.
#pragma once

#include <functional>
#include <memory>

#include "api/route.h"
#include "gateway/metrics.h"
#include "identity/authenticate.h"
#include "identity/signing_keys.h"

namespace probity::gateway {

// `route`: the row that the request means, null when there is none. Any thread; may ask the
// database.
using Admission = std::function<Result<std::shared_ptr<const api::Principal>>(
    const api::Request& request, const api::Route* route)>;

// Whoever calls a route for anyone is nobody, with whatever credential.
Admission by_credential(identity::Authenticator& authenticator);

// Headers between our own processes; from outside nobody hears them, and no client sees them.
inline constexpr std::string_view access_header = "probity-access", peer_header = "probity-peer",
                                  forget_header = "probity-forget";

// By a token for the role `audience`, whatever the route. Refuses with missing_key or invalid_key;
// counts why.
Admission by_token(std::string audience, identity::SigningKeys& keys, Metrics& metrics);
// Whom the gateway talks to instead of the gateway itself. Only of a request that a token admits is
// it believed.
void take_peer(api::Request& request);

// Refuses a header that decides something and came twice: two readers might take different ones.
Result<void> refuse_repeated(const api::Request& request);

}  // namespace probity::gateway
