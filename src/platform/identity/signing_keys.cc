#include "identity/signing_keys.h"

#include "base/fault.h"
#include "base/log.h"
#include "base/text.h"
#include "signing_keys_sql.h"

namespace probity::identity {
namespace {

constexpr double fresh_seconds = 1;
constexpr int extra_reads_max = 20;
constexpr std::int64_t second = 1'000'000, retry_seconds = 60;

std::string proof_of(const keys::TenantKeys& platform, const Uuid& id, const crypto::Bytes& key,
                     Instant created, Instant expires) {
  return platform.lookup_hash("signing-key", id.text() + '|' + hex(key) + '|' +
                                                 std::to_string(created.micros) + '|' +
                                                 std::to_string(expires.micros));
}

}  // namespace

OwnSigningKey::OwnSigningKey(db::Pool& pool, keys::Keystore& keystore)
    : pool_(pool), keystore_(keystore) {
  keystore.ensure_tenant(db::platform_tenant());
  current_ = publish();
}

OwnSigningKey::Current OwnSigningKey::publish() {
  Current fresh{Uuid::make(),
                std::make_shared<const crypto::SigningKey>(crypto::SigningKey::make()), now()};
  auto platform = keystore_.tenant(db::platform_tenant());
  Instant expires{fresh.made.micros + key_holds_seconds * second};
  auto public_key = fresh.key->public_key();
  auto proof = proof_of(*platform, fresh.id, public_key, fresh.made, expires);
  db::Tx tx(pool_, db::platform_tenant());
  tx.queue(sql::insert_signing_key,
           {tx.tenant(), fresh.id, public_key, fresh.made, expires, proof});
  tx.queue(sql::drop_signing_keys, {tx.tenant(), tx.at()});
  tx.commit();
  log::info("signing_key.published", {{"key.id", fresh.id}});
  return fresh;
}

OwnSigningKey::Current OwnSigningKey::current() {
  std::lock_guard lock(mutex_);
  Instant at = now();
  std::int64_t age = at.micros - current_.made.micros;
  if (age < key_signs_seconds * second || at < next_try_) return current_;
  try {
    current_ = publish();
  } catch (const Breakdown& b) {
    // The old one still holds for hours.
    if (age > (key_holds_seconds - 2 * retry_seconds) * second) throw;
    log::breakdown("signing_key.not_published", b.detail());
    next_try_ = {at.micros + retry_seconds * second};
  }
  return current_;
}

void SigningKeys::read() {
  auto platform = keystore_.tenant(db::platform_tenant());
  std::unordered_map<Uuid, Known> found;
  db::Tx tx(pool_, db::platform_tenant());
  auto asked = tx.queue(sql::signing_keys, {tx.tenant(), tx.at()});
  tx.finish_reading();
  const db::Answer& rows = asked.get();
  for (int i = 0; i < rows.size(); ++i) {
    db::Columns c = rows[i];
    Uuid id = c.uuid();
    auto key = c.bytes();
    Instant created = c.instant(), expires = c.instant();
    bool proven = equal_secret(c.bytes(), proof_of(*platform, id, key, created, expires));
    bool bounded = expires.micros - created.micros <= key_holds_seconds * second;
    if ((proven && bounded) || fault("accept_unproven_key"))
      found[id] = {std::move(key), expires};
    else
      log::error("signing_key.unproven", {{"key.id", id}});
  }
  for (const auto& [id, known] : known_)
    if (tx.at() < known.expires && !found.contains(id)) {
      ++epoch_;
      log::warn("signing_key.withdrawn", {{"key.id", id}});
    }
  known_ = std::move(found);
}

void SigningKeys::keep_fresh() {
  double time = monotonic_seconds();
  if (time < read_at_ + fresh_seconds) return;
  read();
  read_at_ = time;
  extra_reads_ = 0;
}

std::optional<crypto::Bytes> SigningKeys::find(const Uuid& id) {
  std::lock_guard lock(mutex_);
  keep_fresh();
  auto found = known_.find(id);
  if (found == known_.end() && extra_reads_ < extra_reads_max) {
    ++extra_reads_;
    read();
    found = known_.find(id);
  }
  if (found == known_.end() || now() >= found->second.expires) return std::nullopt;
  return found->second.public_key;
}

std::int64_t SigningKeys::epoch() {
  std::lock_guard lock(mutex_);
  keep_fresh();
  return epoch_;
}

}  // namespace probity::identity
