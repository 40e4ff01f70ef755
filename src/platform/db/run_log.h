// Which statements ran, so that a gate can ask for those that no test ever ran. Test builds only.
#pragma once

#include <string_view>

namespace probity::db {

#ifdef PROBITY_TEST_BUILD
// Appends the name, once per process, to the file named by PROBITY_STATEMENT_LOG.
void note_run(std::string_view statement);
#else
inline void note_run(std::string_view) {}
#endif

}  // namespace probity::db
