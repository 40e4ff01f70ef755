// One question about the facts, as a document asks it:
//   {"property": "age", "comparison": "LESS_THAN", "value": 18}
//   {"property": "nationality", "comparison": "IS_ONE_OF", "values": ["GBR", "IRL"]}
//   {"property": "age", "comparison": "IN_RANGE", "from": 18, "to": 65}            both ends
//   included
//   {"property": "company_type", "comparison": "EQUALS", "value": "Ltd", "case_sensitive": false}
//   {"property": "is_active", "comparison": "IS_TRUE"}
//   {"property": "screening.pep.confirmed", "comparison": "COUNT_AT_LEAST", "value": 2}
//   {"type": "SCREENING_EVENTS", "comparison": "ONE_OR_MORE_CONFIRMED", "event_types":
//   ["PEP_FLAG"]}
// A property with several values (tags, countries of residence) IS_ONE_OF when any of them is
// listed and IS_NOT_ONE_OF when none is. Case folding is that of ASCII letters.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policies/facts.h"
#include "policies/reader.h"

namespace probity::policies {

enum class Comparison {
  is_one_of,
  is_not_one_of,
  equals,
  less_than,
  greater_than,
  in_range,
  is_true,
  is_false,
  one_or_more,
  count_at_least,
  one_or_more_confirmed,
  one_or_more_potential,
  one_or_more_ignored_potential_confirmed,
};

struct Condition {
  std::string property;
  Comparison comparison = Comparison::is_true;
  std::vector<std::string> values = {};  // of lists and EQUALS; event types of SCREENING_EVENTS
  std::int64_t from = 0, to = 0;         // bounds that are themselves inside
  bool case_sensitive = true;
  std::vector<std::string> counted = {};  // SCREENING_EVENTS: the properties that are added up
};

enum class Answer { no, yes, missing };

struct Verdict {
  Answer answer;
  std::string missing = {};  // the property, when its value is missing
};

Verdict ask(const Condition& condition, const Facts& facts);

// The question in words of the document only, e.g. "age LESS_THAN 18"; never a value of a fact.
std::string describe(const Condition& condition);

// Reads a condition. A factor of a risk model passes its `property`, which its rules then need not
// repeat. Faults: unknown property or comparison, one that does not fit the other, bad literals, a
// property that the entity does not have.
Condition read_condition(const json::Value& value, std::string path, Entity entity,
                         const Vocabulary& vocabulary, Faults& faults,
                         std::string_view property = {});

}  // namespace probity::policies
