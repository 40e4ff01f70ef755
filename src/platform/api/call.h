// One call of the API: who asks, for which tenant, inside which transaction.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/access.h"
#include "api/message.h"
#include "base/result.h"
#include "db/tx.h"
#include "json/json.h"
#include "keys/keystore.h"

namespace probity::api {

// Settings of an institution that the API itself heeds.
struct InstitutionSettings {
  bool demo = false;                          // the demo environment: instant, fictional results
  std::int64_t rate_limit_per_hour = 10'000;  // each of the limited calls; 0 = unlimited
  bool legacy_error_status = false;           // refusals of §2.3.3 with status 200
  bool policy_checks_inline = true;           // embedded checks of a policy finish in the request
  bool second_factor_required = true;  // of every user; turning it off is shown as a deviation
  bool product_spill_over =
      false;  // one product of a profile shows its other applications, to read
  std::int64_t session_idle_minutes = 30;  // 5 to 720
  std::int64_t session_hours = 12;         // 1 to 24
};

// Who asks: a value, made by authentication and never changed.
struct Principal {
  // `staff`: a member of the platform who has entered this institution for a stated reason.
  enum class Kind { anonymous, api_key, user, staff, system };
  Kind kind = Kind::anonymous;
  Uuid id;           // of the API key, the user, or the staff entry
  Uuid tenant;       // the platform's own for whoever is not yet anybody
  std::string name;  // of an API key; of a person it is sealed and not known here
  std::string institution_name;
  Access access;
  InstitutionSettings settings;
  // Of a session only.
  Uuid session, login;
  bool owes_factor = false;
  // Of a collect key only: it acts for these and no other.
  std::vector<Uuid> profiles = {};

  bool is_session() const { return kind == Kind::user || kind == Kind::staff; }
};

// Name and value of a query parameter, decoded.
struct Parameter {
  std::string name, value;
};

struct Call {
  const Request& request;
  const Principal& principal;
  std::vector<Uuid> ids;  // of the path, in order
  std::string term;       // a free path segment ("/tags/search/{term}"), decoded
  std::vector<Parameter> query;
  json::Value body;  // parsed; null when the route takes none
  db::Tx& tx;
  std::shared_ptr<const keys::TenantKeys> keys;

  Permission permission = Permission::anyone;  // that the route asks for
  // Seals what outlives the call (an idempotent reply); set by the handler that has it.
  std::shared_ptr<const keys::SubjectKey> subject_key = {};

  const std::string* parameter(std::string_view name) const {
    for (const Parameter& p : query)
      if (p.name == name) return &p.value;
    return nullptr;
  }
};

// "limit" and "offset" of a list: 50 and 0 when absent; 1 to 200, and 0 to 2^31.
struct Page {
  std::int64_t limit = 50, offset = 0;
};
Result<Page> page_of(const Call& call);

// Decodes "a=1&b=x+y%20z". A fault when an escape is broken or the result is not UTF-8 without NUL.
Result<std::vector<Parameter>> decode_query(std::string_view query);
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

Reply json_reply(int status, const json::Value& body);

}  // namespace probity::api
