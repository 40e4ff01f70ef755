// The keys by which gateways tell other processes who asks: each gateway process makes its own and
// publishes the public half in the database, with a proof that only who holds the keystore can
// write. Whoever can write to the database alone can take keys away but add none.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "crypto/ed25519.h"
#include "db/tx.h"
#include "keys/keystore.h"

namespace probity::identity {

inline constexpr std::int64_t key_signs_seconds = 12 * 3600, key_holds_seconds = 24 * 3600;

// A gateway's own key. Signs for half a day, is published for a whole one.
class OwnSigningKey {
 public:
  struct Current {
    Uuid id;
    std::shared_ptr<const crypto::SigningKey> key;
    Instant made;
  };
  // Makes and publishes the first key. Throws Breakdown.
  OwnSigningKey(db::Pool& pool, keys::Keystore& keystore);
  // Any thread; twice a day it makes a new key, and asks the database.
  Current current();

 private:
  Current publish();
  db::Pool& pool_;
  keys::Keystore& keystore_;
  std::mutex mutex_;
  Current current_;
  Instant next_try_;
};

// The keys that gateways have published. Read anew each second, and when a key is met that is not
// known (at most 20 times a second, for anybody can invent an id).
class SigningKeys {
 public:
  SigningKeys(db::Pool& pool, keys::Keystore& keystore) : pool_(pool), keystore_(keystore) {}
  // The public key of that id, when it holds now. Any thread; may ask the database.
  std::optional<crypto::Bytes> find(const Uuid& id);
  // Grows when a key was taken away before its time.
  std::int64_t epoch();

 private:
  struct Known {
    crypto::Bytes public_key;
    Instant expires;
  };
  void read();
  void keep_fresh();
  db::Pool& pool_;
  keys::Keystore& keystore_;
  std::mutex mutex_;
  std::unordered_map<Uuid, Known> known_;
  double read_at_ = -1e9;
  int extra_reads_ = 0;  // since read_at_
  std::int64_t epoch_ = 0;
};

}  // namespace probity::identity
