#include <algorithm>

#include "base/fault.h"
#include "keys/subject_keys.h"
#include "lifecycle/case.h"
#include "profiles/collected_data.h"
#include "review_queue_sql.h"
#include "screening/events.h"
#include "worklist/cursor.h"
#include "worklist/filters.h"
#include "worklist/worklist_api.h"
#include "worklist_sql.h"

namespace probity::worklist {
namespace {

using lifecycle::Setting;

constexpr const char* order = "events";

std::vector<std::string> strings(std::span<const std::string_view> words) {
  return {words.begin(), words.end()};
}

struct Wanted {
  std::vector<std::string> resolutions, types;
  Cursor after{order, {}, always_before, Uuid()};
  std::int64_t limit = 50;
};

Result<Wanted> wanted_of(const api::Call& call) {
  Wanted wanted;
  std::vector<Fault> faults;
  auto all_resolutions = strings(screening::resolution_words);
  auto all_types = strings(screening::event_type_words);
  wanted.resolutions = listed(call.query, "resolution", all_resolutions, faults);
  wanted.types = listed(call.query, "event_type", all_types, faults);
  if (wanted.resolutions.empty()) wanted.resolutions = std::move(all_resolutions);
  if (wanted.types.empty()) wanted.types = std::move(all_types);
  if (const std::string* after = call.parameter("after")) {
    if (auto cursor = cursor_from(*after, order))
      wanted.after = std::move(*cursor);
    else
      faults.push_back({"after", "must be the next of a page of this list"});
  }
  if (auto page = api::page_of(call))
    wanted.limit = page->limit;
  else
    faults.insert(faults.end(), page.error().faults.begin(), page.error().faults.end());
  if (!faults.empty())
    return refuse(Refusal::invalid_input, "the query is not valid", std::move(faults));
  return wanted;
}

bool sees_whole_profiles(const Setting& setting) {
  return setting.sight.all_products() || setting.sight.spill_over || fault("queue_other_products");
}

// The profiles of a page: who they are, their keys, and which of their tasks are seen.
struct Around {
  std::unordered_map<Uuid, profiles::AskedMany::Found> profiles;
  std::unordered_map<Uuid, keys::SubjectKey> keys;
  std::optional<std::vector<Uuid>> seen_tasks;  // nothing: all
};

Around around(const Setting& setting, const std::vector<Uuid>& ids) {
  db::Tx& tx = setting.tx;
  auto asked = profiles::ask_many(tx, *setting.keys, ids);
  auto keys = keys::ask_subject_keys(tx, *setting.keys, ids);
  auto asked_tasks = policies::ask_tasks(tx, ids);
  auto asked_applications = policies::ask_applications(tx, ids);
  tx.finish_reading();
  Around out{asked.get(), keys.get(), {}};
  if (sees_whole_profiles(setting)) return out;
  auto tasks = asked_tasks.get();
  auto applications = asked_applications.get();
  out.seen_tasks.emplace();
  for (const Uuid& id : ids) {
    lifecycle::narrow(setting.sight, applications[id], tasks[id]);
    for (const auto& task : tasks[id]) out.seen_tasks->push_back(task.id);
  }
  return out;
}

json::Value render(const profiles::Profile& p, screening::Event event, const Around& seen) {
  if (seen.seen_tasks)
    std::erase_if(event.resolution_task_ids,
                  [&](const Uuid& id) { return !std::ranges::count(*seen.seen_tasks, id); });
  json::Object out{{"profile_id", p.id.text()},
                   {"display_name", profiles::display_name(p.data)},
                   {"entity_type", profiles::to_text(profiles::entity_type_of(p.role))},
                   {"event", screening::render(event)}};
  if (auto ref = p.data.text_at("customer_ref"); !ref.empty()) out.set("customer_ref", ref);
  return out;
}

Result<api::Reply> list(api::Call& call) {
  auto setting = TRY(lifecycle::setting_of(call));
  Wanted wanted = TRY(wanted_of(call));
  db::Tx& tx = call.tx;
  tx.queue(sql::plan_anew, {});
  auto rows =
      tx.queue(sql::review_queue,
               {tx.tenant(), db::Arg::texts(wanted.resolutions), db::Arg::texts(wanted.types),
                wanted.after.at, wanted.after.id,
                sees_whole_profiles(setting) ? db::Arg(nullptr) : db::Arg(setting.sight.products),
                wanted.limit + 1});
  std::vector<Uuid> ids;
  for (int i = 0; i < rows.get().size(); ++i) ids.push_back(rows.get()[i].uuid());
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  Around seen = around(setting, ids);
  json::Array results;
  json::Object out;
  Cursor last = wanted.after;
  for (int i = 0; i < rows.get().size(); ++i) {
    if (i == wanted.limit) {
      out.set("next", text_of(last));
      break;
    }
    db::Columns c = rows.get()[i];
    Uuid profile = c.uuid();
    auto place = c;
    last.id = place.uuid();
    place.skip(), place.skip(), place.skip();
    last.at = place.instant();
    auto found = seen.profiles.find(profile);
    auto key = seen.keys.find(profile);
    if (found == seen.profiles.end() || key == seen.keys.end()) continue;
    results.push_back(render(found->second.profile, screening::event_from(c, key->second), seen));
  }
  out.set("results", std::move(results));
  return api::json_reply(200, std::move(out));
}

using enum api::Permission;
using api::Method, api::Takes;
constexpr api::Route table[] = {
    {Method::get, "/events", read_profiles, Takes::nothing, list},
};

}  // namespace

std::span<const api::Route> review_queue_routes() { return table; }

}  // namespace probity::worklist
