#include "keys/subject_keys.h"

#include "subject_keys_sql.h"

namespace probity::keys {

SubjectKey create_subject_key(db::Tx& tx, const TenantKeys& tenant, const Uuid& subject) {
  SubjectKey key = tenant.make_subject(subject);
  auto under = tenant.current_version();
  tx.queue(sql::insert_subject_key, {tx.tenant(), subject, std::int64_t{key.version()},
                                     std::int64_t{under}, tenant.wrap(key, under)});
  return key;
}

std::optional<SubjectKey> AskedKey::get() {
  auto row = row_.one();
  if (!row) return std::nullopt;
  auto version = static_cast<std::uint32_t>(row->bigint());
  auto under = static_cast<std::uint32_t>(row->bigint());
  return tenant_->unwrap(subject_, version, under, row->bytes());
}

AskedKey ask_subject_key(db::Tx& tx, const TenantKeys& tenant, const Uuid& subject) {
  return AskedKey(tx.queue(sql::subject_key, {tx.tenant(), subject}), tenant, subject);
}

std::unordered_map<Uuid, SubjectKey> AskedKeys::get() {
  std::unordered_map<Uuid, SubjectKey> keys;
  const db::Answer& rows = rows_.get();
  for (int i = 0; i < rows.size(); ++i) {
    db::Columns c = rows[i];
    Uuid subject = c.uuid();
    auto version = static_cast<std::uint32_t>(c.bigint());
    auto under = static_cast<std::uint32_t>(c.bigint());
    keys.emplace(subject, tenant_->unwrap(subject, version, under, c.bytes()));
  }
  return keys;
}

AskedKeys ask_subject_keys(db::Tx& tx, const TenantKeys& tenant,
                           const std::vector<Uuid>& subjects) {
  return AskedKeys(tx.queue(sql::subject_keys, {tx.tenant(), subjects}), tenant);
}

void destroy_subject_key(db::Tx& tx, const Uuid& subject) {
  tx.queue(sql::delete_subject_key, {tx.tenant(), subject});
}

}  // namespace probity::keys
