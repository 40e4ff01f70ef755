// The demo identity provider: its answer to an IDENTITY_CHECK is chosen by test words in the
// person's name. docs/providers.md lists the words. Pure: no network, no clock, the same answer
// each time.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "json/json.h"

namespace probity::checks {

struct DemoIdentity {
  std::string result;  // "2+2", "1+1", "Fail" or "Error"
  json::Value
      output_data;  // {db_matches, electronic_id_check, entity_type}; an error has entity_type only
  json::Array errors;  // API errors {code, source, message, info}; empty unless "Error"
};

// `collected` is IndividualData. Without given names or family name the result is an error for
// each.
DemoIdentity demo_identity(const json::Value& collected);

// The words, first match wins, and what each gives; for the documentation's test.
struct DemoWord {
  std::string_view words;  // lower case; whole words of the name, in this order
  std::string_view result;
};
std::vector<DemoWord> demo_identity_words();

}  // namespace probity::checks
