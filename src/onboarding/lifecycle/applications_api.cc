#include "api/body.h"
#include "lifecycle/advance.h"
#include "lifecycle/lifecycle_api.h"
#include "lifecycle/render.h"
#include "lifecycle/requests.h"

namespace probity::lifecycle {
namespace {

std::unexpected<Error> no_such() { return refuse(Refusal::not_found, "no such application"); }

Result<api::Reply> list(api::Call& call) {
  Case c = TRY(read_case(TRY(setting_of(call)), call.ids[0]));
  return api::json_reply(200, render_applications(c));
}

Result<api::Reply> create(api::Call& call) {
  auto setting = TRY(setting_of(call));
  api::Body body(call.body);
  const policies::Product* product = product_of(body, setting);
  auto role = associated_role_of(body);
  auto configuration = setting.configuration;  // keeps `product` alive
  Case c = TRY(lock_case(std::move(setting), call.ids[0]));
  TRY(body.done());
  TRY(may_act(c, product->id));
  Uuid id = TRY(apply(c, *product, std::move(role)))->id;
  settle(c);
  save(c);
  return api::json_reply(200, render_application(c, *c.application(id)));
}

Result<api::Reply> read(api::Call& call) {
  Case c = TRY(read_case(TRY(setting_of(call)), call.ids[0]));
  const auto* a = c.application(call.ids[1]);
  if (!a) return no_such();
  return api::json_reply(200, render_application(c, *a));
}

Result<api::Reply> change_status(api::Call& call) {
  Case c = TRY(lock_case(TRY(setting_of(call)), call.ids[0]));
  auto* a = c.application(call.ids[1]);
  if (!a) return no_such();
  TRY(may_act(c, a->product_id));
  api::Body body(call.body);
  static constexpr std::string_view words[] = {"APPLIED", "APPROVED", "IN_REVIEW", "REJECTED",
                                               "CANCELLED"};
  auto word = body.word("status", words);
  auto comment = body.maybe_text("comment", 0, 10'000).value_or("");
  TRY(body.done());
  TRY(decide(c, *a, *policies::status_from(word), comment));
  settle(c);
  save(c);
  return api::json_reply(200, render_application(c, *c.application(call.ids[1])));
}

using enum api::Permission;
using api::Method, api::Takes;
constexpr api::Route table[] = {
    {Method::get, "/profiles/{profile_id}/applications", read_profiles, Takes::nothing, list},
    {Method::post, "/profiles/{profile_id}/applications", edit_applications, Takes::body, create},
    {Method::get, "/profiles/{profile_id}/applications/{application_id}", read_profiles,
     Takes::nothing, read},
    {Method::post, "/profiles/{profile_id}/applications/{application_id}", edit_applications,
     Takes::body, change_status},
};

}  // namespace

std::span<const api::Route> application_routes() { return table; }

}  // namespace probity::lifecycle
