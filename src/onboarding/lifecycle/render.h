// The API's resources, from a case.
#pragma once

#include "lifecycle/case.h"

namespace probity::lifecycle {

// What is handed over by value is used up instead of copied.
// ProfileResource, with the summaries of linked profiles.
json::Value render_profile(Case c);
json::Value render_application(const Case& c, policies::Application a);
json::Value render_applications(const Case& c);
json::Value render_task(const policies::Catalogue& catalogue, const policies::Task& t);
json::Value render_tasks(const policies::Catalogue& catalogue,
                         const std::vector<policies::Task>& tasks);
json::Value render_check(checks::Check k);
json::Value render_events(const Case& c);
json::Value render_tag(const profiles::Tag& tag);

// ProfileSummary.
json::Value render_summary(const policies::Catalogue& catalogue, profiles::Profile profile,
                           const std::vector<profiles::Tag>& tags,
                           const std::vector<policies::Task>& tasks,
                           const std::vector<std::string>& unresolved_event_types);

}  // namespace probity::lifecycle
