#include <cstdio>

#include "base/text.h"
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

namespace {

Result<Uuid> import_one(const Uuid& institution, const json::Value& row) {
  auto text = [&](std::string_view member) { return std::string(row.text_at(member)); };
  auto hash = TRY(credentials::ImportedHash::read(text("password_hash"), "password_hash"));
  return identity::add_person(
      institution, {.email = text("email"),
                    .name = text("name"),
                    .role = text("role"),
                    .stored_password = identity::directory().passwords().adopt(hash, true)});
}

}  // namespace

// A line a person: {"email","name","role","password_hash"}. A line that can't be taken is named and
// left out; the others are imported.
int import_users(const Config& config, const std::string& institution_id, const std::string& path,
                 bool as_json) {
  auto institution = Uuid::parse(institution_id);
  if (!institution)
    throw Refused({Refusal::invalid_input, "--institution must be the UUID of an institution"});
  std::string text = read_file(path);
  auto pool = open_pool(config);
  auto keystore = open_keystore(config, false);
  identity::ensure_platform(*pool, *keystore);
  auto directory = open_directory(config, *pool, *keystore);
  identity::use_directory(directory.get());
  std::int64_t number = 0, imported = 0;
  json::Array refused;
  for (auto line : split(text, '\n')) {
    ++number;
    if (trimmed(line).empty()) continue;
    auto row = json::parse(line);
    auto done = row ? import_one(*institution, *row) : std::unexpected(row.error());
    if (done) {
      ++imported;
      continue;
    }
    std::string why = done.error().message;
    for (const Fault& f : done.error().faults) why += "; " + f.field + " " + f.message;
    refused.push_back(json::Object{{"line", number}, {"why", why}});
    if (!as_json)
      std::fprintf(stderr, "line %lld: %s\n", static_cast<long long>(number), why.c_str());
  }
  bool all = refused.empty();
  if (as_json)
    std::printf(
        "%s\n",
        json::write(json::Object{{"imported", imported}, {"refused", std::move(refused)}}).c_str());
  else
    std::printf("%lld people imported\n", static_cast<long long>(imported));
  return all ? 0 : 1;
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
