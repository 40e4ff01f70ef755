// The envelope of a sealed value and what it is bound to (docs/adr/0002-sealed-envelope.md, with
// test vectors). Frozen: bytes that were written once must open for ever.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "crypto/crypto.h"

namespace probity::keys {

// A personal column. The numbers are part of the seal and never change; the schema repeats them in
// the column's comment ("personal:TABLE.COLUMN") and a gate compares both.
struct Column {
  std::uint32_t table, column;
};

namespace columns {
inline constexpr Column collected_data_body{1, 1}, tags_name{2, 1}, applications_body{3, 1},
    notes_body{4, 1}, checks_body{5, 1}, events_body{6, 1}, journal_payload{7, 1},
    idempotency_reply{8, 1}, outgoing_messages_body{9, 1}, users_name{10, 1}, users_email{10, 2},
    logins_email{11, 1}, login_factors_name{12, 1}, login_factors_secret{12, 2},
    sessions_about{13, 1}, staff_entries_staff_name{14, 1}, staff_entries_reason{14, 2},
    login_tickets_body{15, 1}, saved_views_name{16, 1}, saved_views_query{16, 2};
}

// Where a sealed value stands: it opens nowhere else.
struct Place {
  Uuid tenant, subject;
  Column column;
  Uuid row;
  std::uint64_t version;  // of the row; an older value can't be put back
};

// Length-prefixed, so that no two places give the same bytes.
std::string aad_of(const Place& place);

// The key of one subject (a person, a company, or the institution's own affairs).
class SubjectKey {
 public:
  SubjectKey(const Uuid& tenant, const Uuid& subject, std::uint32_t version, crypto::Key key)
      : tenant_(tenant), subject_(subject), version_(version), key_(std::move(key)) {}

  std::string seal(Column column, const Uuid& row, std::uint64_t version,
                   std::string_view plain) const;
  // Throws Breakdown when the bytes are not what was sealed for exactly this place.
  std::string open(Column column, const Uuid& row, std::uint64_t version,
                   std::string_view sealed) const;

  const Uuid& subject() const { return subject_; }
  const Uuid& tenant() const { return tenant_; }
  std::uint32_t version() const { return version_; }

 private:
  friend class TenantKeys;
  Uuid tenant_, subject_;
  std::uint32_t version_;
  crypto::Key key_;
};

// format 1 ‖ algorithm ‖ key version (32 bit, big endian) ‖ nonce (12) ‖ ciphertext ‖ tag (16)
// Algorithm 1 is AES-256-GCM; 2 is the same over a zstd frame, taken when that is shorter. The six
// bytes of the head stand before the AAD, so that none of them can be changed.
std::string seal_with(const crypto::Key& key, std::uint32_t key_version, std::string_view aad,
                      std::string_view plain, std::string_view nonce);
std::optional<std::string> open_with(const crypto::Key& key, std::uint32_t key_version,
                                     std::string_view aad, std::string_view sealed);

}  // namespace probity::keys
