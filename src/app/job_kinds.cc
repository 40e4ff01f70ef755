#include "tables.h"

#include "identity/directory.h"
#include "lifecycle/lifecycle_jobs.h"
#include "messages/messages.h"

namespace probity::app {

std::vector<jobs::Kind> job_kinds(keys::Keystore& keystore, const messages::Courier& courier) {
  return {
      // name        what it does                     attempts
      {"run_check", lifecycle::run_check(keystore), 8},
      {"identity.recovery",
       [&keystore](db::Pool&, const Uuid&, const jobs::Job& job) {
         identity::send_recovery(keystore, job.payload);
       },
       8},
      {"send_message", messages::send_message(keystore, courier), messages::send_attempts},
  };
}

}  // namespace probity::app
