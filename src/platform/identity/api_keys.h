// API keys: what they are made of, and the rules of their lives.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/access.h"
#include "api/call.h"
#include "db/tx.h"
#include "keys/keystore.h"

namespace probity::identity {

// An API key as its holder sees it, once: probity_live_<32 base64url characters>_<6 characters,
// base62 of the CRC-32 of what stands before> (security.md § 2.2). 24 of its bytes are random.
std::string make_api_key(bool demo);
// Whether prefix, length and checksum are right; says nothing about who made it.
bool is_api_key(std::string_view text);

// Alarms are told at these ages, in days (controls.md O-05).
inline constexpr std::int64_t alarm_days[] = {50, 60};
inline constexpr std::int64_t most_overlap_hours = 14 * 24;

struct ApiKey {
  Uuid id;
  std::string name, kind;  // MASTER, SECONDARY, COLLECT
  api::Grants grants;
  Instant created_at;
  std::string created_by_kind = "system";
  std::optional<Uuid> created_by, replaces;
  std::optional<Instant> expires_at, revoked_at, used_at;
  std::vector<std::string> ip_allow_list;
  std::vector<Uuid> profiles;
};
// Writes the key and returns what its holder must keep.
std::string insert_api_key(db::Tx& tx, bool demo, const ApiKey& key);

// A collect key: for one profile, with no more than its maker may read and edit, for
// {"expires_in_days": 1 to most_collect_days}, a day when not told. The profile has been looked up.
inline constexpr std::int64_t most_collect_days = 90, most_live_collect_keys = 20;
struct CollectKey {
  Uuid id;
  api::Reply reply;  // shows the key, once
};
Result<CollectKey> create_collect_key(api::Call& call, const Uuid& profile);

// Tells each key that has come to one of the ages, once. Crosses tenants; for the scheduler.
int alarm_aged_keys(db::Pool& pool, keys::Keystore& keystore);

}  // namespace probity::identity
