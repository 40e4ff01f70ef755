#include "base/fault.h"
#include "base/text.h"
#include "crypto/crypto.h"
#include "identity/identity.h"
#include "identity_sql.h"

namespace probity::identity {
namespace {

constexpr double keep_seconds = 1.0;
constexpr std::size_t most_known = 10'000;
// Finding whose key it is crosses tenants; any tenant will do for that transaction.
const Uuid no_tenant = Uuid::named("probity", "finding a credential");

// The columns environment and settings of a row of institutions.
api::InstitutionSettings settings_from(db::Columns& row) {
  bool demo = row.text() == "demo";
  auto settings =
      parse_settings(demo, json::parse(row.text()).value_or(json::Value(json::Object{})));
  ENSURE(settings);
  return *settings;
}

}  // namespace

std::optional<api::InstitutionSettings> settings_of(db::Pool& pool, const Uuid& institution) {
  db::Tx tx(pool, institution);
  auto found = tx.queue(sql::institution, {institution});
  tx.finish_reading();
  auto row = found.one();
  if (!row) return std::nullopt;
  row->skip();
  return settings_from(*row);
}

std::shared_ptr<const api::Principal> Authenticator::look_up(const std::string& hash) {
  Uuid tenant, id;
  {
    db::Tx tx(pool_, no_tenant);
    auto found = tx.queue(sql::find_api_key, {hash});
    tx.finish_reading();
    auto row = found.one();
    if (!row) return nullptr;
    tenant = row->uuid();
    id = row->uuid();
  }
  db::Tx tx(pool_, tenant);
  auto key = tx.queue(sql::api_key, {tenant, id, hash});
  auto institution = tx.queue(sql::institution, {tenant});
  tx.finish_reading();
  auto k = key.one(), i = institution.one();
  if (!k || !i) return nullptr;
  api::Principal principal{api::Principal::Kind::api_key, id, tenant, k->text(), i->text(),
                           api::Permissions(k->bigint()), {}};
  principal.settings = settings_from(*i);
  return std::make_shared<const api::Principal>(std::move(principal));
}

Result<std::shared_ptr<const api::Principal>> Authenticator::by_api_key(std::string_view key) {
  if (key.empty()) return refuse(Refusal::missing_key, "send your API key in the header 'apikey'");
  static const Error wrong{Refusal::invalid_key, "the API key is not valid"};
  if (!is_api_key(key)) return std::unexpected(wrong);
  std::string hash = crypto::sha256(key);
  double time = monotonic_seconds();
  {
    std::lock_guard lock(mutex_);
    auto found = known_.find(hash);
    if (found != known_.end() && found->second.until > time) {
      if (!found->second.principal) return std::unexpected(wrong);
      return found->second.principal;
    }
  }
  auto principal = look_up(hash);
  std::lock_guard lock(mutex_);
  if (known_.size() >= most_known) known_.clear();
  known_[hash] = {principal, time + keep_seconds};
  if (!principal) return std::unexpected(wrong);
  return principal;
}

AskedKeyNames ask_key_names(db::Tx& tx) {
  return AskedKeyNames(tx.queue(sql::api_key_names, {tx.tenant()}));
}

std::unordered_map<Uuid, std::string> AskedKeyNames::get() {
  std::unordered_map<Uuid, std::string> names;
  const db::Answer& rows = rows_.get();
  for (int i = 0; i < rows.size(); ++i) {
    db::Columns c = rows[i];
    Uuid id = c.uuid();
    names[id] = c.text();
  }
  return names;
}

}  // namespace probity::identity
