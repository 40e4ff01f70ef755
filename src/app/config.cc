#include "config.h"

#include <toml++/toml.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "gateway/listener.h"

namespace probity::app {
namespace {

// One row a key. `text` or `number` says where it goes; a number has its bounds here.
struct Row {
  const char* section;
  const char* key;
  const char* meaning;
  std::string Config::* text = nullptr;
  std::int64_t Config::* number = nullptr;
  std::int64_t least = 0, most = 0;
};

// clang-format off
const Row rows[] = {
    {"server", "address", "where the API listens", &Config::server_address},
    {"server", "port", "0: any free one", nullptr, &Config::server_port, 0, 65535},
    {"server", "tls_certificate", "PEM chain; with tls_key", &Config::server_tls_certificate},
    {"server", "tls_key", "PEM private key", &Config::server_tls_key},
    {"server", "threads", "requests handled at once", nullptr, &Config::server_threads, 1, 64},
    {"server", "queue", "requests that wait; more are answered 503", nullptr, &Config::server_queue, 1, 100000},
    {"server", "max_body_bytes", "larger bodies are answered 413", nullptr, &Config::server_max_body_bytes, 1024, 104857600},
    {"server", "max_connections", "open at once", nullptr, &Config::server_max_connections, 1, 100000},
    {"gateway", "upstream", "http://host:port of the api, for a gateway without that role", &Config::gateway_upstream},
    {"gateway", "in_flight", "requests that wait for the api; more are answered 503", nullptr, &Config::gateway_in_flight, 1, 100000},
    {"gateway", "connections", "kept open to the api", nullptr, &Config::gateway_connections, 1, 4096},
    {"api", "address", "where an api without the gateway role listens to gateways", &Config::api_address},
    {"api", "port", "0: any free one", nullptr, &Config::api_port, 0, 65535},
    {"admin", "address", "where health and metrics are served", &Config::admin_address},
    {"admin", "port", "0: any free one", nullptr, &Config::admin_port, 0, 65535},
    {"database", "url", "libpq URL of the role that serves", &Config::database_url},
    {"database", "owner_url", "libpq URL of the schema's owner, for migrate", &Config::database_owner_url},
    {"database", "worker_connections", "beside one for each server thread", nullptr, &Config::database_worker_connections, 1, 64},
    {"keystore", "path", "file of wrapped tenant keys, mode 0600", &Config::keystore_path},
    {"keystore", "root_key", "file of the root key, mode 0600", &Config::keystore_root_key},
    {"keystore", "passphrase_file", "instead of root_key: file of a passphrase", &Config::keystore_passphrase_file},
    {"portal", "path", "folder of the built portal; empty: none is served", &Config::portal_path},
    {"screening", "lists", "path of the lists.toml", &Config::screening_lists},
    {"worker", "threads", "jobs run at once", nullptr, &Config::worker_threads, 1, 64},
    {"identity", "password_hash", "bcrypt or argon2id, for passwords from now on", &Config::identity_password_hash},
#ifdef PROBITY_TEST_BUILD
    {"identity", "bcrypt_cost", "rounds as a power of two", nullptr, &Config::identity_bcrypt_cost, 4, 16},
#else
    {"identity", "bcrypt_cost", "rounds as a power of two", nullptr, &Config::identity_bcrypt_cost, 12, 16},
#endif
    {"identity", "blocklist", "file of known passwords: SHA-1 digests, sorted, or plain ones, one a line", &Config::identity_blocklist},
    {"portal", "base_url", "where people reach the portal; begins every link in a message; empty: where this server listens", &Config::portal_base_url},
    {"mail", "url", "smtp://HOST[:PORT] (with STARTTLS) or smtps://HOST[:PORT]", &Config::mail_url},
    {"mail", "from", "the sender: an address, or Name <address>", &Config::mail_from},
    {"mail", "user", "with password_file; none: without signing in", &Config::mail_user},
    {"mail", "password_file", "file of the password, mode 0600", &Config::mail_password_file},
    {"mail", "ca_file", "PEM of the authorities to trust instead of the system's", &Config::mail_ca_file},
    {"mail", "allow_private", "1: the server may have a private address", nullptr, &Config::mail_allow_private, 0, 1},
    {"mail", "folder", "instead of url, for trials: mails are written into it", &Config::mail_folder},
    {"sms", "url", "the HTTP gateway, https://…", &Config::sms_url},
    {"sms", "template", "what is posted: JSON or a form, with {to} and {text}", &Config::sms_template},
    {"sms", "headers_file", "file of lines `Name: value` for the gateway, mode 0600", &Config::sms_headers_file},
    {"sms", "ca_file", "PEM of the authorities to trust instead of the system's", &Config::sms_ca_file},
    {"sms", "allow_private", "1: the gateway may have a private address, and speak http", nullptr, &Config::sms_allow_private, 0, 1},
    {"sms", "folder", "instead of url, for trials: messages are written into it", &Config::sms_folder},
    {"log", "level", "debug, info, warn or error", &Config::log_level},
};
// clang-format on

std::string name_of(const Row& row) { return std::string(row.section) + "." + row.key; }

std::string variable_of(const Row& row) {
  std::string name = "PROBITY_" + std::string(row.section) + "_" + row.key;
  std::ranges::transform(name, name.begin(), ::toupper);
  return name;
}

void set_number(const Row& row, std::int64_t value, Config& config,
                std::vector<ConfigFault>& faults) {
  if (value < row.least || value > row.most)
    faults.push_back({name_of(row), "must be a whole number from " + std::to_string(row.least) +
                                        " to " + std::to_string(row.most)});
  else
    config.*row.number = value;
}

void take_file(const toml::table& file, Config& config, std::vector<ConfigFault>& faults) {
  for (const auto& [section, node] : file) {
    if (section == "roles") continue;
    const toml::table* table = node.as_table();
    if (!table) {
      faults.push_back({std::string(section.str()), "is not a section of this file"});
      continue;
    }
    for (const auto& [key, value] : *table) {
      auto row = std::ranges::find_if(
          rows, [&](const Row& r) { return section.str() == r.section && key.str() == r.key; });
      std::string name = std::string(section.str()) + "." + std::string(key.str());
      if (row == std::end(rows)) {
        faults.push_back({name, "is not a known key"});
      } else if (row->text) {
        if (auto text = value.value_exact<std::string>())
          config.*row->text = *text;
        else
          faults.push_back({name, "must be a string"});
      } else if (auto number = value.value_exact<std::int64_t>()) {
        set_number(*row, *number, config, faults);
      } else {
        faults.push_back({name, "must be a whole number"});
      }
    }
  }
  if (const auto* roles = file["roles"].as_array()) {
    config.roles.clear();
    for (const auto& role : *roles) config.roles.push_back(role.value_or(std::string("?")));
  } else if (file.contains("roles")) {
    faults.push_back({"roles", "must be an array of role names"});
  }
}

void take_environment(Config& config, std::vector<ConfigFault>& faults) {
  for (const Row& row : rows) {
    const char* value = std::getenv(variable_of(row).c_str());
    if (!value) continue;
    if (row.text) {
      config.*row.text = value;
      continue;
    }
    char* end = nullptr;
    long long number = std::strtoll(value, &end, 10);
    if (*value == '\0' || *end != '\0')
      faults.push_back({variable_of(row), "must be a whole number"});
    else
      set_number(row, number, config, faults);
  }
}

}  // namespace

bool has_role(const Config& config, std::string_view role) {
  return std::ranges::find(config.roles, role) != config.roles.end();
}

void check_config(const Config& config, std::vector<ConfigFault>& faults) {
  static constexpr std::string_view known_roles[] = {"gateway", "api", "worker", "scheduler"};
  static constexpr std::string_view levels[] = {"debug", "info", "warn", "error"};
  for (const auto& role : config.roles)
    if (std::ranges::find(known_roles, role) == std::end(known_roles))
      faults.push_back({"roles", "must be of gateway, api, worker, scheduler"});
  if (has_role(config, "gateway") && !has_role(config, "api") && config.gateway_upstream.empty())
    faults.push_back({"gateway.upstream", "is required for the role gateway without the role api"});
  if (std::ranges::find(levels, config.log_level) == std::end(levels))
    faults.push_back({"log.level", "must be one of debug, info, warn, error"});
  if (config.identity_password_hash != "bcrypt" && config.identity_password_hash != "argon2id")
    faults.push_back({"identity.password_hash", "must be bcrypt or argon2id"});
  if (config.database_url.empty()) faults.push_back({"database.url", "is required"});
  if (config.keystore_path.empty()) faults.push_back({"keystore.path", "is required"});
  if (config.keystore_root_key.empty() == config.keystore_passphrase_file.empty())
    faults.push_back(
        {"keystore.root_key", "exactly one of root_key and passphrase_file is required"});
  if (config.server_tls_certificate.empty() != config.server_tls_key.empty())
    faults.push_back({"server.tls_key", "tls_certificate and tls_key belong together"});
  if (config.server_port < 0 || config.server_port > 65535)
    faults.push_back({"server.port", "must be a whole number from 0 to 65535"});
  for (auto [key, path] : {std::pair{"server.tls_certificate", config.server_tls_certificate},
                           std::pair{"server.tls_key", config.server_tls_key},
                           std::pair{"keystore.passphrase_file", config.keystore_passphrase_file},
                           std::pair{"portal.path", config.portal_path},
                           std::pair{"screening.lists", config.screening_lists}})
    if (!path.empty() && !std::filesystem::exists(path))
      faults.push_back({key, "no such file: " + path});
  if (std::filesystem::exists(config.server_tls_certificate) &&
      std::filesystem::exists(config.server_tls_key))
    if (auto fault = gateway::fault_in({config.server_tls_certificate, config.server_tls_key}))
      faults.push_back({fault->in_key ? "server.tls_key" : "server.tls_certificate", fault->why});
  for (const auto& fault : messages::setting_faults(message_settings(config)))
    faults.push_back({fault.field, fault.message});
}

// The gateway serves the portal itself.
static std::string own_url(const Config& c) {
  bool v6 = c.server_address.contains(':');
  return (c.server_tls_certificate.empty() ? "http://" : "https://") +
         (v6 ? "[" + c.server_address + "]" : c.server_address) + ":" +
         std::to_string(c.server_port);
}

messages::Settings message_settings(const Config& c) {
  return {.base_url = c.portal_base_url.empty() ? own_url(c) : c.portal_base_url,
          .mail = {.url = c.mail_url,
                   .user = c.mail_user,
                   .password = "",
                   .ca_file = c.mail_ca_file,
                   .allow_private = c.mail_allow_private == 1},
          .mail_from = c.mail_from,
          .mail_password_file = c.mail_password_file,
          .mail_folder = c.mail_folder,
          .sms_url = c.sms_url,
          .sms_template = c.sms_template,
          .sms_headers_file = c.sms_headers_file,
          .sms_ca_file = c.sms_ca_file,
          .sms_folder = c.sms_folder,
          .sms_allow_private = c.sms_allow_private == 1};
}

Config read_config(const std::string& path, std::vector<ConfigFault>& faults) {
  Config config;
  if (!path.empty()) {
    try {
      take_file(toml::parse_file(path), config, faults);
    } catch (const toml::parse_error& e) {
      faults.push_back({path, "line " + std::to_string(e.source().begin.line) + ": " +
                                  std::string(e.description())});
    }
  }
  take_environment(config, faults);
  return config;
}

std::vector<ConfigKey> config_keys() {
  std::vector<ConfigKey> keys;
  Config fallback;
  for (const Row& row : rows)
    keys.push_back({name_of(row), row.meaning,
                    row.text ? fallback.*row.text : std::to_string(fallback.*row.number)});
  return keys;
}

}  // namespace probity::app
