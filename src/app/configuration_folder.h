// An institution's configuration as a folder of readable documents (db/demo is one).
#pragma once

#include <string>

#include "db/pool.h"
#include "json/json.h"
#include "keys/keystore.h"

namespace probity::app {

json::Value parse_option(const std::string& text, const std::string& option);

// Throws Refused or Breakdown that names the file.
json::Value read_configuration(const std::string& folder);
void publish_configuration(db::Pool& pool, keys::Keystore& keystore, const Uuid& institution,
                           const json::Value& document);

}  // namespace probity::app
