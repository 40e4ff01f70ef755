#include "identity/identity_api.h"

namespace probity::identity {
namespace {

Result<api::Reply> whoami(api::Call& call) {
  const api::Principal& p = call.principal;
  return api::json_reply(
      200, json::Object{
               {"institution", json::Object{{"name", p.institution_name}, {"id", p.tenant.text()}}},
               {"user", nullptr}});
}

using enum api::Permission;
constexpr api::Route table[] = {
    {api::Method::get, "/whoami", signed_in, api::Takes::nothing, whoami},
};

}  // namespace

std::span<const api::Route> routes() { return table; }

}  // namespace probity::identity
