// Opening what several commands need.
#pragma once

#include <memory>
#include <string>

#include "config.h"
#include "db/pool.h"
#include "keys/keystore.h"

namespace probity::app {

std::unique_ptr<keys::Keystore> open_keystore(const Config& config, bool create);
std::unique_ptr<db::Pool> open_pool(const Config& config);
std::string read_file(const std::string& path);  // throws Breakdown

}  // namespace probity::app
