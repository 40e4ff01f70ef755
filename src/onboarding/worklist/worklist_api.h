// The routes of the work list, a file a noun.
#pragma once

#include <span>

#include "api/route.h"

namespace probity::worklist {

std::span<const api::Route> work_list_routes();
std::span<const api::Route> assignment_routes();
std::span<const api::Route> saved_view_routes();
std::span<const api::Route> review_queue_routes();
std::span<const api::Route> stream_routes();

}  // namespace probity::worklist
