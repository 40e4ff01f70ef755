// WebAuthn level 2: a relying party's part, verified with libfido2. Bodies are those of the
// browser's PublicKeyCredential.toJSON() and parse…OptionsFromJSON(). Pure: the caller keeps the
// challenge of a ceremony with the session (five minutes, one use) and the credentials in its
// tables.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"

namespace probity::credentials {

struct RelyingParty {
  std::string id;                    // "onboarding.acme.example": the host or a parent domain of it
  std::string name;                  // shown to people
  std::vector<std::string> origins;  // "https://onboarding.acme.example", compared exactly
};

inline constexpr std::size_t challenge_bytes = 32, user_handle_bytes = 32;

std::string make_challenge();    // 32 random bytes
std::string make_user_handle();  // 32 random bytes, one a person for good; says nothing of them

// COSE numbers of the signatures that are taken, in the order of our preference.
enum class Algorithm : int { es256 = -7, eddsa = -8, rs256 = -257 };

// What is stored of a passkey or security key.
struct WebauthnCredential {
  std::string id;  // at most 1023 bytes, chosen by the authenticator; unique over all persons
  Algorithm algorithm = Algorithm::es256;
  std::string public_key;        // as libfido2 has it: x ‖ y (64), Ed25519 (32), n ‖ e (259)
  std::uint32_t sign_count = 0;  // stays 0 with authenticators that do not count
  std::string aaguid;            // 16 bytes, the model; zeros when it does not tell
  std::string user_handle;       // of the person it belongs to
  bool synced = false;           // may exist on several devices (backup eligible)
};

struct WebauthnUser {
  std::string handle;        // make_user_handle()
  std::string name;          // the e-mail address; shown by the browser, not signed
  std::string display_name;  // shown too
};

// `publicKey` of navigator.credentials.create(), with byte values in base64url. No attestation is
// asked for; a discoverable credential is preferred. `existing` are the person's credential ids.
json::Object creation_options(const RelyingParty& party, std::string_view challenge,
                              const WebauthnUser& user, const std::vector<std::string>& existing,
                              bool user_verification);
// `publicKey` of navigator.credentials.get(). No `allowed` ids: any passkey of this party.
json::Object request_options(const RelyingParty& party, std::string_view challenge,
                             const std::vector<std::string>& allowed, bool user_verification);

// A registration. `response` is RegistrationResponseJSON, at most 64 KiB, all of it hostile.
// Checks type, challenge, origin, not cross-origin, party, user presence, user verification where
// it is asked for, algorithm, key, and the attestation: "none", or "packed" by the credential
// itself. Refuses (invalid_input) with the fault's field and what is wrong. That the id is not yet
// known is the caller's to see to.
Result<WebauthnCredential> verify_registration(const RelyingParty& party,
                                               std::string_view challenge, const WebauthnUser& user,
                                               const json::Value& response, bool user_verification);

struct WebauthnAssertion {
  std::uint32_t sign_count = 0;  // store it in the credential, under the row's lock
  bool user_verified = false;
};

// The credential id of an AuthenticationResponseJSON, to look the credential up.
Result<std::string> asserted_credential_id(const json::Value& response);
// A sign-in with that credential. Checks as above, the signature, the user handle where there is
// one, and that the counter went on: one that did not is a sign of a copied authenticator (fault at
// `counter_field`), which the caller should journal.
inline constexpr std::string_view counter_field = "response.authenticatorData.signCount";
Result<WebauthnAssertion> verify_assertion(const RelyingParty& party, std::string_view challenge,
                                           const WebauthnCredential& credential,
                                           const json::Value& response, bool user_verification);

}  // namespace probity::credentials
