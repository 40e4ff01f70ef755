#include "api/body.h"
#include "lifecycle/lifecycle_api.h"
#include "lifecycle/render.h"
#include "lifecycle/requests.h"
#include "lifecycle/summaries.h"

namespace probity::lifecycle {
namespace {

api::Reply document(int status, const Setting& setting, profiles::Profile profile) {
  auto reply = api::json_reply(status, with_linked(setting, std::move(profile.data)));
  reply.headers.push_back({"etag", profile.etag()});
  return reply;
}

Result<api::Reply> read(api::Call& call) {
  auto setting = TRY(setting_of(call));
  if (!setting.sight.all_products()) {
    Case c = TRY(read_case(std::move(setting), call.ids[0]));
    return document(200, c.setting, std::move(c.profile));
  }
  auto asked = profiles::ask(call.tx, *call.keys, call.ids[0], false);
  call.tx.finish_reading();
  auto found = asked.get();
  if (!found) return refuse(Refusal::not_found, "no such profile");
  return document(200, setting, std::move(found->profile));
}

// Replaces the whole document. A stale Etag answers 412 with the current document and Etag, so that
// the caller can apply its change again.
Result<api::Reply> replace(api::Call& call) {
  Case c = TRY(lock_case(TRY(setting_of(call)), call.ids[0]));
  TRY(may_act(c));
  auto if_match = call.request.header("if-match");
  if (if_match.empty()) if_match = call.request.header("etag");
  if (!if_match.empty() && if_match != "*" && if_match != c.profile.etag())
    return document(412, c.setting, std::move(c.profile));
  auto data = TRY(accept_data(c.setting, call.body, profiles::entity_type_of(c.profile.role), "",
                              c.profile.data));
  profiles::replace_data(call.tx, *call.keys, *c.key, c.profile, std::move(data));
  c.profile_changed = true;
  c.tell(journal::actions::replaced_collected_data, {{"data_version", c.profile.data_version}});
  settle(c);
  save(c);
  return document(200, c.setting, std::move(c.profile));
}

using enum api::Permission;
using api::Method, api::Takes;
constexpr api::Route table[] = {
    {Method::get, "/profiles/{profile_id}/collected_data", read_profiles, Takes::nothing, read},
    {Method::post, "/profiles/{profile_id}/collected_data", edit_profiles, Takes::body, replace,
     api::Bucket::replace_collected_data},
};

}  // namespace

std::span<const api::Route> collected_data_routes() { return table; }

}  // namespace probity::lifecycle
