// What every request ends with, wherever it was answered.
#pragma once

#include "api/route.h"
#include "gateway/metrics.h"

namespace probity::gateway {

// Inside a catch block: breakdowns and bugs end here, told to the log, a plain sentence to the
// client.
api::Reply reply_to_failure(Metrics& metrics, const Uuid& request_id);

// 503: nothing was done, and soon it may work.
api::Reply try_again(std::string_view reason, const Uuid& request_id);

// The log line and the metrics. `route`: the row that was meant, null when there is none.
void note_answered(Metrics& metrics, const Uuid& request_id, const api::Route* route, int status,
                   double seconds);

}  // namespace probity::gateway
