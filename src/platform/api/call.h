// One call of the API: who asks, for which tenant, inside which transaction.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/message.h"
#include "api/permission.h"
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
};

// Who asks: a value, made by authentication and never changed.
struct Principal {
  enum class Kind { api_key, user, system };
  Kind kind;
  Uuid id;
  Uuid tenant;
  std::string name;  // of the key or person
  std::string institution_name;
  Permissions permissions;
  InstitutionSettings settings;
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
