// A risk model: factors give scores, groups combine them, two thresholds make a level of the total.
//   {"format": 1, "alias": "…", "name": "…", "entity_type": "INDIVIDUAL",
//    "factors": [{"name": "Nationality", "property": "nationality", "required": true, "group":
//    "geography",
//                 "rules": [{"condition": {"comparison": "IS_ONE_OF", "values": ["IRN"]}, "score":
//                 100}], "default_score": 0}],
//    "groups": [{"name": "geography", "combine": "HIGHEST"}],
//    "thresholds": {"medium_from": 50, "high_from": 100}, "auto_reject_from": 400}
// A condition inherits the property of its factor. Of several matching rules the highest score
// counts; none gives the default score (0). A factor without data makes the risk undetermined if it
// is required and else contributes nothing, also not to a mean. MEAN is rounded half up. Scores are
// whole and ≥ 0.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policies/condition.h"

namespace probity::policies {

enum class RiskLevel { low, medium, high, undetermined };
std::string_view text_of(RiskLevel level);

enum class Combine { highest, lowest, mean, sum };

struct RiskRule {
  Condition condition;
  std::int64_t score = 0;
};

struct RiskFactor {
  std::string name;
  std::string property;
  bool required = false;
  std::string group;  // empty: it stands alone and is added to the total
  std::vector<RiskRule> rules;
  std::int64_t default_score = 0;
};

struct RiskGroup {
  std::string name;
  Combine combine = Combine::highest;
};

struct RiskModel {
  std::optional<Uuid> id;
  std::string alias, name, description;
  Entity entity = Entity::individual;
  std::vector<RiskFactor> factors;
  std::vector<RiskGroup> groups;
  std::int64_t medium_from = 0, high_from = 0;
  std::optional<std::int64_t> auto_reject_from;

  RiskLevel level(std::int64_t score) const;
};

// Reads a model; it may be used only if no fault was added.
RiskModel read_risk_model(const json::Value& value, const std::string& path,
                          const Vocabulary& vocabulary, Faults& faults);

// What one factor came to. `input` is the value that its rules saw: personal, for replies only.
struct RiskComponent {
  std::string name;
  bool required = false;
  std::optional<std::int64_t> score;  // nothing: no data
  RiskLevel level = RiskLevel::undetermined;
  std::optional<std::string> input;
  std::string missing;  // the property without a value
};

struct Assessment {
  std::vector<RiskComponent> components;      // in the order of the factors
  std::vector<std::string> missing_required;  // names of factors
  std::optional<std::int64_t> score;          // nothing when undetermined
  RiskLevel level = RiskLevel::undetermined;
  bool auto_reject = false;
};

Assessment assess(const RiskModel& model, const Facts& facts);

// The API's RiskOverviewResource. It repeats what the factors saw: for replies only.
json::Value render(const Assessment& assessment, bool is_pending);
// The same when no risk model applies.
json::Value render_no_risk();
// For the decision record: factor names, scores and levels, none of the values.
json::Value record_of(const Assessment& assessment);

}  // namespace probity::policies
