#include "api/body.h"
#include "lifecycle/advance.h"
#include "lifecycle/lifecycle_api.h"
#include "lifecycle/render.h"
#include "lifecycle/requests.h"
#include "policies/kinds.h"

namespace probity::lifecycle {
namespace {

Result<api::Reply> list(api::Call& call) {
  Case c = TRY(read_case(TRY(setting_of(call)), call.ids[0]));
  json::Array out;
  for (const auto& check : c.checks) out.push_back(render_check(check));
  return api::json_reply(200, std::move(out));
}

Result<api::Reply> read(api::Call& call) {
  Case c = TRY(read_case(TRY(setting_of(call)), call.ids[0]));
  const auto* check = c.check(call.ids[1]);
  if (!check) return refuse(Refusal::not_found, "no such check");
  return api::json_reply(200, render_check(*check));
}

const policies::CheckVariant* variant_of(api::Body& body, const Case& c) {
  auto type = body.text("check_type", 1, 100);
  if (type.empty()) return nullptr;
  const auto* known = policies::check_type(type);
  if (!known) {
    body.fault("check_type", "must be a check type of the API");
    return nullptr;
  }
  if (known->entity != c.entity())
    body.fault("check_type", "must be for " + std::string(policies::text_of(c.entity())));
  if (!body.member("variant")) {
    const auto* variant = c.catalogue().default_check_variant(type);
    if (!variant)
      body.fault("check_type", "must be one that the institution has a check variant for");
    return variant;
  }
  auto reference = reference_of(body, "variant");
  if (!reference) return nullptr;
  const auto* variant = c.catalogue().check_variant(reference->key);
  if (!variant || variant->check_type != type)
    body.fault(reference->field, "must name a variant of this check type of the institution");
  return variant;
}

Result<bool> runs_inline(const api::Call& call, const policies::CheckVariant& variant) {
  const std::string* mode = call.parameter("mode");
  if (mode && *mode != "sync" && *mode != "async")
    return refuse(Refusal::invalid_input, "the query is not valid",
                  {{"mode", "must be sync or async"}});
  return mode ? *mode == "sync" : variant.embedded;
}

Result<api::Reply> create(api::Call& call) {
  Case c = TRY(lock_case(TRY(setting_of(call)), call.ids[0]));
  api::Body body(call.body);
  const auto* variant = variant_of(body, c);
  auto task_ids = body.ids("task_ids", 100);
  for (std::size_t i = 0; i < task_ids.size(); ++i)
    if (!c.task(task_ids[i]))
      body.fault("task_ids[" + std::to_string(i) + "]", "must be a task of the profile");
  if (task_ids.empty() && !may_act_everywhere(c))
    body.fault("task_ids", "must name a task of a product that you may run checks for");
  if (auto extra = checks::check_request(call.body); !extra) body.take(extra.error().faults);
  TRY(body.done());
  for (const Uuid& id : task_ids) TRY(may_act(c, *c.task(id)));
  bool inline_ = TRY(runs_inline(call, *variant));
  Uuid id = start_check(c, *variant, std::move(task_ids), inline_, false).id;
  settle(c);
  save(c);
  return api::json_reply(201, render_check(*c.check(id)));
}

using enum api::Permission;
using api::Method, api::Takes;
constexpr api::Route table[] = {
    {Method::get, "/profiles/{profile_id}/checks", read_profiles, Takes::nothing, list},
    {Method::post, "/profiles/{profile_id}/checks", run_checks, Takes::body, create},
    {Method::get, "/profiles/{profile_id}/checks/{check_id}", read_profiles, Takes::nothing, read},
};

}  // namespace

std::span<const api::Route> check_routes() { return table; }

}  // namespace probity::lifecycle
