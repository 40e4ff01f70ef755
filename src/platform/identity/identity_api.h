#pragma once

#include <span>

#include "api/route.h"

namespace probity::identity {
std::span<const api::Route> routes();
}
