#include "lifecycle/case.h"

#include <algorithm>

#include "base/fault.h"
#include "identity/identity.h"
#include "jobs/jobs.h"

namespace probity::lifecycle {
namespace {

std::span<const Reaction> reactions;
policies::Configurations* configurations = nullptr;

template <class T>
T* seen_by_id(const Case& c, std::vector<T>& items, const Uuid& id) {
  auto found = std::ranges::find(items, id, &T::id);
  return found == items.end() || !sees(c, *found) ? nullptr : &*found;
}

bool sees_whole_profiles(const Sight& sight) { return sight.all_products() || sight.spill_over; }

// Everything of one profile in one round trip.
Result<Case> load(Setting setting, const Uuid& id, bool lock) {
  db::Tx& tx = setting.tx;
  auto profile = profiles::ask(tx, *setting.keys, id, lock);
  auto tags = profiles::ask_tags(tx, id);
  auto applications = policies::ask_applications(tx, id);
  auto tasks = policies::ask_tasks(tx, id);
  auto checks = checks::ask_checks(tx, id);
  auto events = screening::ask_events(tx, id);
  if (!lock) tx.finish_reading();
  auto found = profile.get();
  if (!found || !setting.sight.may_see_profile(id))
    return refuse(Refusal::not_found, "no such profile");
  bool sees_all = sees_whole_profiles(setting.sight);
  Case c{.setting = std::move(setting),
         .profile = std::move(found->profile),
         .key = std::make_shared<const keys::SubjectKey>(std::move(found->key)),
         .stream = journal::Stream(id, found->last_journal_seq),
         .sees_all = sees_all};
  c.tags = tags.get(*c.key);
  c.applications = applications.get(*c.key);
  if (!sees(c.setting.sight, c.applications)) return refuse(Refusal::not_found, "no such profile");
  c.tasks = tasks.get();
  c.checks = checks.get(*c.key);
  c.events = events.get(*c.key);
  return c;
}

json::Object payload(json::Object reference, std::string message) {
  json::Object out{{"ref_data", std::move(reference)}};
  if (!message.empty()) out.set("message", std::move(message));
  return out;
}

}  // namespace

policies::Entity Case::entity() const {
  return profiles::entity_type_of(profile.role) == profiles::EntityType::individual
             ? policies::Entity::individual
             : policies::Entity::company;
}

policies::Application* Case::application(const Uuid& id) {
  return seen_by_id(*this, applications, id);
}
policies::Task* Case::task(const Uuid& id) { return seen_by_id(*this, tasks, id); }
checks::Check* Case::check(const Uuid& id) { return seen_by_id(*this, checks, id); }
screening::Event* Case::event(const Uuid& id) { return seen_by_id(*this, events, id); }

void Case::tell(journal::Action action, json::Object reference, std::string message) {
  stream.append(action, setting.actor, payload(std::move(reference), std::move(message)));
}

void Case::tell_as_policy(journal::Action action, json::Object reference, std::string message) {
  stream.append(action, {journal::Actor::Kind::policy},
                payload(std::move(reference), std::move(message)));
}

void use_configurations(policies::Configurations* c) { configurations = c; }
void use_reactions(std::span<const Reaction> table) { reactions = table; }

Result<Setting> setting_of(api::Call& call) {
  ENSURE(configurations);
  auto configuration = TRY(configurations->of(call.principal.tenant));
  return Setting{call.tx,
                 call.keys,
                 std::move(configuration),
                 identity::actor_of(call.principal),
                 call.principal.settings,
                 &call,
                 sight_of(call)};
}

Result<Setting> job_setting(db::Tx& tx, std::shared_ptr<const keys::TenantKeys> keys,
                            api::InstitutionSettings institution) {
  ENSURE(configurations);
  auto configuration = TRY(configurations->of(tx.tenant()));
  return Setting{
      tx,          std::move(keys), std::move(configuration), {journal::Actor::Kind::system},
      institution, nullptr};
}

Case create_case(Setting setting, profiles::Role role, json::Value data) {
  auto profile = profiles::make(setting.tx, role, std::move(data));
  auto key = keys::create_subject_key(setting.tx, *setting.keys, profile.id);
  journal::Stream stream(profile.id, 0);
  bool sees_all = sees_whole_profiles(setting.sight);
  Case c{.setting = std::move(setting),
         .profile = std::move(profile),
         .key = std::make_shared<const keys::SubjectKey>(std::move(key)),
         .stream = std::move(stream),
         .is_new = true,
         .sees_all = sees_all};
  c.tell(journal::actions::created_profile, {{"role", profiles::role_words[int(role)]}});
  return c;
}

Result<Case> lock_case(Setting setting, const Uuid& profile) {
  return load(std::move(setting), profile, true);
}

Result<Case> read_case(Setting setting, const Uuid& profile) {
  Case c = TRY(load(std::move(setting), profile, false));
  narrow(c);
  return c;
}

void settle(Case& c) {
  constexpr int most_rounds = 50;
  for (int round = 0; c.heard < c.stream.unwritten().size(); ++round) {
    ENSURE(round < most_rounds);
    std::size_t until = c.stream.unwritten().size();
    std::vector<void (*)(Case&)> to_run;
    for (; c.heard < until; ++c.heard) {
      for (const Reaction& r : reactions) {
        const journal::Entry& entry = c.stream.unwritten()[c.heard];
        if (!(r.heard == entry.action)) continue;
        // What a reaction told itself, it need not hear.
        bool by_policy = entry.actor.kind == journal::Actor::Kind::policy;
        if (r.inline_ && !by_policy && std::ranges::find(to_run, r.inline_) == to_run.end())
          to_run.push_back(r.inline_);
        if (!r.later.empty())
          jobs::enqueue(c.setting.tx, r.later, {{"profile_id", c.profile.id.text()}}, c.at());
      }
    }
    for (auto reaction : to_run) reaction(c);
  }
}

void save(Case& c) {
  db::Tx& tx = c.setting.tx;
  Uuid id = c.profile.id;
  if (c.is_new)
    profiles::insert(tx, *c.setting.keys, *c.key, c.profile);
  else if (c.profile_changed || !c.stream.unwritten().empty())
    profiles::update(tx, c.profile);
  for (auto& a : c.applications) policies::save(tx, *c.key, id, a);
  for (auto& d : c.decisions) policies::record(tx, id, d);
  c.decisions.clear();
  for (auto& t : c.tasks) policies::save(tx, id, t);
  for (auto& k : c.checks) checks::save(tx, *c.key, id, k);
  for (auto& e : c.events) screening::save(tx, *c.key, id, e);
  c.stream.write(tx, *c.key);
  c.profile_changed = c.is_new = false;
  if (c.setting.call) c.setting.call->subject_key = c.key;
  narrow(c);
}

}  // namespace probity::lifecycle
