#include "base/fault.h"

#ifdef PROBITY_TEST_BUILD
#include <cstdlib>
#include <string>

namespace probity {

bool fault(std::string_view name) {
  static const std::string seeded = [] {
    const char* value = std::getenv("PROBITY_FAULT");
    return "," + std::string(value ? value : "") + ",";
  }();
  return seeded.find("," + std::string(name) + ",") != std::string::npos;
}

}  // namespace probity
#endif
