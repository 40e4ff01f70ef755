// What an operator sets: a TOML file, then PROBITY_SECTION_KEY in the environment, then flags.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "messages/courier.h"

namespace probity::app {

struct Config {
  std::vector<std::string> roles = {"gateway", "api", "worker", "scheduler"};

  std::string server_address = "127.0.0.1";
  std::int64_t server_port = 8080;
  std::string server_tls_certificate, server_tls_key;
  std::int64_t server_threads = 4;
  std::int64_t server_queue = 256;
  std::int64_t server_max_body_bytes = 1024 * 1024;
  std::int64_t server_max_connections = 1024;
  std::string gateway_upstream;  // of a gateway without the api: where that is
  std::int64_t gateway_in_flight = 512, gateway_connections = 64;
  std::string api_address = "127.0.0.1";  // of an api without the gateway
  std::int64_t api_port = 8082;
  std::string admin_address = "127.0.0.1";
  std::int64_t admin_port = 8081;

  std::string database_url;        // of the role that serves; owns nothing
  std::string database_owner_url;  // of the schema's owner: only for `migrate`
  std::int64_t database_worker_connections = 3;

  std::string keystore_path, keystore_root_key, keystore_passphrase_file;
  std::string portal_path;      // the folder of a built portal; empty: none is served
  std::string screening_lists;  // the path of a lists.toml
  std::int64_t worker_threads = 2;

  std::string identity_password_hash = "bcrypt";  // or "argon2id"
  std::int64_t identity_bcrypt_cost = 12;
  std::string identity_blocklist;  // a file of known passwords; empty: only the rules built in

  std::string portal_base_url;  // empty: where this server listens
  std::string mail_url, mail_from, mail_user, mail_password_file, mail_ca_file, mail_folder;
  std::int64_t mail_allow_private = 0;
  std::string sms_url, sms_template, sms_headers_file, sms_ca_file, sms_folder;
  std::int64_t sms_allow_private = 0;
  std::string log_level = "info";
};

bool has_role(const Config& config, std::string_view role);

struct ConfigFault {
  std::string key, message;
};

// Reads `path` (nothing when empty) and the environment; every fault is named, none hides another.
Config read_config(const std::string& path, std::vector<ConfigFault>& faults);
// What must hold of the whole, after flags have had their say.
void check_config(const Config& config, std::vector<ConfigFault>& faults);

// What concerns mail and SMS.
messages::Settings message_settings(const Config& config);

// The keys, for `check-config` and the documentation.
struct ConfigKey {
  std::string name, meaning, fallback;
};
std::vector<ConfigKey> config_keys();

}  // namespace probity::app
