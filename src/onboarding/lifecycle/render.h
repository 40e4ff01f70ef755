// The API's resources, from a case.
#pragma once

#include "lifecycle/case.h"

namespace probity::lifecycle {

// What is handed over by value is used up instead of copied.
json::Value render_profile(Case c);  // ProfileResource
json::Value render_application(const Case& c, policies::Application a);
json::Value render_applications(const Case& c);
json::Value render_task(const Case& c, const policies::Task& t);
json::Value render_tasks(const Case& c);
json::Value render_check(checks::Check k);
json::Value render_events(const Case& c);
json::Value render_tag(const profiles::Tag& tag);

// A row of a list: what stands in the profile itself.
json::Value render_summary(const profiles::Profile& profile,
                           const std::vector<profiles::Tag>& tags);

}  // namespace probity::lifecycle
