// Opening what several commands need.
#pragma once

#include <memory>
#include <string>

#include "config.h"
#include "db/pool.h"
#include "identity/directory.h"
#include "keys/keystore.h"

namespace probity::app {

std::unique_ptr<keys::Keystore> open_keystore(const Config& config, bool create);
std::unique_ptr<db::Pool> open_pool(const Config& config);
// The platform's side of identity, as the configuration wants it; `pool` is its own.
std::unique_ptr<identity::Directory> open_directory(const Config& config, db::Pool& pool,
                                                    keys::Keystore& keystore);
std::string read_file(const std::string& path);  // throws Breakdown

}  // namespace probity::app
