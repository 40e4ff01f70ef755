#include "credentials/crypt3.h"

#include <crypt.h>
#include <string.h>

#include <cstdlib>
#include <memory>

#include "crypto/crypto.h"

namespace probity::credentials {

std::string crypt3(const std::string& text, const std::string& setting) {
  auto state = std::make_unique<crypt_data>();  // 32 KiB
  const char* made = crypt_r(text.c_str(), setting.c_str(), state.get());
  std::string form = made ? made : "";
  explicit_bzero(state.get(), sizeof *state);
  return form.starts_with('$') ? form : "";  // "*0" tells of a failure
}

std::string bcrypt_setting(int cost) {
  std::string random = crypto::random_bytes(16);
  std::unique_ptr<char, decltype(&std::free)> setting(
      crypt_gensalt_ra("$2b$", static_cast<unsigned long>(cost), random.data(),
                       static_cast<int>(random.size())),
      &std::free);
  if (!setting) throw Breakdown("Passwords can't be stored at the moment.", "no bcrypt setting");
  return setting.get();
}

}  // namespace probity::credentials
