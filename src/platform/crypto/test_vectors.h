// Vectors of others, for the tests of several rooms. Needs ../shared/data/vectors and zstd.
#pragma once

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include "json/json.h"

namespace probity::crypto {

// A file of Wycheproof, or nothing when it is not on this machine. `sources` is the test's
// PROBITY_SOURCE_DIR.
inline std::optional<json::Value> wycheproof(const std::string& name, const std::string& sources) {
  const char* shared = std::getenv("PROBITY_SHARED");
  auto file = std::filesystem::path(shared ? std::string(shared) : sources + "/../shared") /
              "data/vectors/wycheproof" / (name + ".json.zst");
  if (!std::filesystem::exists(file)) return std::nullopt;
  FILE* pipe = popen(("zstd -dc '" + file.string() + "'").c_str(), "r");
  if (!pipe) return std::nullopt;
  std::string text;
  std::array<char, 65536> block;
  while (std::size_t n = fread(block.data(), 1, block.size(), pipe)) text.append(block.data(), n);
  if (pclose(pipe) != 0) return json::Value();
  return json::parse(text).value_or(json::Value());
}

}  // namespace probity::crypto
