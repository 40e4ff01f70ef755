#include "policies/applications.h"

#include "policies_sql.h"

namespace probity::policies {
namespace {

using keys::columns::applications_body;

std::optional<RiskLevel> risk_level_from(std::string_view word) {
  for (auto level : {RiskLevel::low, RiskLevel::medium, RiskLevel::high, RiskLevel::undetermined})
    if (text_of(level) == word) return level;
  return std::nullopt;
}

// Out of the body, which is used up instead of copied.
json::Value taken(json::Value& body, std::string_view name) {
  json::Value* found = body.object().find(name);
  return found ? std::move(*found) : json::Value();
}

json::Array taken_array(json::Value& body, std::string_view name) {
  json::Value found = taken(body, name);
  return found.is_array() ? std::move(found.array()) : json::Array{};
}

}  // namespace

AskedApplications ask_applications(db::Tx& tx, const Uuid& profile) {
  return AskedApplications(tx.queue(sql::applications, {tx.tenant(), profile}));
}

AskedApplicationsOfMany ask_applications(db::Tx& tx, const std::vector<Uuid>& profiles) {
  return AskedApplicationsOfMany(tx.queue(sql::applications_of_many, {tx.tenant(), profiles}));
}

std::unordered_map<Uuid, std::vector<Application>> AskedApplicationsOfMany::get() {
  std::unordered_map<Uuid, std::vector<Application>> out;
  const db::Answer& rows = rows_.get();
  for (int i = 0; i < rows.size(); ++i) {
    db::Columns c = rows[i];
    Application& a = out[c.uuid()].emplace_back();
    a.id = c.uuid();
    a.product_id = c.uuid();
    a.status = *status_from(c.text());
    a.hidden = c.boolean();
    a.ever_approved = c.boolean();
    a.required_tasks = c.uuids();
  }
  return out;
}

std::vector<Application> AskedApplications::get(const keys::SubjectKey& key) {
  std::vector<Application> out;
  const db::Answer& rows = rows_.get();
  for (int i = 0; i < rows.size(); ++i) {
    db::Columns c = rows[i];
    Application a;
    a.id = c.uuid();
    a.product_id = c.uuid();
    a.associated_role = c.optional(&db::Columns::text);
    a.status = *status_from(c.text());
    a.flag = *flag_from(c.text());
    a.hidden = c.boolean();
    a.ever_approved = c.boolean();
    a.risk_level = *risk_level_from(c.text());
    a.risk_score = c.optional(&db::Columns::bigint);
    a.required_tasks = c.uuids();
    a.created_at = c.instant();
    a.assigned_user = c.optional(&db::Columns::uuid);
    a.assigned_team = c.optional(&db::Columns::uuid);
    a.version = c.bigint();
    auto body = json::parse(
        key.open(applications_body, a.id, static_cast<std::uint64_t>(a.version), c.bytes()));
    ENSURE(body && body->is_object());
    a.history = taken_array(*body, "history");
    a.flag_history = taken_array(*body, "flag_history");
    a.risk = taken(*body, "risk");
    a.evaluation = taken(*body, "evaluation");
    out.push_back(std::move(a));
  }
  return out;
}

void save(db::Tx& tx, const keys::SubjectKey& key, const Uuid& profile, Application& a) {
  if (!a.changed) return;
  std::int64_t version = a.version + 1;
  std::string body = key.seal(applications_body, a.id, static_cast<std::uint64_t>(version),
                              json::write(json::Object{{"history", a.history},
                                                       {"flag_history", a.flag_history},
                                                       {"risk", a.risk},
                                                       {"evaluation", a.evaluation}}));
  if (a.version == 0)
    tx.queue(sql::insert_application,
             {tx.tenant(), profile, a.id, a.product_id, a.associated_role, text_of(a.status),
              text_of(a.flag), a.hidden, a.ever_approved, text_of(a.risk_level), a.risk_score,
              a.required_tasks, a.created_at, body, Uuid::make()});
  else
    tx.queue(sql::update_application,
             {tx.tenant(), profile, a.id, text_of(a.status), text_of(a.flag), a.hidden,
              a.ever_approved, text_of(a.risk_level), a.risk_score, a.required_tasks, version, body,
              a.assigned_user, a.assigned_team, Uuid::make()});
  a.version = version;
  a.changed = false;
}

void record(db::Tx& tx, const Uuid& profile, const Decision& d) {
  tx.queue(sql::insert_decision, {tx.tenant(), profile, Uuid::make(), d.application, tx.at(),
                                  text_of(d.status), json::write(d.record)});
}

}  // namespace probity::policies
