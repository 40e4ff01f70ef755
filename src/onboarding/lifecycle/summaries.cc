#include "lifecycle/summaries.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/fault.h"
#include "lifecycle/advance.h"
#include "lifecycle/render.h"
#include "profiles/links.h"

namespace probity::lifecycle {

namespace {

// Takes away what isn't seen, the profiles themselves, too; returns the tasks that are left.
std::vector<Uuid> narrow_all(
    const Sight& sight, std::unordered_map<Uuid, profiles::AskedMany::Found>& found,
    std::unordered_map<Uuid, std::vector<policies::Application>> applications,
    std::unordered_map<Uuid, std::vector<policies::Task>>& tasks) {
  std::vector<Uuid> left;
  std::erase_if(found, [&](const auto& row) {
    return !sight.may_see_profile(row.first) || !sees(sight, applications[row.first]);
  });
  for (auto& [id, one] : found) {
    narrow(sight, applications[id], tasks[id]);
    one.profile.category = category_of(applications[id]);
    for (const auto& task : tasks[id]) left.push_back(task.id);
  }
  return left;
}

}  // namespace

std::unordered_map<Uuid, json::Value> summaries_of(const Setting& setting,
                                                   const std::vector<Uuid>& ids, bool last) {
  db::Tx& tx = setting.tx;
  const Sight& sight = setting.sight;
  bool narrowed = (!sight.all_products() || !sight.profiles.empty()) && !fault("show_other_links");
  bool whole = sight.all_products() || sight.spill_over;  // those that are seen at all
  if (tx.is_done()) {
    tx.read_on();
    last = true;
  }
  auto asked = profiles::ask_many(tx, *setting.keys, ids);
  auto asked_tasks = policies::ask_tasks(tx, ids);
  std::optional<policies::AskedApplicationsOfMany> asked_applications;
  std::optional<screening::AskedUnresolved> asked_unresolved;
  if (narrowed) asked_applications = policies::ask_applications(tx, ids);
  if (!narrowed || whole) asked_unresolved = screening::ask_unresolved(tx, ids);
  if (last && !narrowed) tx.finish_reading();
  auto tasks = asked_tasks.get();
  auto found = asked.get();
  if (narrowed) {
    auto left = narrow_all(sight, found, asked_applications->get(), tasks);
    if (!whole) asked_unresolved = screening::ask_unresolved(tx, ids, left);
    if (last) tx.finish_reading();
  }
  auto unresolved = asked_unresolved->get();
  std::unordered_map<Uuid, json::Value> summaries;
  for (auto& [id, one] : found)
    summaries.emplace(id, render_summary(setting.configuration->catalogue, std::move(one.profile),
                                         one.tags, tasks[id], unresolved[id]));
  return summaries;
}

json::Value capabilities_of(const Setting& setting, const std::vector<Uuid>& ids,
                            std::unordered_map<Uuid, std::vector<policies::Application>> applied) {
  std::map<std::vector<Uuid>, json::Value> by_products;  // most have the same few
  json::Object out;
  for (const Uuid& id : ids) {
    std::vector<Uuid> products;
    for (const auto& a : applied[id])
      if (!a.hidden) products.push_back(a.product_id);
    std::ranges::sort(products);
    auto [place, is_new] = by_products.try_emplace(products);
    if (is_new) {
      json::Array names;
      for (auto name : setting.call->principal.access.capabilities_for(products))
        names.push_back(name);
      place->second = std::move(names);
    }
    out.set(id.text(), place->second);
  }
  return out;
}

json::Value with_linked(const Setting& setting, json::Value document) {
  auto ids = profiles::linked_profiles(document);
  if (!ids.empty()) profiles::show_linked(document, summaries_of(setting, ids, false));
  return document;
}

}  // namespace probity::lifecycle
