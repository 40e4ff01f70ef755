#include "http/ip_range.h"
#include "base/fault.h"
#include "crypto/crypto.h"
#include "identity/affairs.h"
#include "identity/api_keys.h"
#include "identity/authenticate.h"
#include "identity/choices.h"
#include "identity/identity.h"
#include "identity/identity_api.h"
#include "identity/ip_list.h"
#include "identity/roles.h"
#include "identity_sql.h"

namespace probity::identity {
namespace {

constexpr std::int64_t hour_micros = 3'600'000'000, day_micros = 24 * hour_micros;
constexpr std::int64_t most_live_keys = 1000;

std::unexpected<Error> no_such() { return refuse(Refusal::not_found, "no such API key"); }

ApiKey key_from(db::Columns c) {
  ApiKey key{.id = c.uuid(), .name = c.text(), .kind = c.text()};
  key.grants = api::stored_grants(c.text());
  key.created_at = c.instant();
  key.created_by_kind = c.text();
  key.created_by = c.optional(&db::Columns::uuid);
  key.expires_at = c.optional(&db::Columns::instant);
  key.revoked_at = c.optional(&db::Columns::instant);
  key.used_at = c.optional(&db::Columns::instant);
  key.ip_allow_list = c.texts();
  key.profiles = c.optional(&db::Columns::uuids).value_or(std::vector<Uuid>());
  key.replaces = c.optional(&db::Columns::uuid);
  return key;
}

json::Object render(const ApiKey& key, Instant at) {
  json::Array addresses;
  for (const auto& range : key.ip_allow_list) addresses.push_back(range);
  bool ended = key.revoked_at || (key.expires_at && *key.expires_at <= at);
  std::int64_t age = (at.micros - key.created_at.micros) / day_micros;
  json::Object out{{"id", key.id.text()},
                   {"name", key.name},
                   {"kind", key.kind},
                   {"state", key.revoked_at ? "REVOKED"
                             : ended        ? "EXPIRED"
                                            : "LIVE"},
                   {"permissions", api::render(key.grants)},
                   {"ip_allow_list", std::move(addresses)},
                   {"creation_date", api_time(key.created_at)},
                   {"created_by_kind", key.created_by_kind},
                   {"age_days", age},
                   {"is_old", !ended && age >= alarm_days[0]}};
  if (key.created_by) out.set("created_by", key.created_by->text());
  if (key.expires_at) out.set("expiry", api_time(*key.expires_at));
  if (key.revoked_at) out.set("revocation_date", api_time(*key.revoked_at));
  if (key.used_at) out.set("last_used", api_time(*key.used_at));
  if (!key.profiles.empty()) out.set("profile_ids", ids_as_json(key.profiles));
  if (key.replaces) out.set("replaces", key.replaces->text());
  return out;
}

std::optional<ApiKey> find(db::Tx& tx, const Uuid& id) {
  auto row = tx.queue(sql::api_key_by_id, {tx.tenant(), id}).one();
  if (!row) return std::nullopt;
  return key_from(*row);
}

// The one reply that shows the key itself.
api::Reply shown_once(api::Call& call, int status, const Uuid& id, std::string secret) {
  json::Object out = render(*find(call.tx, id), call.tx.at());
  out.set("api_key", std::move(secret));
  auto reply = api::json_reply(status, std::move(out));
  reply.headers.push_back({"cache-control", "no-store"});
  return reply;
}

ApiKey new_key(api::Call& call, std::string name, std::string kind) {
  auto actor = actor_of(call.principal);
  ApiKey key{.id = Uuid::make(), .name = std::move(name), .kind = std::move(kind)};
  key.created_by_kind = journal::actor_word(actor.kind);
  key.created_by = actor.id;
  return key;
}

Result<api::Reply> list(api::Call& call) {
  auto page = TRY(api::page_of(call));
  auto rows = call.tx.queue(sql::api_keys, {call.tx.tenant(), page.limit, page.offset});
  call.tx.finish_reading();
  json::Array out;
  for (int i = 0; i < rows.get().size(); ++i)
    out.push_back(render(key_from(rows.get()[i]), call.tx.at()));
  return api::json_reply(200, std::move(out));
}

Result<api::Reply> read(api::Call& call) {
  auto key = find(call.tx, call.ids[0]);
  if (!key) return no_such();
  return api::json_reply(200, render(*key, call.tx.at()));
}

std::int64_t live_keys(api::Call& call, const std::optional<std::vector<Uuid>>& profiles) {
  return call.tx.queue(sql::count_live_keys, {call.tx.tenant(), call.tx.at(), profiles})
      .one()
      ->bigint();
}

// Those of the permissions that the creator holds, for the products that they are held for.
api::Grants held(const api::Access& access, std::initializer_list<api::Permission> permissions) {
  api::Grants grants;
  for (api::Permission p : permissions) {
    std::string name(api::name_of(p));
    auto products = access.products_for(p);
    if (!products) grants.push_back({name, std::nullopt, std::nullopt});
    for (const Uuid& product : products.value_or(std::vector<Uuid>()))
      grants.push_back({name, std::nullopt, product});
  }
  return grants;
}

std::optional<Instant> expiry_of(api::Body& body, Instant at, std::int64_t most_days) {
  const json::Value* sent = body.member("expires_in_days");
  if (!sent) return std::nullopt;
  auto days = sent->integer();
  if (!days || *days < 1 || *days > most_days) {
    body.fault("expires_in_days", "must be a whole number from 1 to " + std::to_string(most_days));
    return std::nullopt;
  }
  return Instant{at.micros + *days * day_micros};
}

Result<api::Reply> create(api::Call& call) {
  api::Body body(call.body);
  ApiKey key = new_key(call, body.text("name", 1, 200), "SECONDARY");
  if (!body.member("permissions")) body.fault("permissions", "is required");
  key.grants = api::grants_of(body, "permissions");
  key.ip_allow_list = ip_ranges_of(body, "ip_allow_list");
  key.expires_at = expiry_of(body, call.tx.at(), 3650);
  TRY(body.done());
  TRY(may_give(call.principal.access, api::Access(key.grants), "permissions"));
  Affairs affairs(call);
  if (live_keys(call, {}) >= most_live_keys)
    return refuse(Refusal::constraints,
                  "an institution has at most 1000 live keys: revoke some first");
  std::string secret = insert_api_key(call.tx, call.principal.settings.demo, key);
  affairs.tell(journal::actions::api_key_created,
               {{"api_key_id", key.id.text()}, {"permissions", api::render(key.grants)}}, key.name);
  affairs.write();
  return shown_once(call, 201, key.id, std::move(secret));
}

// The old key stays for an overlap, so that its users can change over.
Result<api::Reply> rotate(api::Call& call) {
  if (call.body.is_null()) call.body = json::Object{};
  api::Body body(call.body);
  std::int64_t hours = 0;
  if (const json::Value* sent = body.member("overlap_hours")) {
    auto number = sent->integer();
    if (!number || *number < 0 || *number > most_overlap_hours)
      body.fault("overlap_hours",
                 "must be a whole number from 0 to " + std::to_string(most_overlap_hours));
    hours = number.value_or(0);
  }
  TRY(body.done());
  Affairs affairs(call);
  auto old = find(call.tx, call.ids[0]);
  if (!old || old->kind != "SECONDARY") return no_such();
  Instant at = call.tx.at(), end{at.micros + hours * hour_micros};
  if (old->revoked_at || (old->expires_at && *old->expires_at <= at))
    return refuse(Refusal::conflict, "the key has ended: make a new one");
  TRY(may_give(call.principal.access, api::Access(old->grants), "api_key"));
  ApiKey key = new_key(call, old->name, old->kind);
  key.grants = old->grants;
  key.ip_allow_list = old->ip_allow_list;
  key.replaces = old->id;
  if (old->expires_at)
    key.expires_at = Instant{at.micros + (old->expires_at->micros - old->created_at.micros)};
  std::string secret = insert_api_key(call.tx, call.principal.settings.demo, key);
  Instant ends = old->expires_at ? std::min(*old->expires_at, end) : end;
  call.tx.queue(sql::end_api_key, {call.tx.tenant(), old->id, ends});
  affairs.tell(
      actions::api_key_rotated,
      {{"api_key_id", key.id.text()}, {"replaces", old->id.text()}, {"overlap_hours", hours}},
      key.name);
  affairs.write();
  forget_tenant_after(call.tx);
  return shown_once(call, 201, key.id, std::move(secret));
}

Result<api::Reply> revoke(api::Call& call) {
  Affairs affairs(call);
  auto key = find(call.tx, call.ids[0]);
  if (!key) return no_such();
  if (key->kind == "MASTER" && !fault("revoke_master"))
    return refuse(Refusal::conflict, "the master key is not revoked but regenerated");
  call.tx.queue(sql::revoke_api_key, {call.tx.tenant(), key->id, call.tx.at()});
  affairs.tell(actions::api_key_revoked, {{"api_key_id", key->id.text()}}, key->name);
  affairs.write();
  forget_tenant_after(call.tx);
  return api::json_reply(200, render(*find(call.tx, key->id), call.tx.at()));
}

// Ends the old master key at once.
Result<api::Reply> regenerate_master(api::Call& call) {
  api::Grants everything = api::grants_for_everything();
  std::erase_if(everything, [](const api::Grant& g) { return g.name == "EXPORT_DATA"; });
  TRY(may_give(call.principal.access, api::Access(everything), "api_key"));
  Affairs affairs(call);
  call.tx.queue(sql::revoke_master_key, {call.tx.tenant(), call.tx.at()});
  ApiKey key = new_key(call, call.principal.institution_name + " Master API Key", "MASTER");
  key.grants = api::grants_for_everything();
  std::string secret = insert_api_key(call.tx, call.principal.settings.demo, key);
  affairs.tell(actions::master_key_regenerated, {{"api_key_id", key.id.text()}});
  affairs.write();
  forget_tenant_after(call.tx);
  return shown_once(call, 201, key.id, std::move(secret));
}

using enum api::Permission;
using api::Method, api::Takes;
constexpr api::Route table[] = {
    {Method::get, "/api-keys", view_api_keys, Takes::nothing, list},
    {Method::post, "/api-keys", manage_api_keys, Takes::body, create},
    {Method::post, "/api-keys/regenerate-master", manage_api_keys, Takes::nothing,
     regenerate_master},
    {Method::get, "/api-keys/{api_key_id}", view_api_keys, Takes::nothing, read},
    {Method::del, "/api-keys/{api_key_id}", manage_api_keys, Takes::nothing, revoke},
    {Method::post, "/api-keys/{api_key_id}/rotate", manage_api_keys, Takes::optional_body, rotate},
};

}  // namespace

std::span<const api::Route> api_key_routes() { return table; }

Result<CollectKey> create_collect_key(api::Call& call, const Uuid& profile) {
  if (call.body.is_null()) call.body = json::Object{};
  api::Body body(call.body);
  ApiKey key = new_key(call, "Collect key", "COLLECT");
  key.profiles = {profile};
  key.expires_at = expiry_of(body, call.tx.at(), most_collect_days);
  TRY(body.done());
  if (!key.expires_at) key.expires_at = Instant{call.tx.at().micros + day_micros};
  key.grants =
      held(call.principal.access, {api::Permission::read_profiles, api::Permission::edit_profiles});
  Affairs affairs(call);
  if (live_keys(call, key.profiles) >= most_live_collect_keys)
    return refuse(Refusal::constraints, "a profile has at most " +
                                            std::to_string(most_live_collect_keys) +
                                            " live collect keys: revoke some first");
  std::string secret = insert_api_key(call.tx, call.principal.settings.demo, key);
  affairs.tell(actions::collect_key_created,
               {{"api_key_id", key.id.text()}, {"profile_id", profile.text()}});
  affairs.write();
  return CollectKey{key.id, shown_once(call, 201, key.id, std::move(secret))};
}

}  // namespace probity::identity
