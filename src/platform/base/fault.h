// Seeded faults: PROBITY_FAULT=name[,name] in the environment switches a guard off, so that a test
// can see its gate fail. In a release every call is the constant false.
#pragma once

#include <string_view>

namespace probity {

#ifdef PROBITY_TEST_BUILD
bool fault(std::string_view name);
#else
constexpr bool fault(std::string_view) { return false; }
#endif

}  // namespace probity
