// The routes of the first part of API 4.0, a file a noun.
#pragma once

#include <span>

#include "api/route.h"

namespace probity::lifecycle {

std::span<const api::Route> profile_routes();
std::span<const api::Route> collected_data_routes();
std::span<const api::Route> audit_routes();
std::span<const api::Route> collect_key_routes();
std::span<const api::Route> application_routes();
std::span<const api::Route> task_routes();
std::span<const api::Route> check_routes();
std::span<const api::Route> event_routes();
std::span<const api::Route> tag_routes();
std::span<const api::Route> catalogue_routes();

}  // namespace probity::lifecycle
