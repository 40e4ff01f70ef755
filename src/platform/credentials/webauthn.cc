#include "credentials/webauthn.h"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>

#include <algorithm>
#include <memory>

#include "base/fault.h"
#include "base/text.h"
#include "credentials/cbor.h"
#include "crypto/crypto.h"

namespace probity::credentials {
namespace {

constexpr std::size_t client_max = 8192, object_max = 65536, id_max = 1023, signature_max = 1024;
constexpr Algorithm algorithms[] = {Algorithm::es256, Algorithm::eddsa, Algorithm::rs256};
constexpr std::uint8_t user_present = 0x01, user_verified = 0x04, backup_eligible = 0x08,
                       backed_up = 0x10, has_credential = 0x40, has_extensions = 0x80;

constexpr const char* client_field = "response.clientDataJSON";

template <class T, void (*free)(T**)>
struct Freed {
  void operator()(T* object) const { free(&object); }
};
template <class T, void (*free)(T**)>
using Owned = std::unique_ptr<T, Freed<T, free>>;
using FidoCredential = Owned<fido_cred_t, fido_cred_free>;
using FidoAssertion = Owned<fido_assert_t, fido_assert_free>;

// libfido2 keeps this per thread.
void start_fido() {
  thread_local bool started = (fido_init(0), true);
  (void)started;
}

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::unexpected<Error> wrong(std::string_view field, std::string message) {
  return refuse(Refusal::invalid_input, "The security key's answer was not accepted.",
                {{std::string(field), std::move(message)}});
}

// The bytes at a path of the response, in base64url.
Result<std::string> bytes_at(const json::Value& response, std::string_view field,
                             std::size_t most) {
  const json::Value* value = response.path(field);
  if (!value || !value->is_string()) return wrong(field, "must be base64url");
  if (value->string().size() > most * 4 / 3 + 3) return wrong(field, "is too long");
  auto bytes = unbase64url(value->string());
  if (!bytes || bytes->empty()) return wrong(field, "must be base64url");
  return std::move(*bytes);
}

Result<std::string> credential_id(const json::Value& response) {
  if (!response.is_object()) return wrong("response", "must be an object");
  if (response.text_at("type") != "public-key") return wrong("type", "must be public-key");
  std::string id = TRY(bytes_at(response, "rawId", id_max));
  if (response.text_at("id") != base64url(id)) return wrong("id", "must be the same as rawId");
  return id;
}

// What the browser says it asked for. Gives the SHA-256 that the authenticator signed.
Result<std::string> check_client(const RelyingParty& party, std::string_view challenge,
                                 const json::Value& response, std::string_view type) {
  ENSURE(challenge.size() == challenge_bytes);
  std::string text = TRY(bytes_at(response, client_field, client_max));
  auto client = json::parse(text);
  if (!client || !client->is_object()) return wrong(client_field, "must hold a JSON object");
  if (client->text_at("type") != type && !fault("webauthn_any_type"))
    return wrong(client_field, "must be of type " + std::string(type));
  if (!equal_secret(client->text_at("challenge"), base64url(challenge)) &&
      !fault("webauthn_any_challenge"))
    return wrong(client_field, "answers another challenge; start again");
  if (std::ranges::find(party.origins, client->text_at("origin")) == party.origins.end() &&
      !fault("webauthn_any_origin"))
    return wrong(client_field, "comes from another origin");
  const json::Value* cross = client->find("crossOrigin");
  if ((cross && *cross != json::Value(false)) || client->find("topOrigin"))
    return wrong(client_field, "must not come from inside another site's page");
  return crypto::sha256(text);
}

struct AuthenticatorFacts {
  std::uint8_t flags = 0;
  std::uint32_t sign_count = 0;
};

// rpIdHash (32) ‖ flags (1) ‖ signCount (4) ‖ what the flags announce, to the last byte.
Result<AuthenticatorFacts> check_authenticator(const RelyingParty& party, std::string_view facts,
                                               bool registration, bool user_verification,
                                               std::string_view field) {
  if (facts.size() < 37) return wrong(field, "is cut short");
  AuthenticatorFacts result;
  result.flags = static_cast<std::uint8_t>(facts[32]);
  for (std::size_t i = 33; i < 37; ++i)
    result.sign_count = result.sign_count << 8 | static_cast<std::uint8_t>(facts[i]);
  auto has = [&](std::uint8_t flag) { return (result.flags & flag) != 0; };
  if (facts.substr(0, 32) != crypto::sha256(party.id) && !fault("webauthn_any_party"))
    return wrong(field, "is for another relying party");
  if (!has(user_present)) return wrong(field, "must tell that the user was present");
  if (user_verification && !has(user_verified) && !fault("webauthn_without_uv"))
    return wrong(field, "must tell that the user was verified (PIN or biometrics)");
  if (has(backed_up) && !has(backup_eligible)) return wrong(field, "has impossible flags");
  if (has(has_credential) != registration)
    return wrong(field, registration ? "holds no credential" : "must hold no credential");
  std::string_view rest = facts.substr(37);
  if (registration) {  // aaguid (16) ‖ length of the id (2) ‖ id ‖ key
    if (rest.size() < 18) return wrong(field, "is cut short");
    std::size_t size =
        static_cast<std::uint8_t>(rest[16]) << 8 | static_cast<std::uint8_t>(rest[17]);
    if (size > id_max || rest.size() - 18 < size) return wrong(field, "is cut short");
    rest.remove_prefix(18 + size);
  }
  Cbor items(rest);
  if (registration && !items.item()) return wrong(field, "holds no well-formed key");
  if (has(has_extensions) && !items.item()) return wrong(field, "holds malformed extensions");
  if (!items.rest().empty()) return wrong(field, "has bytes left over");
  return result;
}

struct Attestation {
  std::string_view format, statement, facts;
};

// A map of fmt, attStmt and authData, each once.
std::optional<Attestation> read_attestation(std::string_view object) {
  Cbor items(object);
  Attestation found;
  if (items.map() != 3) return std::nullopt;
  for (int i = 0; i < 3; ++i) {
    auto name = items.text();
    if (!name) return std::nullopt;
    std::string_view* part = *name == "fmt"        ? &found.format
                             : *name == "attStmt"  ? &found.statement
                             : *name == "authData" ? &found.facts
                                                   : nullptr;
    if (!part || part->data()) return std::nullopt;
    auto value = *name == "fmt" ? items.text() : *name == "attStmt" ? items.item() : items.bytes();
    if (!value) return std::nullopt;
    *part = *value;
  }
  return items.rest().empty() ? std::optional(found) : std::nullopt;
}

// libfido2 reads a key only of the algorithm it is told, so it is told one after the other.
FidoCredential read_credential(std::string_view facts, Algorithm* algorithm) {
  for (Algorithm one : algorithms) {
    FidoCredential credential(fido_cred_new());
    if (!credential) throw Breakdown("Security keys can't be verified.", "no memory");
    if (fido_cred_set_type(credential.get(), static_cast<int>(one)) == FIDO_OK &&
        fido_cred_set_authdata_raw(credential.get(), raw(facts), facts.size()) == FIDO_OK) {
      *algorithm = one;
      return credential;
    }
  }
  return nullptr;
}

// {"alg": the credential's, "sig": bytes} and nothing else; libfido2 would overlook the former.
bool is_self_statement(std::string_view statement, Algorithm algorithm) {
  Cbor items(statement);
  if (items.map() != 2) return false;
  bool told = false, is_signed = false;
  for (int i = 0; i < 2; ++i) {
    auto name = items.text();
    if (name == "alg") told = items.number() == static_cast<int>(algorithm);
    if (name == "sig") is_signed = items.bytes().has_value();
  }
  return told && is_signed && items.rest().empty();
}

bool signed_by_itself(const RelyingParty& party, const FidoCredential& credential,
                      const std::string& client_hash, const Attestation& attestation) {
  fido_cred_t* one = credential.get();
  return fido_cred_set_rp(one, party.id.c_str(), party.name.c_str()) == FIDO_OK &&
         fido_cred_set_clientdata_hash(one, raw(client_hash), client_hash.size()) == FIDO_OK &&
         fido_cred_set_fmt(one, "packed") == FIDO_OK &&
         fido_cred_set_attstmt(one, raw(attestation.statement), attestation.statement.size()) ==
             FIDO_OK &&
         fido_cred_x5c_len(one) == 0 && fido_cred_verify_self(one) == FIDO_OK;
}

std::string string_of(const unsigned char* bytes, std::size_t size) {
  return bytes ? std::string(reinterpret_cast<const char*>(bytes), size) : std::string();
}

template <class Key, void (*free)(Key**)>
bool verify_with(const fido_assert_t* assertion, const WebauthnCredential& credential,
                 Key* (*make)(), int (*read)(Key*, const void*, std::size_t)) {
  Owned<Key, free> key(make());
  return key &&
         read(key.get(), credential.public_key.data(), credential.public_key.size()) == FIDO_OK &&
         fido_assert_verify(assertion, 0, static_cast<int>(credential.algorithm), key.get()) ==
             FIDO_OK;
}

bool is_signed(const fido_assert_t* assertion, const WebauthnCredential& credential) {
  switch (credential.algorithm) {
    case Algorithm::es256:
      return verify_with<es256_pk_t, es256_pk_free>(assertion, credential, es256_pk_new,
                                                    es256_pk_from_ptr);
    case Algorithm::eddsa:
      return verify_with<eddsa_pk_t, eddsa_pk_free>(assertion, credential, eddsa_pk_new,
                                                    eddsa_pk_from_ptr);
    case Algorithm::rs256:
      return verify_with<rs256_pk_t, rs256_pk_free>(assertion, credential, rs256_pk_new,
                                                    rs256_pk_from_ptr);
  }
  return false;
}

json::Array descriptors(const std::vector<std::string>& ids) {
  json::Array list;
  for (const auto& id : ids)
    list.push_back(json::Object{{"type", "public-key"}, {"id", base64url(id)}});
  return list;
}

constexpr int timeout_ms = 300000;

}  // namespace

std::string make_challenge() { return crypto::random_bytes(challenge_bytes); }
std::string make_user_handle() { return crypto::random_bytes(user_handle_bytes); }

json::Object creation_options(const RelyingParty& party, std::string_view challenge,
                              const WebauthnUser& user, const std::vector<std::string>& existing,
                              bool user_verification) {
  json::Array kinds;
  for (Algorithm one : algorithms)
    kinds.push_back(json::Object{{"type", "public-key"}, {"alg", static_cast<int>(one)}});
  return {{"rp", json::Object{{"id", party.id}, {"name", party.name}}},
          {"user", json::Object{{"id", base64url(user.handle)},
                                {"name", user.name},
                                {"displayName", user.display_name}}},
          {"challenge", base64url(challenge)},
          {"pubKeyCredParams", std::move(kinds)},
          {"timeout", timeout_ms},
          {"excludeCredentials", descriptors(existing)},
          {"authenticatorSelection",
           json::Object{{"residentKey", "preferred"},
                        {"userVerification", user_verification ? "required" : "preferred"}}},
          {"attestation", "none"}};
}

json::Object request_options(const RelyingParty& party, std::string_view challenge,
                             const std::vector<std::string>& allowed, bool user_verification) {
  return {{"challenge", base64url(challenge)},
          {"timeout", timeout_ms},
          {"rpId", party.id},
          {"allowCredentials", descriptors(allowed)},
          {"userVerification", user_verification ? "required" : "preferred"}};
}

Result<WebauthnCredential> verify_registration(const RelyingParty& party,
                                               std::string_view challenge, const WebauthnUser& user,
                                               const json::Value& response,
                                               bool user_verification) {
  constexpr const char* field = "response.attestationObject";
  start_fido();
  std::string id = TRY(credential_id(response));
  std::string client_hash = TRY(check_client(party, challenge, response, "webauthn.create"));
  std::string object = TRY(bytes_at(response, field, object_max));
  auto attestation = read_attestation(object);
  if (!attestation) return wrong(field, "is malformed");
  auto facts = TRY(check_authenticator(party, attestation->facts, true, user_verification, field));

  WebauthnCredential result;
  auto credential = read_credential(attestation->facts, &result.algorithm);
  if (!credential) return wrong(field, "holds no key for ES256, EdDSA or RS256");
  const fido_cred_t* one = credential.get();
  result.id = string_of(fido_cred_id_ptr(one), fido_cred_id_len(one));
  if (result.id != id) return wrong(field, "is of another credential than rawId");
  bool none = attestation->format == "none" && attestation->statement == "\xa0";
  if (!none && attestation->format != "packed")
    return wrong(field, "has an attestation that was not asked for");
  if (!none && (!is_self_statement(attestation->statement, result.algorithm) ||
                !signed_by_itself(party, credential, client_hash, *attestation)))
    return wrong(field, "has an attestation that does not verify");
  result.public_key = string_of(fido_cred_pubkey_ptr(one), fido_cred_pubkey_len(one));
  result.aaguid = string_of(fido_cred_aaguid_ptr(one), fido_cred_aaguid_len(one));
  result.sign_count = facts.sign_count;
  result.user_handle = user.handle;
  result.synced = (facts.flags & backup_eligible) != 0;
  return result;
}

Result<std::string> asserted_credential_id(const json::Value& response) {
  return credential_id(response);
}

Result<WebauthnAssertion> verify_assertion(const RelyingParty& party, std::string_view challenge,
                                           const WebauthnCredential& credential,
                                           const json::Value& response, bool user_verification) {
  constexpr const char* field = "response.authenticatorData";
  start_fido();
  std::string id = TRY(credential_id(response));
  if (id != credential.id) return wrong("rawId", "is another credential");
  std::string client_hash = TRY(check_client(party, challenge, response, "webauthn.get"));
  std::string facts_bytes = TRY(bytes_at(response, field, object_max));
  std::string signature = TRY(bytes_at(response, "response.signature", signature_max));
  auto facts = TRY(check_authenticator(party, facts_bytes, false, user_verification, field));
  const json::Value* handle = response.path("response.userHandle");
  if (handle && !handle->is_null() &&
      (!handle->is_string() || handle->string() != base64url(credential.user_handle)))
    return wrong("response.userHandle", "is another person's");

  FidoAssertion assertion(fido_assert_new());
  if (!assertion) throw Breakdown("Security keys can't be verified.", "no memory");
  fido_assert_t* one = assertion.get();
  bool read =
      fido_assert_set_count(one, 1) == FIDO_OK &&
      fido_assert_set_rp(one, party.id.c_str()) == FIDO_OK &&
      fido_assert_set_clientdata_hash(one, raw(client_hash), client_hash.size()) == FIDO_OK &&
      fido_assert_set_authdata_raw(one, 0, raw(facts_bytes), facts_bytes.size()) == FIDO_OK &&
      fido_assert_set_sig(one, 0, raw(signature), signature.size()) == FIDO_OK &&
      fido_assert_set_up(one, FIDO_OPT_TRUE) == FIDO_OK;
  if (!read) return wrong(field, "is malformed");
  if (!is_signed(one, credential) && !fault("webauthn_any_signature"))
    return wrong("response.signature", "does not verify");
  // Authenticators that do not count say 0 always.
  bool counts = facts.sign_count != 0 || credential.sign_count != 0;
  if (counts && facts.sign_count <= credential.sign_count && !fault("webauthn_any_counter"))
    return wrong(counter_field, "did not go on; this authenticator may have been copied");
  return WebauthnAssertion{facts.sign_count, (facts.flags & user_verified) != 0};
}

}  // namespace probity::credentials
