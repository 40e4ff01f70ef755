// Subject keys in the database, in a schema that only this room's statements read and write; others
// may ask whether a subject has one, for who was erased has none.
#pragma once

#include <unordered_map>

#include "db/tx.h"
#include "keys/keystore.h"

namespace probity::keys {

// A new key for a new subject; its row is written with the transaction.
SubjectKey create_subject_key(db::Tx& tx, const TenantKeys& tenant, const Uuid& subject);

// A key that was asked for and arrives with the transaction's next answers.
class AskedKey {
 public:
  AskedKey(db::Pending row, const TenantKeys& tenant, const Uuid& subject)
      : row_(std::move(row)), tenant_(&tenant), subject_(subject) {}
  // Nothing when the subject has no key: it never existed, belongs to another tenant, or was
  // erased.
  std::optional<SubjectKey> get();

 private:
  db::Pending row_;
  const TenantKeys* tenant_;
  Uuid subject_;
};

AskedKey ask_subject_key(db::Tx& tx, const TenantKeys& tenant, const Uuid& subject);

// Those of several subjects; who has none is left out.
class AskedKeys {
 public:
  AskedKeys(db::Pending rows, const TenantKeys& tenant)
      : rows_(std::move(rows)), tenant_(&tenant) {}
  std::unordered_map<Uuid, SubjectKey> get();

 private:
  db::Pending rows_;
  const TenantKeys* tenant_;
};
AskedKeys ask_subject_keys(db::Tx& tx, const TenantKeys& tenant, const std::vector<Uuid>& subjects);

// Everything that was sealed for the subject is unreadable from then on.
void destroy_subject_key(db::Tx& tx, const Uuid& subject);

}  // namespace probity::keys
