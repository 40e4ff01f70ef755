#include "identity/affairs.h"
#include "identity/authenticate.h"
#include "identity/identity.h"
#include "identity/identity_api.h"
#include "identity_sql.h"

namespace probity::identity {
namespace {

json::Object render(const api::InstitutionSettings& s) {
  return {{"rate_limit_per_hour", s.rate_limit_per_hour},
          {"legacy_error_status", s.legacy_error_status},
          {"policy_checks_inline", s.policy_checks_inline},
          {"second_factor_required", s.second_factor_required},
          {"product_spill_over", s.product_spill_over},
          {"session_idle_minutes", s.session_idle_minutes},
          {"session_hours", s.session_hours}};
}

// What an auditor asks about first: settings that are weaker than what we recommend.
json::Array deviations(const api::InstitutionSettings& s) {
  json::Array out;
  if (!s.second_factor_required)
    out.push_back("second_factor_required is off: people may sign in with a password alone");
  if (s.product_spill_over)
    out.push_back(
        "product_spill_over is on: one product of a profile shows its other applications");
  if (s.legacy_error_status)
    out.push_back("legacy_error_status is on: refusals are sent with status 200");
  return out;
}

json::Value render_institution(const api::Principal& p, const api::InstitutionSettings& settings) {
  return json::Object{{"id", p.tenant.text()},
                      {"name", p.institution_name},
                      {"is_demo", settings.demo},
                      {"settings", render(settings)},
                      {"deviations", deviations(settings)}};
}

Result<api::Reply> read(api::Call& call) {
  return api::json_reply(200, render_institution(call.principal, call.principal.settings));
}

// What is sent takes the place of what was; what is not sent stays.
Result<api::Reply> change(api::Call& call) {
  if (!call.body.is_object()) {
    api::Body body(call.body);
    TRY(body.done());
  }
  Affairs affairs(call);
  auto row = call.tx.queue(sql::institution, {call.tx.tenant()}).one();
  ENSURE(row);
  row->skip();
  bool demo = row->text() == "demo";
  auto stored = json::parse(row->text());
  ENSURE(stored);
  json::Object settings = stored->object();
  json::Object before = render(TRY(parse_settings(demo, json::Value(settings))));
  for (const auto& [name, value] : call.body.object()) {
    if (!before.find(name))
      return refuse(Refusal::invalid_input, "the settings are not valid",
                    {{"body", "must hold only settings of an institution"}});
    settings.set(name, value);
  }
  auto now = TRY(parse_settings(demo, json::Value(settings)));
  call.tx.queue(sql::set_settings, {call.tx.tenant(), json::write(settings)});
  affairs.tell(actions::settings_changed, {{"before", std::move(before)}, {"after", render(now)}});
  affairs.write();
  forget_tenant_after(call.tx);
  return api::json_reply(200, render_institution(call.principal, now));
}

using enum api::Permission;
using api::Method, api::Takes;
constexpr api::Route table[] = {
    {Method::get, "/institution", signed_in, Takes::nothing, read},
    {Method::post, "/institution/settings", manage_users, Takes::body, change},
};

}  // namespace

std::span<const api::Route> institution_routes() { return table; }

}  // namespace probity::identity
