#include "checks/checks.h"

#include <algorithm>

#include "base/result.h"
#include "checks_sql.h"

namespace probity::checks {
namespace {

using keys::columns::checks_body;

// Out of the body, which is used up: copies of documents would cost most of a read.
json::Value taken(json::Value& body, std::string_view name) {
  json::Value* found = body.object().find(name);
  return found ? std::move(*found) : json::Value();
}

}  // namespace

AskedChecks ask_checks(db::Tx& tx, const Uuid& profile) {
  return AskedChecks(tx.queue(sql::checks, {tx.tenant(), profile}));
}

std::vector<Check> AskedChecks::get(const keys::SubjectKey& key) {
  std::vector<Check> checks;
  const db::Answer& rows = rows_.get();
  for (int i = 0; i < rows.size(); ++i) {
    db::Columns c = rows[i];
    Check k;
    k.id = c.uuid();
    k.check_type = c.text();
    k.variant_id = c.uuid();
    auto state = std::ranges::find(state_words, c.text());
    ENSURE(state != std::end(state_words));
    k.state = static_cast<State>(state - std::begin(state_words));
    k.result = c.optional(&db::Columns::text);
    k.created_at = c.instant();
    k.performed_at = c.optional(&db::Columns::instant);
    k.task_ids = c.uuids();
    k.version = c.bigint();
    std::string text =
        key.open(checks_body, k.id, static_cast<std::uint64_t>(k.version), c.bytes());
    k.input_data = json::take_verbatim(text, "input_data");
    auto body = json::parse(text);
    ENSURE(body && body->is_object());
    k.variant_name = body->text_at("variant_name");
    k.provider = body->text_at("provider");
    k.passed = taken(*body, "passed") == json::Value(true);
    k.instructed_externally = taken(*body, "instructed_externally") == json::Value(true);
    k.data_version = taken(*body, "data_version").integer().value_or(0);
    k.output_data = taken(*body, "output_data");
    k.evidence = taken(*body, "evidence");
    if (json::Value errors = taken(*body, "errors"); errors.is_array())
      k.errors = std::move(errors.array());
    checks.push_back(std::move(k));
  }
  return checks;
}

void save(db::Tx& tx, const keys::SubjectKey& key, const Uuid& profile, Check& k) {
  if (!k.changed) return;
  std::int64_t version = k.version + 1;
  std::string body =
      key.seal(checks_body, k.id, static_cast<std::uint64_t>(version),
               json::write(json::Object{{"variant_name", k.variant_name},
                                        {"provider", k.provider},
                                        {"passed", k.passed},
                                        {"instructed_externally", k.instructed_externally},
                                        {"data_version", k.data_version},
                                        {"input_data", k.input_data},
                                        {"output_data", k.output_data},
                                        {"evidence", k.evidence},
                                        {"errors", k.errors}}));
  std::string_view state = state_words[int(k.state)];
  if (k.version == 0)
    tx.queue(sql::insert_check, {tx.tenant(), profile, k.id, k.check_type, k.variant_id, state,
                                 k.result, k.created_at, k.performed_at, k.task_ids, body});
  else
    tx.queue(sql::update_check, {tx.tenant(), profile, k.id, state, k.result, k.performed_at,
                                 k.task_ids, version, body});
  k.version = version;
  k.changed = false;
}

}  // namespace probity::checks
