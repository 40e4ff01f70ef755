// A security key in software, for tests: answers registrations and sign-ins as a browser would
// hand them on, and lies on demand.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "credentials/webauthn.h"

namespace probity::credentials {

class Authenticator {
 public:
  explicit Authenticator(Algorithm algorithm);

  // What it says instead of the truth. Members that are set take effect.
  struct Lie {
    std::optional<std::string> origin, type, challenge, party, id, raw_id, client, signature;
    std::optional<std::string> user_handle, format, statement;
    std::optional<int> flags;
    std::optional<std::uint32_t> sign_count;
    std::optional<json::Value> cross_origin;
    std::string tail;        // appended to the authenticator data
    std::size_t cut = 0;     // bytes that are missing at the end of the attestation object or data
    bool packed = false;     // attests itself
    bool other_key = false;  // signs with a key that is not the credential's
  };
  json::Value registration(const std::string& challenge, const Lie& lie) const;
  json::Value assertion(const std::string& challenge, const Lie& lie) const;

  std::string id, user_handle;
  std::uint32_t sign_count = 1;

 private:
  std::string sign(const std::string& text, bool other_key) const;
  std::string cose_key() const;
  std::string client(const std::string& type, const std::string& challenge, const Lie& lie) const;

  Algorithm algorithm_;
  std::shared_ptr<void> key_, other_key_;  // EVP_PKEY
};

// CBOR as CTAP 2 writes it.
std::string cbor_head(int major, std::uint64_t value);
std::string cbor_text(std::string_view text);
std::string cbor_bytes(std::string_view bytes);
std::string cbor_number(std::int64_t number);

}  // namespace probity::credentials
