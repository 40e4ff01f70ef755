// The tables that say what the product is made of: routes, reactions and kinds of jobs.
#pragma once

#include <span>
#include <vector>

#include "api/route.h"
#include "jobs/jobs.h"
#include "keys/keystore.h"
#include "lifecycle/case.h"
#include "messages/courier.h"

namespace probity::app {

std::vector<api::Route> routes();
std::span<const lifecycle::Reaction> reactions();
std::vector<jobs::Kind> job_kinds(keys::Keystore& keystore, const messages::Courier& courier);

// Every statement of every room's .sql, for the gates; made by the build.
struct RoomStatement {
  std::string_view name, sql;
};
std::span<const RoomStatement> statements();

}  // namespace probity::app
