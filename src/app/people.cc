#include <cstdio>

#include "commands.h"
#include "identity/directory.h"
#include "open.h"

namespace probity::app {
namespace {

Date date_of(const std::string& text, const char* option) {
  auto day = Date::parse(text);
  if (!day)
    throw Refused({Refusal::invalid_input, std::string(option) + " must be a date, YYYY-MM-DD"});
  return *day;
}

int invite(const Config& config, const Uuid& institution, const InviteOptions& options,
           const std::optional<identity::Training>& training, bool as_json) {
  auto pool = open_pool(config);
  auto keystore = open_keystore(config, false);
  identity::ensure_platform(*pool, *keystore);
  auto directory = open_directory(config, *pool, *keystore);
  identity::use_directory(directory.get());
  auto invited = unwrap(
      identity::invite_person(institution, options.email, options.name, options.role, training));
  std::string link = directory->settings().portal_url + "/invitation#" + invited.token;
  if (as_json)
    std::printf("%s\n", json::write(json::Object{{"user_id", invited.user.text()},
                                                 {"invitation_token", invited.token},
                                                 {"invitation_url", link}})
                            .c_str());
  else
    std::printf("user %s is invited by mail; the link, good once and for seven days:\n%s\n",
                invited.user.text().c_str(), link.c_str());
  return 0;
}

}  // namespace

int invite_user(const Config& config, const InviteOptions& options, bool as_json) {
  auto institution = Uuid::parse(options.institution);
  if (!institution)
    throw Refused({Refusal::invalid_input, "--institution must be the UUID of an institution"});
  return invite(config, *institution, options, std::nullopt, as_json);
}

int invite_staff(const Config& config, const InviteOptions& options, bool as_json) {
  identity::Training training{options.course, options.evidence,
                              date_of(options.completed, "--completed"),
                              date_of(options.expires, "--expires")};
  if (training.expires <= training.completed)
    throw Refused({Refusal::invalid_input, "--expires must be after --completed"});
  return invite(config, db::platform_tenant(), options, training, as_json);
}

}  // namespace probity::app
