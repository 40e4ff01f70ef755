// Applications in the database: one profile's attempt at one product.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "db/tx.h"
#include "json/json.h"
#include "keys/seal.h"
#include "policies/flag.h"
#include "policies/risk.h"
#include "policies/status.h"

namespace probity::policies {

struct Application {
  Uuid id, product_id;
  std::optional<std::string> associated_role;
  Status status = Status::applied;
  Flag flag = Flag::automating;
  bool hidden = false;  // replaced by a reverted decision
  bool ever_approved = false;
  RiskLevel risk_level = RiskLevel::undetermined;
  std::optional<std::int64_t> risk_score;
  std::vector<Uuid> required_tasks;  // ids of task variants
  Instant created_at;
  std::optional<Uuid> assigned_user, assigned_team;  // one of both at most
  std::int64_t version = 0;                          // of the row; 0: not yet written
  bool changed = false;                              // since it was read

  // Sealed: what people wrote and what the risk model saw.
  json::Array history;       // {status, date, decisioner?, comment?}, oldest first
  json::Array flag_history;  // {status, flag, date}
  json::Value risk;          // RiskOverviewResource
  json::Value evaluation;    // of the policy: {tasks, outcome | parked, trace}

  bool is_open() const {
    return !hidden &&
           (status == Status::applied || status == Status::approved || status == Status::in_review);
  }
};

class AskedApplications {
 public:
  explicit AskedApplications(db::Pending rows) : rows_(std::move(rows)) {}
  std::vector<Application> get(const keys::SubjectKey& key);

 private:
  db::Pending rows_;
};
AskedApplications ask_applications(db::Tx& tx, const Uuid& profile);

// Those of several profiles, by profile: only product, status, hidden, ever_approved and
// required_tasks.
class AskedApplicationsOfMany {
 public:
  explicit AskedApplicationsOfMany(db::Pending rows) : rows_(std::move(rows)) {}
  std::unordered_map<Uuid, std::vector<Application>> get();

 private:
  db::Pending rows_;
};
AskedApplicationsOfMany ask_applications(db::Tx& tx, const std::vector<Uuid>& profiles);

// Inserts or updates when `changed`, and clears the mark. The caller holds the profile's lock.
void save(db::Tx& tx, const keys::SubjectKey& key, const Uuid& profile, Application& application);

// A decision and what it rested on. The record holds nothing personal.
struct Decision {
  Uuid application;
  Status status;
  json::Value record;
};
// The application must have been saved before.
void record(db::Tx& tx, const Uuid& profile, const Decision& decision);

}  // namespace probity::policies
