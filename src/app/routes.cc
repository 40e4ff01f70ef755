#include "tables.h"

#include "identity/identity_api.h"
#include "lifecycle/lifecycle_api.h"

namespace probity::app {

std::vector<api::Route> routes() {
  std::vector<api::Route> all;
  for (auto rows :
       {identity::whoami_routes(), lifecycle::profile_routes(), lifecycle::collected_data_routes(),
        lifecycle::application_routes(), lifecycle::task_routes(), lifecycle::check_routes(),
        lifecycle::event_routes(), lifecycle::tag_routes()})
    all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

}  // namespace probity::app
