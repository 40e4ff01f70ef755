// The demo institution and its sample customers.
#include <fmt/format.h>

#include <cstdio>

#include "base/text.h"
#include "commands.h"
#include "configuration_folder.h"
#include "credentials/password.h"
#include "crypto/crypto.h"
#include "demo_crowd.h"
#include "identity/identity.h"
#include "open.h"

namespace probity::app {
namespace {

struct Became {
  std::string customer, status, flag, risk, why;
};

// The reason in a few words: a match, what is missing, or what stands open.
std::string reason_of(const json::Value& profile, const json::Value& application) {
  for (const json::Value& event : profile.find("events")->array())
    if (event.text_at("resolution") == "UNRESOLVED")
      return fmt::format("match: {} ({})", event.text_at("data.match_name"),
                         event.path("data.score")->number().text);
  if (auto missing = application.text_at("policy_evaluation.parked.missing"); !missing.empty())
    return fmt::format("waits for {}", missing);
  if (const json::Value* blockers = application.find("approval_blockers"))
    for (const json::Value& blocker : blockers->array())
      if (auto task = blocker.text_at("task_type"); !task.empty())
        return fmt::format("open task: {}", lower_ascii(task));
  return std::string(application.text_at("status")) == "APPROVED" ? "straight through" : "";
}

Became onboard(const DemoApi& api, const json::Value& sample) {
  json::Value profile = api.post("/profiles", *sample.find("request"));
  Became out{.customer = std::string(sample.text_at("label"))};
  for (const json::Value& application : profile.find("applications")->array()) {
    out.status = application.text_at("status");
    out.flag = application.text_at("flag");
    out.risk = application.text_at("risk.overall_risk.category");
    out.why = reason_of(profile, application);
  }
  return out;
}

struct DemoPerson {
  std::string email, password;
};

// An administrator for trying out the portal, with a password that is printed once.
DemoPerson add_demo_person(const Config& config, db::Pool& pool, keys::Keystore& keystore,
                           const Uuid& institution) {
  DemoPerson person{"demo@example.org", base64url(crypto::random_bytes(15))};
  identity::ensure_platform(pool, keystore);
  auto directory = open_directory(config, pool, keystore);
  identity::use_directory(directory.get());
  auto password = unwrap(credentials::Password::read(person.password));
  unwrap(
      identity::add_person(institution, {.email = person.email,
                                         .name = "Demo Administrator",
                                         .role = "Administrator",
                                         .stored_password = directory->passwords().hash(password),
                                         .replace_password = true}));
  return person;
}

}  // namespace

int demo(const Config& config, const DemoOptions& options, bool as_json) {
  auto pool = open_pool(config);
  auto keystore = open_keystore(config, false);
  auto document = read_configuration(options.folder);
  auto read = [&](const std::string& name) {
    auto found = json::parse(read_file(options.folder + "/" + name));
    if (!found) throw Refused({Refusal::invalid_input, name + ": " + found.error().message});
    return std::move(*found);
  };
  json::Value samples = read("customers.json"), words = read("crowd.json");
  auto fresh = unwrap(identity::create_institution(*pool, *keystore, options.name, true,
                                                   parse_option(options.settings, "--settings")));
  publish_configuration(*pool, *keystore, fresh.id, document);

  auto person = add_demo_person(config, *pool, *keystore, fresh.id);

  json::Array rows;
  json::Object crowd;
  if (!options.base_url.empty()) {
    DemoApi api(options.base_url, fresh.api_key);
    if (!as_json)
      std::printf("%-44s %-10s %-32s %-13s %s\n", "customer", "status", "flag", "risk", "why");
    for (const json::Value& sample : samples.array()) {
      auto became = onboard(api, sample);
      rows.push_back(json::Object{{"customer", became.customer},
                                  {"status", became.status},
                                  {"flag", became.flag},
                                  {"risk", became.risk},
                                  {"why", became.why}});
      if (!as_json)
        std::printf("%-44s %-10s %-32s %-13s %s\n", became.customer.c_str(), became.status.c_str(),
                    became.flag.c_str(), became.risk.c_str(), became.why.c_str());
    }
    crowd = onboard_crowd(api, words, options.crowd);
    if (!as_json && options.crowd)
      std::printf("and %d more: %s\n", options.crowd, json::write(crowd).c_str());
  }
  if (as_json)
    std::printf("%s\n", json::write(json::Object{{"institution_id", fresh.id.text()},
                                                 {"api_key", fresh.api_key},
                                                 {"email", person.email},
                                                 {"password", person.password},
                                                 {"customers", rows},
                                                 {"crowd", crowd}})
                            .c_str());
  else
    std::printf("institution %s\nAPI key %s\nsign-in %s, password %s\n", fresh.id.text().c_str(),
                fresh.api_key.c_str(), person.email.c_str(), person.password.c_str());
  return 0;
}

}  // namespace probity::app
