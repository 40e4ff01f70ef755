// The arguments of a load generator: pairs of --name value.
#pragma once

#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>

#include "load.h"

namespace probity::bench {

class Arguments {
 public:
  Arguments(int argc, char** argv) {
    for (int i = 1; i + 1 < argc; i += 2) values_[argv[i]] = argv[i + 1];
    const char* key = std::getenv("PROBITY_API_KEY");
    if (argc % 2 == 0 || !key || !values_.contains("--port"))
      throw std::runtime_error(
          "give --port N and other pairs of --name value, and PROBITY_API_KEY");
    key_ = key;
  }

  std::string text(const std::string& name, const std::string& otherwise = "") const {
    auto found = values_.find(name);
    return found == values_.end() ? otherwise : found->second;
  }
  long long number(const std::string& name, long long otherwise = 0) const {
    auto value = text(name);
    return value.empty() ? otherwise : std::stoll(value);
  }
  const std::string& key() const { return key_; }

  Load load() const {
    Load load;
    load.port = static_cast<std::uint16_t>(number("--port"));
    load.connections = static_cast<int>(number("--connections", 16));
    load.seconds = static_cast<double>(number("--seconds"));
    load.count = number("--count");
    load.progress = text("--progress");
    return load;
  }

 private:
  std::map<std::string, std::string> values_;
  std::string key_;
};

}  // namespace probity::bench
