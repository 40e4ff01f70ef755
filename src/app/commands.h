// What each command of the command line does. Each returns the process's exit code.
#pragma once

#include <string>

#include "base/result.h"
#include "config.h"

namespace probity::app {

// A refusal on its way to the command line.
struct Refused : std::exception {
  explicit Refused(Error e) : error(std::move(e)) {}
  Error error;
};
template <class T>
T unwrap(Result<T> result) {
  if (!result) throw Refused(std::move(result).error());
  return std::move(*result);
}

int version(bool as_json);
int migrate(const Config& config, bool as_json);
int load_lists(const Config& config, const std::string& catalogue, bool as_json);
int list_status(const Config& config, bool as_json);

struct InstitutionOptions {
  std::string name, settings = "{}", configuration;
  bool demo = false;
};
int create_institution(const Config& config, const InstitutionOptions& options, bool as_json);

struct ApiKeyOptions {
  std::string institution, name, permissions;
};
int create_api_key(const Config& config, const ApiKeyOptions& options, bool as_json);

struct TrialMessageOptions {
  std::string institution, channel, to;
  // Only test builds set these: another template than the trial's.
  std::string template_name, parameters = "{}";
  std::int64_t useful_seconds = 0;  // 0: as the template says
};
int queue_trial_message(const Config& config, const TrialMessageOptions& options, bool as_json);

// Of an institution's user, or of the platform's staff with the training that it takes.
struct InviteOptions {
  std::string institution, email, name, role;
  std::string course, evidence, completed, expires;
};
int invite_user(const Config& config, const InviteOptions& options, bool as_json);
int import_users(const Config& config, const std::string& institution, const std::string& path,
                 bool as_json);
int invite_staff(const Config& config, const InviteOptions& options, bool as_json);

struct DemoOptions {
  std::string folder, base_url, name = "Demo Institution", settings = "{}";
  int crowd = 0;  // customers beside the samples
};
int demo(const Config& config, const DemoOptions& options, bool as_json);

struct ScreenOptions {
  std::string name, catalogue, sdn, alt, exclusions, queries, out;
};
int screen(const Config& config, const ScreenOptions& options, bool as_json);
int screen_files(const ScreenOptions& options, bool as_json);

#ifdef PROBITY_TEST_BUILD
int print_tables();
#endif

}  // namespace probity::app
