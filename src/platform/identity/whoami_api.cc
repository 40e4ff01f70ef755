#include "identity/identity_api.h"
#include "identity/people.h"

namespace probity::identity {
namespace {

Result<api::Reply> whoami(api::Call& call) {
  const api::Principal& p = call.principal;
  json::Value user;
  if (p.kind == api::Principal::Kind::user)
    if (auto person = person_of(call.tx, *call.keys, p.id))
      user =
          json::Object{{"id", person->id.text()}, {"name", person->name}, {"email", person->email}};
  return api::json_reply(
      200, json::Object{
               {"institution", json::Object{{"name", p.institution_name}, {"id", p.tenant.text()}}},
               {"user", std::move(user)}});
}

using enum api::Permission;
constexpr api::Route table[] = {
    {api::Method::get, "/whoami", signed_in, api::Takes::nothing, whoami},
};

}  // namespace

std::span<const api::Route> whoami_routes() { return table; }

}  // namespace probity::identity
