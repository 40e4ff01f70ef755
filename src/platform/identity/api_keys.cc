#include "base/text.h"
#include "crypto/crypto.h"
#include "identity/affairs.h"
#include "identity/api_keys.h"
#include "identity/identity.h"
#include "identity/people.h"
#include "identity/roles.h"
#include "messages/messages.h"
#include "identity_sql.h"

namespace probity::identity {
namespace {

constexpr std::string_view live = "probity_live_", test = "probity_test_";
constexpr std::size_t secret_length = 32, sum_length = 6;

std::string checksum(std::string_view text) {
  static constexpr char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::uint32_t sum = crypto::crc32(text);
  std::string out(sum_length, '0');
  for (std::size_t i = sum_length; i-- > 0; sum /= 62) out[i] = digits[sum % 62];
  return out;
}

}  // namespace

std::string make_api_key(bool demo) {
  std::string key(demo ? test : live);
  key += base64url(crypto::random_bytes(24));
  return key + "_" + checksum(key);
}

bool is_api_key(std::string_view text) {
  if (!text.starts_with(live) && !text.starts_with(test)) return false;
  std::size_t body = live.size() + secret_length;
  return text.size() == body + 1 + sum_length && text[body] == '_' &&
         text.substr(body + 1) == checksum(text.substr(0, body));
}

std::string insert_api_key(db::Tx& tx, bool demo, const ApiKey& key) {
  std::string secret = make_api_key(demo);
  tx.queue(sql::insert_api_key,
           {tx.tenant(), key.id, key.name, crypto::sha256(secret), key.kind,
            json::write(api::render(key.grants)), tx.at(), key.created_by_kind, key.created_by,
            key.expires_at, db::Arg::texts(key.ip_allow_list),
            key.profiles.empty() ? db::Arg(nullptr) : db::Arg(key.profiles), key.replaces});
  return secret;
}

namespace {

// To everyone who can replace it.
void mail_about_key(db::Tx& tx, const keys::TenantKeys& keys, const std::string& institution,
                    const std::string& key_name, std::int64_t days) {
  constexpr std::int64_t most_people = 200;
  auto ids = tx.queue(sql::user_ids, {tx.tenant(), most_people, std::int64_t{0}});
  std::vector<Uuid> users;
  for (int i = 0; i < ids.get().size(); ++i) users.push_back(ids.get()[i].uuid());
  for (const auto& [id, person] : ask_people(tx, keys, users).get()) {
    if (person.status != "ACTIVE") continue;
    if (!ask_access(tx, id).get().access.may(api::Permission::manage_api_keys)) continue;
    auto key = keys::ask_subject_key(tx, keys, id).get();
    ENSURE(key);
    auto sent = messages::send(tx, *key,
                               {.channel = messages::Channel::mail,
                                .to = person.email,
                                .template_name = "key_expires_soon",
                                .parameters = {{"name", person.name},
                                               {"institution", institution},
                                               {"key", key_name},
                                               {"age_days", std::to_string(days)}}});
    ENSURE(sent);
  }
}

bool alarm(db::Pool& pool, keys::Keystore& keystore, const Uuid& tenant, const Uuid& id,
           std::int64_t days) {
  auto keys = keystore.tenant(tenant);
  db::Tx tx(pool, tenant);
  Affairs affairs(tx, *keys, {journal::Actor::Kind::system});
  if (tx.queue(sql::note_key_alarm, {tenant, id, days}).get().affected() != 1) return false;
  auto institution = tx.queue(sql::institution, {tenant}).one();
  auto names = ask_key_names(tx).get();
  ENSURE(institution);
  affairs.tell(actions::api_key_aged, {{"api_key_id", id.text()}, {"age_days", days}}, names[id]);
  affairs.write();
  mail_about_key(tx, *keys, institution->text(), names[id], days);
  tx.commit();
  return true;
}

}  // namespace

int alarm_aged_keys(db::Pool& pool, keys::Keystore& keystore) {
  constexpr std::int64_t day_micros = 86'400'000'000;
  int told = 0;
  for (std::int64_t days : alarm_days) {
    std::vector<std::pair<Uuid, Uuid>> aged;
    {
      db::Tx tx(pool, db::platform_tenant());
      auto rows = tx.queue(sql::aged_api_keys, {Instant{tx.at().micros - days * day_micros}, days});
      tx.finish_reading();
      for (int i = 0; i < rows.get().size(); ++i) {
        auto c = rows.get()[i];
        Uuid tenant = c.uuid();
        aged.push_back({tenant, c.uuid()});
      }
    }
    for (const auto& [tenant, key] : aged) told += alarm(pool, keystore, tenant, key, days);
  }
  return told;
}

}  // namespace probity::identity
