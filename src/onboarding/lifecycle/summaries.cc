#include "lifecycle/summaries.h"

#include "lifecycle/render.h"
#include "profiles/links.h"

namespace probity::lifecycle {

std::unordered_map<Uuid, json::Value> summaries_of(const Setting& setting,
                                                   const std::vector<Uuid>& ids, bool last) {
  db::Tx& tx = setting.tx;
  if (tx.is_done()) {
    tx.read_on();
    last = true;
  }
  auto asked = profiles::ask_many(tx, *setting.keys, ids);
  auto asked_tasks = policies::ask_tasks(tx, ids);
  auto asked_unresolved = screening::ask_unresolved(tx, ids);
  if (last) tx.finish_reading();
  auto tasks = asked_tasks.get();
  auto unresolved = asked_unresolved.get();
  std::unordered_map<Uuid, json::Value> summaries;
  for (auto& [id, found] : asked.get())
    summaries.emplace(id, render_summary(setting.configuration->catalogue, std::move(found.profile),
                                         found.tags, tasks[id], unresolved[id]));
  return summaries;
}

json::Value with_linked(const Setting& setting, json::Value document) {
  auto ids = profiles::linked_profiles(document);
  if (!ids.empty()) profiles::show_linked(document, summaries_of(setting, ids, false));
  return document;
}

}  // namespace probity::lifecycle
