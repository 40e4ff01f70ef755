// checks: one automated run against a provider. A check is immutable once it is complete; only the
// tasks it is linked to may change.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "db/tx.h"
#include "json/json.h"
#include "keys/seal.h"
#include "screening/events.h"

namespace probity::checks {

enum class State { pending, running, complete };
inline constexpr std::string_view state_words[] = {"PENDING", "RUNNING", "COMPLETE"};

// What is run: a check variant of the institution, as this room needs it.
struct Instruction {
  std::string check_type;
  Uuid variant_id;
  std::string variant_name;
  std::string provider;              // a row of the provider table
  std::vector<std::string> classes;  // "SANCTIONS", "PEP": what a screening must cover
  std::optional<std::int64_t> threshold_permille;
  bool demo = false;  // the institution's environment
};

// What a provider came to.
struct Outcome {
  std::string result;       // per check type: "2+2", "Pass", "Sanction", "Error" …
  bool passed = false;      // whether it may pass a task
  json::Value output_data;  // an object
  json::Array errors;       // API errors; empty when it ended well
  json::Value evidence;  // lists, index hash, engine version: what a replay needs; nothing personal
  std::vector<screening::NewEvent> events;
};

struct Check {
  Uuid id, variant_id;
  std::string check_type;
  State state = State::pending;
  std::optional<std::string> result;
  Instant created_at;
  std::optional<Instant> performed_at;
  std::vector<Uuid> task_ids;
  std::int64_t version = 0;  // of the row; 0: not yet written
  bool changed = false;

  // Sealed.
  std::string variant_name, provider;
  bool passed = false;
  bool instructed_externally = false;  // by the API, not by a policy
  std::int64_t data_version = 0;       // of the collected data it saw
  json::Value input_data;              // the collected data it saw, as it was then; verbatim
  json::Value output_data, evidence;
  json::Array errors;
};

// Runs the provider on the data. No database, no network: so far all providers are embedded.
Outcome perform(const Instruction& instruction, const json::Value& data);

// The extra members of a request for a check. Refuses with field faults.
Result<void> check_request(const json::Value& body);

class AskedChecks {
 public:
  explicit AskedChecks(db::Pending rows) : rows_(std::move(rows)) {}
  std::vector<Check> get(const keys::SubjectKey& key);

 private:
  db::Pending rows_;
};
AskedChecks ask_checks(db::Tx& tx, const Uuid& profile);
void save(db::Tx& tx, const keys::SubjectKey& key, const Uuid& profile, Check& check);

}  // namespace probity::checks
