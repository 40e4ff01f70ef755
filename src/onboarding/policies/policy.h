// A smart policy: a flowchart that adds tasks and ends in one outcome.
//   {"format": 1, "alias": "…", "name": "…", "entity_type": "INDIVIDUAL", "elements": [
//     {"id": "start",  "type": "START",   "next": "verify"},
//     {"id": "verify", "type": "TASK",    "tasks": ["verify_identity"], "next": "grown"},
//     {"id": "grown",  "type": "BRANCH",  "condition": {…}, "yes": "approve", "no": "review"},
//     {"id": "approve","type": "OUTCOME", "outcome": "AUTOMATIC_APPROVAL"},
//     {"id": "review", "type": "OUTCOME", "outcome": "MANUAL_REVIEW"}]}
// ESCALATE also has `teams`, IMMEDIATE_REJECTION a `reason`. `description` is for people,
// everywhere.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policies/condition.h"

namespace probity::policies {

enum class ElementType { start, task, branch, outcome };
enum class OutcomeKind { automatic_approval, manual_review, escalate, immediate_rejection };
std::string_view text_of(ElementType type);
std::string_view text_of(OutcomeKind kind);

struct Outcome {
  OutcomeKind kind = OutcomeKind::manual_review;
  std::vector<std::string> teams = {};  // ESCALATE: each of them must approve
  std::string reason = {};              // IMMEDIATE_REJECTION: for the audit trail
  bool operator==(const Outcome&) const = default;
};

struct Element {
  std::string id;
  ElementType type = ElementType::outcome;
  std::vector<std::string> tasks = {};  // TASK: aliases of task variants
  Condition condition = {};             // BRANCH
  Outcome outcome = {};                 // OUTCOME
  std::size_t next = 0, other = 0;      // indices: next or yes, no
};

struct Policy {
  std::optional<Uuid> id;
  std::string alias, name, description;
  Entity entity = Entity::individual;
  std::vector<Element> elements;
  std::size_t start = 0;
};

// Reads a policy and proves its shape: one START, every target exists, no cycle, every element is
// reached from START, and so every path ends in an OUTCOME; a task variant appears once. The policy
// may be used only if no fault was added.
Policy read_policy(const json::Value& value, const std::string& path, const Vocabulary& vocabulary,
                   Faults& faults);

// One step of an evaluation, in words of the document only.
struct Step {
  std::string element;
  std::string what;  // START, TASK, YES, NO, MISSING or OUTCOME
  std::string why;
  bool operator==(const Step&) const = default;
};

struct Parked {
  std::string element;  // the branch that cannot be answered
  std::string missing;  // the property whose value it needs
  bool operator==(const Parked&) const = default;
};

// Exactly one of `outcome` and `parked` is there.
struct Evaluation {
  std::vector<std::string> tasks;  // aliases of variants to have, in the order of the path
  std::optional<Outcome> outcome;
  std::optional<Parked> parked;
  std::vector<Step> trace;
  bool operator==(const Evaluation&) const = default;
};

Evaluation evaluate(const Policy& policy, const Facts& facts);

// For the decision record: {tasks, outcome | parked, trace}. Holds no personal data.
json::Value render(const Evaluation& evaluation);

}  // namespace probity::policies
