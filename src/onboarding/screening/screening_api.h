// Screening without a profile, for engineers: what a check would find, with nothing kept.
#pragma once

#include <span>

#include "api/route.h"

namespace probity::screening {

std::span<const api::Route> screening_routes();

}  // namespace probity::screening
