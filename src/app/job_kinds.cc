#include "tables.h"

#include "lifecycle/lifecycle_jobs.h"

namespace probity::app {

std::vector<jobs::Kind> job_kinds(keys::Keystore& keystore) {
  return {
      // name        what it does                     attempts
      {"run_check", lifecycle::run_check(keystore), 8},
  };
}

}  // namespace probity::app
