#include "lifecycle/facts.h"

#include <algorithm>

#include "policies/collected_facts.h"

namespace probity::lifecycle {

bool is_screened(const Case& c, std::string_view class_name) {
  return std::ranges::any_of(c.checks, [&](const checks::Check& check) {
    const json::Value* classes = check.evidence.find("classes");
    return check.state == checks::State::complete && check.errors.empty() && classes &&
           std::ranges::find(classes->array(), json::Value(class_name)) != classes->array().end();
  });
}

policies::Facts facts_of(const Case& c, const policies::Application& application) {
  policies::Facts facts;
  policies::add_collected(facts, c.profile.data, c.catalogue().custom_fields(), day_of(c.at()));
  std::vector<std::string> tags;
  for (const auto& tag : c.tags) tags.push_back(tag.name);
  facts.set("tags", tags);
  if (application.associated_role) facts.set("associated_role", *application.associated_role);
  for (const auto& row : policies::event_classes()) {
    if (!is_screened(c, row.name)) continue;
    policies::MatchCounts counts;
    for (const auto& event : c.events) {
      if (event.event_type != row.event_type) continue;
      if (event.is_unresolved())
        ++counts.unresolved;
      else if (event.resolution == "MATCH")
        ++counts.confirmed;
      else
        ++counts.ignored;
    }
    facts.set_matches(row.event_type, counts);
  }
  return facts;
}

}  // namespace probity::lifecycle
