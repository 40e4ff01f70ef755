#pragma once

#include "config.h"

namespace probity::app {

// Runs the roles until SIGTERM or SIGINT, then drains. Returns the exit code. `ready_path`: when
// not empty, a JSON file with the bound addresses is written there once the process serves.
int serve(const Config& config, const std::string& ready_path);

}  // namespace probity::app
