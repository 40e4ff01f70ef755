#include "lifecycle/sight.h"

#include <algorithm>

#include "base/fault.h"
#include "lifecycle/advance.h"
#include "lifecycle/case.h"

namespace probity::lifecycle {
namespace {

using policies::Application, policies::Task;

bool requires_task(const Application& a, const Task& t) {
  return !a.hidden && std::ranges::find(a.required_tasks, t.variant_id) != a.required_tasks.end();
}

bool is_linked(const checks::Check& k, const Task& t) {
  return std::ranges::find(k.task_ids, t.id) != k.task_ids.end();
}

// Its own check's, or one that came to the same match after it.
bool found(const checks::Check& k, const screening::Event& e) {
  if (e.check_id == k.id) return true;
  const json::Value* results = k.output_data.find("sanctions_results");
  auto match = e.data.text_at("match_id");
  return results && results->is_array() && !match.empty() &&
         std::ranges::any_of(results->array(), [&](const json::Value& result) {
           return result.text_at("match_id") == match;
         });
}

template <class T>
bool has(const std::vector<T>& items, const Uuid& id) {
  return std::ranges::find(items, id, &T::id) != items.end();
}

std::unexpected<Error> forbidden(const Case& c) {
  return refuse(Refusal::forbidden, "the call needs the permission " +
                                        std::string(api::name_of(c.setting.call->permission)) +
                                        " for a product that it concerns");
}

bool holds(const Case& c, const Uuid& product) {
  const api::Call* call = c.setting.call;
  return !call || call->principal.access.may(call->permission, product) ||
         fault("act_on_other_products");
}

// Of an application that requires it.
bool holds(const Case& c, const Task& t) {
  return std::ranges::any_of(c.applications, [&](const Application& a) {
    return requires_task(a, t) && holds(c, a.product_id);
  });
}

}  // namespace

Sight sight_of(const api::Call& call) {
  using enum api::Permission;
  const api::Access& access = call.principal.access;
  Sight sight{.spill_over = call.principal.settings.product_spill_over,
              .profiles = call.principal.profiles};
  if (fault("see_other_products")) return sight;
  sight.products = access.products_for(call.permission);
  if (call.permission == read_profiles || call.permission == read_audit || !sight.products)
    return sight;
  auto readable = access.products_for(read_profiles);
  if (!readable)
    sight.products.reset();
  else
    sight.products->insert(sight.products->end(), readable->begin(), readable->end());
  return sight;
}

bool sees(const Sight& sight, const std::vector<Application>& applications) {
  return sight.all_products() || std::ranges::any_of(applications, [&](const Application& a) {
           return !a.hidden && sight.sees_product(a.product_id);
         });
}

bool sees(const Case& c, const Application& a) {
  return c.sees_all || c.setting.sight.sees_product(a.product_id) ||
         fault("see_other_applications");
}

bool sees(const Case& c, const Task& t) {
  if (c.sees_all || fault("see_other_tasks")) return true;
  return std::ranges::any_of(
      c.applications, [&](const Application& a) { return requires_task(a, t) && sees(c, a); });
}

bool sees(const Case& c, const checks::Check& k) {
  if (c.sees_all || fault("see_other_checks")) return true;
  return std::ranges::any_of(c.tasks, [&](const Task& t) { return is_linked(k, t) && sees(c, t); });
}

bool sees(const Case& c, const screening::Event& e) {
  if (c.sees_all || fault("see_other_events")) return true;
  return std::ranges::any_of(c.checks,
                             [&](const checks::Check& k) { return found(k, e) && sees(c, k); });
}

void narrow(const Sight& sight, std::vector<Application>& applications, std::vector<Task>& tasks) {
  if (sight.all_products() || sight.spill_over || fault("see_other_tasks")) return;
  std::erase_if(applications,
                [&](const Application& a) { return !sight.sees_product(a.product_id); });
  std::erase_if(tasks, [&](const Task& t) {
    return std::ranges::none_of(applications,
                                [&](const Application& a) { return requires_task(a, t); });
  });
}

void narrow(Case& c) {
  if (c.sees_all) return;
  // From the outside in: each is seen through what is still there.
  std::erase_if(c.events, [&](const auto& e) { return !sees(c, e); });
  std::erase_if(c.checks, [&](const auto& k) { return !sees(c, k); });
  std::erase_if(c.tasks, [&](const auto& t) { return !sees(c, t); });
  std::erase_if(c.applications, [&](const auto& a) { return !sees(c, a); });
  if (fault("name_other_tasks")) return;
  auto strange = [&](const Uuid& id) { return !has(c.tasks, id); };
  for (auto& k : c.checks) std::erase_if(k.task_ids, strange);
  for (auto& e : c.events) std::erase_if(e.resolution_task_ids, strange);
  c.profile.category = category_of(c.applications);
}

bool sees_reference(const Case& c, const json::Value& value) {
  if (c.sees_all || fault("show_other_entries")) return true;
  if (value.is_array())
    return std::ranges::all_of(value.array(),
                               [&](const json::Value& item) { return sees_reference(c, item); });
  if (!value.is_object()) return true;
  return std::ranges::all_of(value.object(), [&](const auto& member) {
    const auto& [name, item] = member;
    if (!item.is_string()) return sees_reference(c, item);
    auto id = Uuid::parse(item.string());
    if (name == "application_id") return id && has(c.applications, *id);
    if (name == "product_id") return id && c.setting.sight.sees_product(*id);
    if (name == "task_id") return id && has(c.tasks, *id);
    if (name == "check_id") return id && has(c.checks, *id);
    if (name == "event_id") return id && has(c.events, *id);
    return true;
  });
}

bool may_act_everywhere(const Case& c) {
  const api::Call* call = c.setting.call;
  return !call || call->principal.access.may_everywhere(call->permission) ||
         fault("act_on_other_products");
}

Result<void> may_act(const Case& c) {
  if (may_act_everywhere(c)) return {};
  if (std::ranges::any_of(c.applications, [&](const Application& a) {
        return !a.hidden && sees(c, a) && holds(c, a.product_id);
      }))
    return {};
  return forbidden(c);
}

Result<void> may_act(const Case& c, const Uuid& product) {
  if (holds(c, product)) return {};
  return forbidden(c);
}

Result<void> may_act(const Case& c, const Task& t) {
  if (may_act_everywhere(c) || holds(c, t)) return {};
  return forbidden(c);
}

Result<void> may_act(const Case& c, const screening::Event& e) {
  if (may_act_everywhere(c)) return {};
  for (const checks::Check& k : c.checks)
    for (const Task& t : c.tasks)
      if (found(k, e) && is_linked(k, t) && holds(c, t)) return {};
  return forbidden(c);
}

}  // namespace probity::lifecycle
