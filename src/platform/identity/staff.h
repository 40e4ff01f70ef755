// Members of the platform inside an institution (C-TAP-33): for a reason, for a time, and seen.
#pragma once

#include "api/call.h"

namespace probity::identity {

// Ends the entry that the call acts in, and tells the institution's audit log.
void end_entry(api::Call& call);

}  // namespace probity::identity
