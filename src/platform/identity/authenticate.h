// From a credential to a principal. Look-ups are kept for a second, hits and misses alike, so that
// what is revoked or changed elsewhere holds within a second everywhere; what this process changes
// itself it forgets at once.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "api/call.h"
#include "db/pool.h"

namespace probity::identity {

inline constexpr std::string_view session_cookie = "__Host-probity";

class Authenticator {
 public:
  explicit Authenticator(db::Pool& pool) : pool_(pool) {}

  // By the header 'apikey', or else by the session's cookie. Refuses with missing_key or
  // invalid_key, and with forbidden from an address that is not on the list of the institution or
  // key. A session's call that changes something must carry its CSRF token.
  Result<std::shared_ptr<const api::Principal>> admit(const api::Request& request);

  // After a change by this process: of one institution's users, keys, roles or settings …
  void forget_tenant(const Uuid& tenant);
  // … or of a login's sessions.
  void forget_login(const Uuid& login);

 private:
  struct Known {
    std::shared_ptr<const api::Principal> principal;  // null: no such credential
    std::vector<std::string> addresses;               // ranges, all of them at once; empty: any
    std::vector<std::string> institution_addresses;
    double until;
  };
  Known look_up_key(const std::string& hash);
  Known look_up_session(const std::string& hash);
  Known known(const std::string& hash, Known (Authenticator::*look_up)(const std::string&));
  void note_use(const Known& known);

  db::Pool& pool_;
  std::mutex mutex_;
  std::unordered_map<std::string, Known> known_;  // by hash of the credential; at most 10,000
  std::unordered_map<Uuid, double> noted_;        // when the use of a key or session was written
};

// The process's own; set once at start-up by who admits calls.
void use_authenticator(Authenticator* authenticator);
void forget_tenant_after(db::Tx& tx);                    // once the transaction has committed
void forget_login_after(db::Tx& tx, const Uuid& login);  // likewise
// In a process that admits by tokens nothing is kept; there the two leave words for the gateway's
// process, which go back with the reply: those of this thread since it was asked last.
std::string take_forgotten();
void forget(Authenticator& authenticator, std::string_view words);

// What a session's changing calls must send in the header 'probity-csrf'.
std::string csrf_token(std::string_view session_token);
// The session token of the request's cookie; empty when there is none.
std::string session_token_of(const api::Request& request);

}  // namespace probity::identity
