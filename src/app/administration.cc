// Commands of the operator: schema, lists, institutions, keys.
#include <cstdio>

#include "api/access.h"
#include "base/text.h"
#include "commands.h"
#include "configuration_folder.h"
#include "db/migrate.h"
#include "identity/identity.h"
#include "json/json.h"
#include "open.h"
#include "screening/list_store.h"

namespace probity::app {
namespace {

void print(const json::Value& value) { std::printf("%s\n", json::write(value).c_str()); }

}  // namespace

json::Value parse_option(const std::string& text, const std::string& option) {
  auto value = json::parse(text);
  if (!value)
    throw Refused({Refusal::invalid_input, option + " must be JSON: " + value.error().message});
  return std::move(*value);
}

int version(bool as_json) {
  if (as_json)
    print(json::Object{{"version", PROBITY_VERSION}});
  else
    std::printf("probity %s\n", PROBITY_VERSION);
  return 0;
}

int migrate(const Config& config, bool as_json) {
  if (config.database_owner_url.empty())
    throw Refused({Refusal::invalid_input, "database.owner_url is required to migrate"});
  db::Connection owner(config.database_owner_url);
  int count = db::migrate(owner);
  // A fresh database gets a fresh keystore; later a missing one is an error, never silently
  // replaced.
  if (count == static_cast<int>(db::migrations().size())) open_keystore(config, true);
  if (as_json)
    print(json::Object{{"applied", count}});
  else
    std::printf("%d migrations applied\n", count);
  return 0;
}

int load_lists(const Config& config, const std::string& catalogue, bool as_json) {
  std::string path = catalogue.empty() ? config.screening_lists : catalogue;
  if (path.empty())
    throw Refused({Refusal::invalid_input, "name a lists.toml, or set screening.lists"});
  auto pool = open_pool(config);
  auto reports = unwrap(screening::load_lists(*pool, path));
  static constexpr const char* kinds[] = {"loaded", "unchanged", "skipped", "failed"};
  json::Array rows;
  int failed = 0, skipped = 0;
  for (const auto& r : reports) {
    failed += r.kind == screening::LoadReport::Kind::failed;
    skipped += r.kind == screening::LoadReport::Kind::skipped;
    rows.push_back(json::Object{{"list", r.list_id},
                                {"outcome", kinds[int(r.kind)]},
                                {"entries", r.entries},
                                {"skipped_rows", r.skipped},
                                {"why", r.why}});
    if (!as_json)
      std::printf("  %-16s %-10s %7lld entries, %lld rows skipped %s\n", r.list_id.c_str(),
                  kinds[int(r.kind)], (long long)r.entries, (long long)r.skipped, r.why.c_str());
  }
  if (as_json) print(json::Object{{"lists", rows}, {"skipped", skipped}, {"failed", failed}});
  return failed ? 1 : 0;
}

int list_status(const Config& config, bool as_json) {
  auto pool = open_pool(config);
  json::Array rows;
  for (const auto& v : screening::current_lists(*pool)) {
    rows.push_back(
        json::Object{{"list", v.list_id},
                     {"name", v.name},
                     {"class", v.list_class == screening::ListClass::pep ? "PEP" : "SANCTIONS"},
                     {"environment", v.demo ? "demo" : "all"},
                     {"date", v.date.text()},
                     {"entries", v.entries},
                     {"content_hash", v.content_hash},
                     {"loaded_at", iso_time(v.loaded_at)}});
    if (!as_json)
      std::printf("  %-16s %s  %7lld entries  %.12s  %s%s\n", v.list_id.c_str(),
                  v.date.text().c_str(), (long long)v.entries, v.content_hash.c_str(),
                  v.name.c_str(), v.demo ? " (demo institutions only)" : "");
  }
  if (as_json) print(json::Object{{"lists", rows}});
  return 0;
}

int create_institution(const Config& config, const InstitutionOptions& options, bool as_json) {
  auto pool = open_pool(config);
  auto keystore = open_keystore(config, false);
  auto settings = parse_option(options.settings, "--settings");
  std::optional<json::Value> document;
  if (!options.configuration.empty()) document = read_configuration(options.configuration);
  auto fresh =
      unwrap(identity::create_institution(*pool, *keystore, options.name, options.demo, settings));
  if (document) publish_configuration(*pool, *keystore, fresh.id, *document);
  if (as_json)
    print(json::Object{{"institution_id", fresh.id.text()}, {"api_key", fresh.api_key}});
  else
    std::printf("institution %s\nmaster API key, shown once: %s\n", fresh.id.text().c_str(),
                fresh.api_key.c_str());
  return 0;
}

int create_api_key(const Config& config, const ApiKeyOptions& options, bool as_json) {
  auto institution = Uuid::parse(options.institution);
  if (!institution)
    throw Refused({Refusal::invalid_input, "--institution must be the UUID of an institution"});
  api::Grants grants;
  for (auto word : split(options.permissions, ',')) {
    if (trimmed(word).empty()) continue;
    if (!api::permission_named(trimmed(word))) {
      std::string names;
      for (const auto& row : api::permission_names)
        (names += names.empty() ? "" : ", ") += row.name;
      throw Refused({Refusal::invalid_input, "--permissions must be of " + names});
    }
    grants.push_back({std::string(trimmed(word)), std::nullopt, std::nullopt});
  }
  if (options.permissions.empty()) grants = api::grants_for_everything();
  auto pool = open_pool(config);
  auto keystore = open_keystore(config, false);
  auto fresh =
      unwrap(identity::create_api_key(*pool, *keystore, *institution, options.name, grants));
  if (as_json)
    print(json::Object{{"id", fresh.id.text()}, {"api_key", fresh.api_key}});
  else
    std::printf("API key, shown once: %s\n", fresh.api_key.c_str());
  return 0;
}

}  // namespace probity::app
