#include "base/result.h"

#include <cstdio>
#include <cstdlib>

namespace probity {

void fail_ensure(const char* condition, const char* file, int line) {
  char text[256];
  std::snprintf(text, sizeof text, "%s:%d: %s", file, line, condition);
#ifdef PROBITY_TEST_BUILD
  std::fprintf(stderr, "ENSURE failed: %s\n", text);
  std::abort();
#else
  throw Bug(text);
#endif
}

}  // namespace probity
