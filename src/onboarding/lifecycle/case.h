// lifecycle: the conversation between the rooms of onboarding. A Case is one profile with all that
// belongs to it, in memory, under its lock. Whatever changes it appends to the journal; settle()
// lets the reactions hear that (advance() above all) until nothing moves; save() queues every
// write, so that a request stays one pipeline and one commit.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "api/call.h"
#include "checks/checks.h"
#include "journal/journal.h"
#include "lifecycle/sight.h"
#include "policies/applications.h"
#include "policies/configurations.h"
#include "policies/tasks.h"
#include "profiles/profiles.h"
#include "screening/events.h"

namespace probity::lifecycle {

// Under which circumstances a case is handled.
struct Setting {
  db::Tx& tx;
  std::shared_ptr<const keys::TenantKeys> keys;
  std::shared_ptr<const policies::Published> configuration;
  journal::Actor actor;
  api::InstitutionSettings institution;
  api::Call* call = nullptr;  // none for a job
  Sight sight = {};           // of who asks; a job sees everything
};

struct Case {
  Setting setting;
  profiles::Profile profile;
  std::shared_ptr<const keys::SubjectKey> key;
  journal::Stream stream;
  bool profile_changed = false;
  bool is_new = false;    // not yet written
  bool sees_all = true;   // whether its caller sees the applications of all products here
  std::size_t heard = 0;  // entries of the stream that the reactions have heard

  std::vector<profiles::Tag> tags;
  std::vector<policies::Application> applications;
  std::vector<policies::Task> tasks;
  std::vector<checks::Check> checks;
  std::vector<screening::Event> events;
  std::vector<policies::Decision> decisions;  // made in this transaction

  const policies::Catalogue& catalogue() const { return setting.configuration->catalogue; }
  policies::Entity entity() const;
  Instant at() const { return setting.tx.at(); }

  // Of those that the caller sees; nullptr for any other.
  policies::Application* application(const Uuid& id);
  policies::Task* task(const Uuid& id);
  checks::Check* check(const Uuid& id);
  screening::Event* event(const Uuid& id);

  // Appends to the journal; `reference` are ids and words for machines, `message` is for people.
  void tell(journal::Action action, json::Object reference, std::string message = {});
  void tell_as_policy(journal::Action action, json::Object reference, std::string message = {});
};

// With the sight that the route's permission gives.
Result<Setting> setting_of(api::Call& call);
// For work that no call asked for; the actor is the system.
Result<Setting> job_setting(db::Tx& tx, std::shared_ptr<const keys::TenantKeys> keys,
                            api::InstitutionSettings institution);

Case create_case(Setting setting, profiles::Role role, json::Value data);
// Refuses with not_found, whoever's the id may be, also when the caller doesn't see the profile. It
// is whole, because the policy goes by the whole: what a caller names is looked up by its members.
Result<Case> lock_case(Setting setting, const Uuid& profile);
// For reading: no lock, the transaction has ended when it returns, and only what the caller sees is
// there.
Result<Case> read_case(Setting setting, const Uuid& profile);

// Applies for a product. Refuses when one is open for it, or the product is not for such a profile.
Result<policies::Application*> apply(Case& c, const policies::Product& product,
                                     std::optional<std::string> associated_role);

// What hears an entry: `inline_` in the same transaction before it commits, without network;
// `later` is the kind of a job that is queued with it.
struct Reaction {
  journal::Action heard;
  void (*inline_)(Case&);
  std::string_view later;
};
// The table of app/reactions.cc; set once at start-up.
void use_reactions(std::span<const Reaction> reactions);

// Lets the reactions hear what was told, until nothing more is told.
void settle(Case& c);
// Queues all writes of the case; then only what the caller sees is left of it, to be shown.
void save(Case& c);

// The process's configurations; set once at start-up.
void use_configurations(policies::Configurations* configurations);

}  // namespace probity::lifecycle
