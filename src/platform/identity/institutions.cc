#include "api/body.h"
#include "identity/api_keys.h"
#include "identity/identity.h"
#include "identity/roles.h"
#include "identity_sql.h"
#include "journal/journal.h"
#include "keys/subject_keys.h"

namespace probity::identity {
namespace {

constexpr journal::Actor system{journal::Actor::Kind::system};

Result<void> check_name(const std::string& name) {
  if (auto why = api::text_fault(name, 1, 200))
    return refuse(Refusal::invalid_input, "the name is not valid", {{"name", *why}});
  return {};
}

}  // namespace

journal::Actor actor_of(const api::Principal& principal) {
  using From = api::Principal::Kind;
  using To = journal::Actor::Kind;
  switch (principal.kind) {
    case From::api_key:
      return {To::api_key, principal.id};
    case From::user:
      return {To::user, principal.id};
    case From::staff:
      return {To::staff, principal.id};
    case From::anonymous:
    case From::system:
      break;
  }
  return {To::system};
}

Result<api::InstitutionSettings> parse_settings(bool demo, const json::Value& settings) {
  api::InstitutionSettings out{.demo = demo};
  api::Body body(settings, "settings.");
  auto bounded = [&](std::string_view name, std::int64_t least, std::int64_t most,
                     std::int64_t& into) {
    const json::Value* sent = body.member(name);
    if (!sent) return;
    auto number = sent->integer();
    if (number && *number >= least && *number <= most)
      into = *number;
    else
      body.fault(name, "must be a whole number from " + std::to_string(least) + " to " +
                           std::to_string(most));
  };
  bounded("rate_limit_per_hour", 0, 1'000'000'000, out.rate_limit_per_hour);  // 0: unlimited
  bounded("session_idle_minutes", 5, 720, out.session_idle_minutes);
  bounded("session_hours", 1, 24, out.session_hours);
  out.legacy_error_status = body.maybe_flag("legacy_error_status").value_or(false);
  out.policy_checks_inline = body.maybe_flag("policy_checks_inline").value_or(true);
  out.second_factor_required = body.maybe_flag("second_factor_required").value_or(true);
  out.product_spill_over = body.maybe_flag("product_spill_over").value_or(false);
  TRY(body.done());
  return out;
}

Result<NewInstitution> create_institution(db::Pool& pool, keys::Keystore& keystore,
                                          const std::string& name, bool demo,
                                          const json::Value& settings) {
  TRY(check_name(name));
  TRY(parse_settings(demo, settings));
  Uuid id = Uuid::make();
  keystore.create_tenant(id);
  auto keys = keystore.tenant(id);

  db::Tx tx(pool, id);
  tx.queue(sql::insert_institution,
           {id, name, demo ? "demo" : "live", json::write(settings), tx.at()});
  auto subject = keys::create_subject_key(tx, *keys, id);
  journal::Stream stream(id, 0);
  stream.append(journal::actions::institution_created, system, {{"name", name}});
  ApiKey master{.id = Uuid::make(),
                .name = name + " Master API Key",
                .kind = "MASTER",
                .grants = api::grants_for_everything()};
  std::string secret = insert_api_key(tx, demo, master);
  for (const Role& role : preset_roles()) insert_role(tx, role);
  stream.append(journal::actions::api_key_created, system,
                {{"ref_data", json::Object{{"api_key_id", master.id.text()}}}});
  stream.write(tx, subject);
  tx.commit();
  return NewInstitution{id, std::move(secret)};
}

Result<NewApiKey> create_api_key(db::Pool& pool, keys::Keystore& keystore, const Uuid& institution,
                                 const std::string& name, const api::Grants& grants) {
  TRY(check_name(name));
  db::Tx tx(pool, institution);
  auto row = tx.queue(sql::institution, {institution}).one();
  if (!row) return refuse(Refusal::not_found, "no such institution");
  row->skip();
  bool demo = row->text() == "demo";
  auto keys = keystore.tenant(institution);
  auto stream = journal::institution_stream(tx);
  auto subject = keys::ask_subject_key(tx, *keys, institution).get();
  ENSURE(subject);
  ApiKey key{.id = Uuid::make(), .name = name, .kind = "SECONDARY", .grants = grants};
  std::string secret = insert_api_key(tx, demo, key);
  stream.append(journal::actions::api_key_created, system,
                {{"ref_data", json::Object{{"api_key_id", key.id.text()}}}});
  stream.write(tx, *subject);
  tx.commit();
  return NewApiKey{key.id, std::move(secret)};
}

}  // namespace probity::identity
