// Keys with which what is missing about one profile is collected, and nothing else.
#include "identity/affairs.h"
#include "identity/api_keys.h"
#include "lifecycle/case.h"
#include "lifecycle/lifecycle_api.h"

namespace probity::lifecycle {
namespace {

Result<api::Reply> create(api::Call& call) {
  Case c = TRY(lock_case(TRY(setting_of(call)), call.ids[0]));
  TRY(may_act(c));
  auto made = TRY(identity::create_collect_key(call, c.profile.id));
  c.tell(identity::actions::collect_key_created, {{"api_key_id", made.id.text()}});
  settle(c);
  save(c);
  return std::move(made.reply);
}

using enum api::Permission;
constexpr api::Route table[] = {
    {api::Method::post, "/profiles/{profile_id}/collect-keys", edit_profiles,
     api::Takes::optional_body, create},
};

}  // namespace

std::span<const api::Route> collect_key_routes() { return table; }

}  // namespace probity::lifecycle
