#include "open.h"

#include <fstream>
#include <sstream>

#include "base/result.h"
#include "base/text.h"

namespace probity::app {

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw Breakdown("a file can't be read", path + " can't be read");
  return text.str();
}

std::unique_ptr<keys::Keystore> open_keystore(const Config& config, bool create) {
  keys::LocalKeystore::Settings settings{config.keystore_path, config.keystore_root_key, ""};
  if (!config.keystore_passphrase_file.empty())
    settings.passphrase = std::string(trimmed(read_file(config.keystore_passphrase_file)));
  return std::make_unique<keys::LocalKeystore>(std::move(settings), create);
}

std::unique_ptr<db::Pool> open_pool(const Config& config) {
  return std::make_unique<db::Pool>(
      db::Pool::Settings{.url = config.database_url, .connections = 2});
}

std::unique_ptr<identity::Directory> open_directory(const Config& config, db::Pool& pool,
                                                    keys::Keystore& keystore) {
  identity::Directory::Settings settings;
  if (config.identity_password_hash == "argon2id")
    settings.hashing.scheme = credentials::HashSettings::Scheme::argon2id;
  settings.hashing.bcrypt_cost = static_cast<int>(config.identity_bcrypt_cost);
  if (!config.identity_blocklist.empty()) {
    auto list = credentials::Blocklist::open(config.identity_blocklist);
    if (!list) throw Breakdown(list.error().message, "identity.blocklist");
    settings.blocklist = std::move(*list);
  }
  settings.portal_url = message_settings(config).base_url;
  return std::make_unique<identity::Directory>(pool, keystore, std::move(settings));
}

}  // namespace probity::app
