#include "tables.h"

#include "identity/identity_api.h"
#include "lifecycle/lifecycle_api.h"
#include "screening/screening_api.h"
#include "worklist/worklist_api.h"

namespace probity::app {

std::vector<api::Route> routes() {
  std::vector<api::Route> all;
  for (auto rows : {identity::whoami_routes(),       identity::sign_in_routes(),
                    identity::me_routes(),           identity::passkey_routes(),
                    identity::user_routes(),         identity::role_routes(),
                    identity::team_routes(),         identity::api_key_routes(),
                    identity::ip_list_routes(),      identity::audit_log_routes(),
                    identity::institution_routes(),  identity::staff_routes(),
                    lifecycle::profile_routes(),     lifecycle::collected_data_routes(),
                    lifecycle::application_routes(), lifecycle::task_routes(),
                    lifecycle::check_routes(),       lifecycle::event_routes(),
                    lifecycle::tag_routes(),         lifecycle::catalogue_routes(),
                    lifecycle::audit_routes(),       lifecycle::collect_key_routes(),
                    worklist::work_list_routes(),    worklist::assignment_routes(),
                    worklist::saved_view_routes(),   worklist::review_queue_routes(),
                    worklist::stream_routes(),       screening::screening_routes()})
    all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

}  // namespace probity::app
