#include "gateway/admission.h"

#include <algorithm>

#include "api/principal_json.h"
#include "tokens/access_token.h"

namespace probity::gateway {

Admission by_credential(identity::Authenticator& authenticator) {
  auto anonymous =
      std::make_shared<const api::Principal>(api::Principal{.tenant = db::platform_tenant()});
  return [&authenticator, anonymous](
             const api::Request& request,
             const api::Route* route) -> Result<std::shared_ptr<const api::Principal>> {
    if (route && route->permission == api::Permission::anyone) return anonymous;
    return authenticator.admit(request);
  };
}

Admission by_token(std::string audience, identity::SigningKeys& keys, Metrics& metrics) {
  using Verifier = tokens::AccessVerifier<api::Principal>;
  auto read = [](const tokens::Claims& claims) -> std::shared_ptr<const api::Principal> {
    auto principal = api::principal_from(claims.access);
    bool same = principal && principal->id == claims.subject &&
                principal->tenant == claims.tenant &&
                api::kind_word(principal->kind) == claims.kind;
    return same ? std::make_shared<const api::Principal>(std::move(*principal)) : nullptr;
  };
  auto verifier = std::make_shared<Verifier>(
      Verifier::Settings{.audience = std::move(audience),
                         .find_key = [&keys](const Uuid& id) { return keys.find(id); },
                         .read = read,
                         .epoch = [&keys] { return keys.epoch(); }});
  return [verifier, &metrics](const api::Request& request,
                              const api::Route*) -> Result<std::shared_ptr<const api::Principal>> {
    auto sent = std::ranges::count(request.headers, access_header, &api::Header::name);
    if (sent == 0)
      return refuse(Refusal::missing_key, "this port answers only to the gateway before it");
    auto principal = sent == 1 ? verifier->verify(request.header(access_header), now())
                               : std::unexpected(tokens::Flaw{"repeated"});
    if (principal) return std::move(*principal);
    metrics.token_refused(log::Word::from_table(principal.error().why));
    log::warn("access_token.refused",
              {{"event.reason", log::Word::from_table(principal.error().why)}});
    return refuse(Refusal::invalid_key, "the access token is not valid");
  };
}

void take_peer(api::Request& request) {
  auto found = std::ranges::find(request.headers, peer_header, &api::Header::name);
  if (found == request.headers.end()) return;
  request.peer = std::move(found->value);
  request.headers.erase(found);
}

Result<void> refuse_repeated(const api::Request& request) {
  for (std::string_view name :
       {"apikey", "idempotency-key", "if-match", "content-type", "cookie", "probity-csrf"})
    if (std::ranges::count(request.headers, name, &api::Header::name) > 1)
      return refuse(Refusal::invalid_input, "a header is repeated",
                    {{std::string(name), "must be sent once"}});
  return {};
}

}  // namespace probity::gateway
