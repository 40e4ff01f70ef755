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

}  // namespace probity::app
