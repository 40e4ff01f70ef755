#pragma once

#include "jobs/jobs.h"
#include "keys/keystore.h"

namespace probity::lifecycle {

// "run_check": completes a pending check. Payload {profile_id, check_id}. Harmless when run twice.
jobs::Work run_check(keys::Keystore& keystore);

}  // namespace probity::lifecycle
