#include "api/body.h"
#include "crypto/crypto.h"
#include "identity/identity.h"
#include "identity_sql.h"
#include "journal/journal.h"
#include "keys/subject_keys.h"

namespace probity::identity {
namespace {

constexpr journal::Actor system{journal::Actor::Kind::system};

NewApiKey insert_key(db::Tx& tx, bool demo, const std::string& name, api::Permissions permissions) {
  NewApiKey fresh{Uuid::make(), make_api_key(demo)};
  tx.queue(sql::insert_api_key, {tx.tenant(), fresh.id, name, crypto::sha256(fresh.api_key),
                                 permissions.stored(), tx.at()});
  return fresh;
}

Result<void> check_name(const std::string& name) {
  if (auto why = api::text_fault(name, 1, 200))
    return refuse(Refusal::invalid_input, "the name is not valid", {{"name", *why}});
  return {};
}

}  // namespace

Result<api::InstitutionSettings> parse_settings(bool demo, const json::Value& settings) {
  api::InstitutionSettings out{.demo = demo};
  api::Body body(settings, "settings.");
  if (const json::Value* limit = body.member("rate_limit_per_hour")) {
    auto number = limit->integer();
    if (!number || *number < 0 || *number > 1'000'000'000)
      body.fault("rate_limit_per_hour", "must be a whole number from 0 (unlimited) to 1000000000");
    else
      out.rate_limit_per_hour = *number;
  }
  out.legacy_error_status = body.maybe_flag("legacy_error_status").value_or(false);
  out.policy_checks_inline = body.maybe_flag("policy_checks_inline").value_or(true);
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
  auto master = insert_key(tx, demo, name + " Master API Key", api::Permissions::all());
  stream.append(journal::actions::api_key_created, system, {{"api_key_id", master.id.text()}});
  stream.write(tx, subject);
  tx.commit();
  return NewInstitution{id, master.api_key};
}

Result<NewApiKey> create_api_key(db::Pool& pool, keys::Keystore& keystore, const Uuid& institution,
                                 const std::string& name, api::Permissions permissions) {
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
  auto fresh = insert_key(tx, demo, name, permissions);
  stream.append(journal::actions::api_key_created, system, {{"api_key_id", fresh.id.text()}});
  stream.write(tx, *subject);
  tx.commit();
  return fresh;
}

}  // namespace probity::identity
