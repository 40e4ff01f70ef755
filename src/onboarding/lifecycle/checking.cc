// Checks within a case: started, completed, and what they mean for events and tasks.
#include <algorithm>

#include "base/fault.h"
#include "jobs/jobs.h"
#include "lifecycle/advance.h"

namespace probity::lifecycle {
namespace {

json::Object reference_of(const checks::Check& check) {
  return {{"check_id", check.id.text()}, {"check_type", check.check_type}};
}

// A match that was seen before keeps its resolution unless the listed entry changed since.
void add_event(Case& c, const checks::Check& check, screening::NewEvent found) {
  for (screening::Event& known : c.events) {
    if (known.data.text_at("match_id") != found.match_id) continue;
    if (known.evidence == found.evidence) return;
    known.data = std::move(found.data);
    known.evidence = std::move(found.evidence);
    known.check_id = check.id;
    known.resolution = "UNRESOLVED";
    known.resolved_at.reset();
    known.changed = true;
    c.tell_as_policy(
        journal::actions::added_event,
        {{"event_id", known.id.text()}, {"event_type", known.event_type}, {"reopened", true}});
    return;
  }
  screening::Event event{.id = Uuid::make(),
                         .check_id = check.id,
                         .event_type = found.event_type,
                         .created_at = c.at(),
                         .changed = true};
  event.data = std::move(found.data);
  event.evidence = std::move(found.evidence);
  c.tell_as_policy(journal::actions::added_event,
                   {{"event_id", event.id.text()}, {"event_type", event.event_type}});
  c.events.push_back(std::move(event));
}

}  // namespace

checks::Instruction instruction_of(const Case& c, const policies::CheckVariant& variant) {
  return {.check_type = variant.check_type,
          .variant_id = variant.id,
          .variant_name = variant.name,
          .provider = variant.provider,
          .classes = variant.classes,
          .threshold_permille = variant.threshold_permille,
          .demo = c.setting.institution.demo};
}

void complete_check(Case& c, checks::Check& check, checks::Outcome outcome, bool by_policy) {
  check.state = checks::State::complete;
  check.result = outcome.result;
  check.passed = outcome.passed;
  check.performed_at = c.at();
  if (check.data_version != c.profile.data_version) {
    check.data_version = c.profile.data_version;
    check.input_data = json::Verbatim{json::write(c.profile.data)};
  }
  check.output_data = std::move(outcome.output_data);
  check.evidence = std::move(outcome.evidence);
  check.errors = std::move(outcome.errors);
  check.changed = true;
  json::Object reference = reference_of(check);
  reference.set("result", *check.result);
  if (by_policy)
    c.tell_as_policy(journal::actions::updated_check, std::move(reference));
  else
    c.tell(journal::actions::updated_check, std::move(reference));
  for (auto& event : outcome.events) add_event(c, check, std::move(event));
}

checks::Check& start_check(Case& c, const policies::CheckVariant& variant, std::vector<Uuid> tasks,
                           bool inline_, bool by_policy) {
  checks::Check check;
  check.id = Uuid::make();
  check.variant_id = variant.id;
  check.variant_name = variant.name;
  check.provider = variant.provider;
  check.check_type = variant.check_type;
  check.created_at = c.at();
  check.task_ids = tasks;
  check.instructed_externally = !by_policy;
  check.data_version = c.profile.data_version;
  check.input_data = json::Verbatim{json::write(c.profile.data)};
  check.changed = true;
  for (policies::Task& task : c.tasks)
    if (std::ranges::find(tasks, task.id) != tasks.end()) {
      task.check_ids.push_back(check.id);
      task.changed = true;
    }
  if (by_policy)
    c.tell_as_policy(journal::actions::instructed_check, reference_of(check));
  else
    c.tell(journal::actions::instructed_check, reference_of(check));
  checks::Check& kept = c.checks.emplace_back(std::move(check));
  if (inline_)
    complete_check(c, kept, checks::perform(instruction_of(c, variant), c.profile.data), by_policy);
  else
    jobs::enqueue(c.setting.tx, "run_check",
                  {{"profile_id", c.profile.id.text()}, {"check_id", kept.id.text()}}, c.at());
  return kept;
}

}  // namespace probity::lifecycle
