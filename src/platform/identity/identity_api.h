// The routes of people, roles, teams, keys, sign-in and sessions, a file a noun.
#pragma once

#include <span>

#include "api/route.h"

namespace probity::identity {

std::span<const api::Route> whoami_routes();
std::span<const api::Route> sign_in_routes();
std::span<const api::Route> me_routes();
std::span<const api::Route> passkey_routes();
std::span<const api::Route> user_routes();
std::span<const api::Route> role_routes();
std::span<const api::Route> team_routes();
std::span<const api::Route> api_key_routes();
std::span<const api::Route> ip_list_routes();
std::span<const api::Route> audit_log_routes();
std::span<const api::Route> institution_routes();
std::span<const api::Route> staff_routes();

}  // namespace probity::identity
