// The institution's own affairs: everything that is not about one profile. They are told in the
// institution's stream of the journal, which is its audit log.
#pragma once

#include "api/call.h"
#include "journal/journal.h"
#include "keys/subject_keys.h"

namespace probity::identity {

class Affairs {
 public:
  // Takes the lock of the institution's stream until the transaction ends; `who` acts in it.
  Affairs(db::Tx& tx, const keys::TenantKeys& keys, journal::Actor who);
  explicit Affairs(api::Call& call);

  // `reference` are ids and words for machines; names of people belong in neither.
  void tell(journal::Action action, json::Object reference, std::string message = {});
  // Writes what was told; before the commit.
  void write();
  const keys::SubjectKey& key() const { return *key_; }

 private:
  db::Tx& tx_;
  journal::Actor who_;
  journal::Stream stream_;
  std::shared_ptr<const keys::SubjectKey> key_;
};

namespace actions {
using journal::Action;
inline constexpr Action user_invited{"user-invited"}, user_joined{"user-joined"},
    user_changed{"user-changed"}, user_deleted{"user-deleted"}, user_signed_in{"user-signed-in"},
    user_signed_out{"user-signed-out"}, sign_in_refused{"sign-in-refused"},
    password_changed{"password-changed"}, factor_added{"second-factor-added"},
    factor_removed{"second-factor-removed"}, recovery_codes_made{"recovery-codes-made"},
    sessions_ended{"sessions-ended"}, role_created{"role-created"}, role_changed{"role-changed"},
    role_deleted{"role-deleted"}, team_created{"team-created"}, team_changed{"team-changed"},
    team_deleted{"team-deleted"}, api_key_rotated{"api-key-rotated"},
    api_key_revoked{"api-key-revoked"}, api_key_aged{"api-key-aged"},
    master_key_regenerated{"master-key-regenerated"}, collect_key_created{"collect-key-created"},
    ip_list_changed{"ip-allow-list-changed"}, settings_changed{"settings-changed"},
    staff_entered{"staff-entered"}, staff_left{"staff-left"},
    training_recorded{"training-recorded"};
}  // namespace actions

}  // namespace probity::identity
