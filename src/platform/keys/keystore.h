// Where tenant keys live. The local keystore is a file; a remote one (Vault transit) implements the
// same interface: it is asked once per tenant key, outside any transaction, never per subject.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/ids.h"
#include "crypto/crypto.h"
#include "keys/seal.h"

namespace probity::keys {

// The unwrapped keys of one tenant, held in memory while the process serves it.
class TenantKeys {
 public:
  TenantKeys(const Uuid& tenant, std::uint32_t current, std::map<std::uint32_t, crypto::Key> keys,
             crypto::Key search)
      : tenant_(tenant), current_(current), keys_(std::move(keys)), search_(std::move(search)) {}

  const Uuid& tenant() const { return tenant_; }
  std::uint32_t current_version() const { return current_; }

  SubjectKey make_subject(const Uuid& subject) const;
  // What is stored of a subject's key, under the tenant's key of that version.
  std::string wrap(const SubjectKey& key, std::uint32_t tenant_key_version) const;
  // Throws Breakdown when it does not open: another tenant, subject or version, or changed bytes.
  SubjectKey unwrap(const Uuid& subject, std::uint32_t version, std::uint32_t tenant_key_version,
                    std::string_view wrapped) const;
  // A keyed hash for search: equal words of one tenant give equal tokens, and nobody else can tell.
  std::int64_t search_token(std::string_view kind, std::string_view word) const;
  // The same in 32 bytes, where two values must never be taken for one (an e-mail address).
  std::string lookup_hash(std::string_view kind, std::string_view value) const;

 private:
  Uuid tenant_;
  std::uint32_t current_;
  std::map<std::uint32_t, crypto::Key> keys_;
  crypto::Key search_;
};

// The keys that are mixed into every password hash, by version, so that a stolen database alone
// verifies nothing. They belong to the installation, not to a tenant: a person signs in before a
// tenant is known.
class Peppers {
 public:
  Peppers(std::uint32_t current, std::map<std::uint32_t, crypto::Key> keys)
      : current_(current), keys_(std::move(keys)) {}
  std::uint32_t current_version() const { return current_; }
  // Nothing when there is none of that version.
  const crypto::Key* find(std::uint32_t version) const;

 private:
  std::uint32_t current_;
  std::map<std::uint32_t, crypto::Key> keys_;
};

class Keystore {
 public:
  virtual ~Keystore() = default;
  // Throws Breakdown when the tenant has no key here or the keystore can't be reached.
  virtual std::shared_ptr<const TenantKeys> tenant(const Uuid& tenant) = 0;
  virtual void create_tenant(const Uuid& tenant) = 0;
  // Unless it has keys already; of two processes that do so at once, one makes them.
  virtual void ensure_tenant(const Uuid& tenant) = 0;
  // All that was sealed for the tenant is unreadable from then on, in backups too.
  virtual void destroy_tenant(const Uuid& tenant) = 0;
  // The first one is made when there is none. Another process may have made a newer one: with
  // `at_least` over what is known here, looks again (it may still be absent; find tells).
  virtual std::shared_ptr<const Peppers> peppers(std::uint32_t at_least = 1) = 0;
  // Makes a pepper that new hashes use from now on; older ones stay. Returns its version. Other
  // processes go on with theirs until they start anew or meet a hash of the new version.
  virtual std::uint32_t rotate_pepper() = 0;
};

// A JSON file (mode 0600) of tenant keys and peppers wrapped by the root key. The root key is 64
// hex digits in a file (mode 0600), or is made from a passphrase by scrypt. Written to a new file,
// synced, then renamed.
class LocalKeystore : public Keystore {
 public:
  struct Settings {
    std::string path;
    std::string root_key_path;  // one of both
    std::string passphrase;
  };
  // Makes the files when `create` and they are missing. Throws Breakdown when a file can be read by
  // others, is damaged, or was made with another root.
  LocalKeystore(Settings settings, bool create);

  std::shared_ptr<const TenantKeys> tenant(const Uuid& tenant) override;
  void create_tenant(const Uuid& tenant) override;
  void ensure_tenant(const Uuid& tenant) override;
  void destroy_tenant(const Uuid& tenant) override;
  std::shared_ptr<const Peppers> peppers(std::uint32_t at_least = 1) override;
  std::uint32_t rotate_pepper() override;

 private:
  std::shared_ptr<const TenantKeys> read_tenant(const Uuid& tenant);
  std::shared_ptr<const Peppers> read_peppers();  // nothing when the file has none
  void add_pepper();                              // under pepper_mutex_ and the file's lock
  bool add_tenant(const Uuid& tenant);            // false when it is there
  Settings settings_;
  std::optional<crypto::Key> root_;
  std::mutex mutex_;
  std::unordered_map<Uuid, std::shared_ptr<const TenantKeys>> opened_;
  std::mutex pepper_mutex_;  // taken before the file's lock; mutex_ is taken after it
  std::shared_ptr<const Peppers> peppers_;
};

}  // namespace probity::keys
