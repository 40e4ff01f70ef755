#include <algorithm>
#include <map>
#include <set>

#include "identity/assignees.h"
#include "lifecycle/advance.h"
#include "lifecycle/render.h"
#include "policies/collected_facts.h"
#include "profiles/collected_data.h"
#include "worklist/work_list.h"
#include "worklist_sql.h"

namespace probity::worklist {
namespace {

using lifecycle::Setting;

struct Row {
  Uuid product;
  std::string status, flag, risk_level;
  std::optional<std::int64_t> risk_score;
  Instant created_at;
  identity::Assignee assignee;
  std::vector<Uuid> required_tasks;
  std::optional<Instant> decided_at;
};

std::unordered_map<Uuid, Row> rows_from(const db::Answer& answer) {
  std::unordered_map<Uuid, Row> rows;
  for (int i = 0; i < answer.size(); ++i) {
    db::Columns c = answer[i];
    Row& row = rows[c.uuid()];
    row.product = c.uuid();
    row.status = c.text();
    row.flag = c.text();
    row.risk_level = c.text();
    row.risk_score = c.optional(&db::Columns::bigint);
    row.created_at = c.instant();
    row.assignee.user = c.optional(&db::Columns::uuid);
    row.assignee.team = c.optional(&db::Columns::uuid);
    row.required_tasks = c.uuids();
    row.decided_at = c.optional(&db::Columns::instant);
  }
  return rows;
}

// Where the matches of a profile stand, by type of event.
struct Matches {
  std::int64_t unresolved = 0, confirmed = 0;
  bool screened = false;

  std::string_view word() const {
    return unresolved ? "UNRESOLVED" : confirmed ? "CONFIRMED" : screened ? "NONE" : "NOT_SCREENED";
  }
};
using MatchesByType = std::map<std::string, Matches, std::less<>>;

struct MatchMember {
  std::string_view member, event_type;
};
constexpr MatchMember match_members[] = {{"pep", "PEP_FLAG"},
                                         {"sanction", "SANCTION_FLAG"},
                                         {"adverse_media", "ADVERSE_MEDIA_FLAG"},
                                         {"refer", "REFER_FLAG"}};

std::unordered_map<Uuid, MatchesByType> matches_from(const policies::Catalogue& catalogue,
                                                     const db::Answer& events,
                                                     const db::Answer& screened) {
  std::unordered_map<Uuid, MatchesByType> matches;
  for (int i = 0; i < events.size(); ++i) {
    db::Columns c = events[i];
    Uuid profile = c.uuid();
    Matches& of_type = matches[profile][c.text()];
    of_type.unresolved = c.bigint();
    of_type.confirmed = c.bigint();
  }
  for (int i = 0; i < screened.size(); ++i) {
    db::Columns c = screened[i];
    Uuid profile = c.uuid();
    const auto* variant = catalogue.check_variant(c.uuid().text());
    for (const auto& row : policies::event_classes())
      if (variant && std::ranges::count(variant->classes, row.name))
        matches[profile][std::string(row.event_type)].screened = true;
  }
  return matches;
}

json::Object render(const MatchesByType& matches) {
  json::Object out;
  for (const auto& row : match_members) {
    auto found = matches.find(row.event_type);
    out.set(std::string(row.member),
            found == matches.end() ? Matches().word() : found->second.word());
  }
  return out;
}

json::Object render_product(const policies::Catalogue& catalogue, const Uuid& id) {
  const auto* product = catalogue.product(id.text());
  if (!product) return {{"id", id.text()}, {"name", ""}, {"is_deleted", true}};
  return {{"id", id.text()}, {"alias", product->alias}, {"name", product->name}};
}

// Of the application, of those tasks that are seen.
json::Object progress_of(const Row& row, const std::vector<policies::Task>& tasks) {
  std::int64_t total = 0, completed = 0;
  for (const auto& task : tasks) {
    if (!std::ranges::count(row.required_tasks, task.variant_id)) continue;
    ++total;
    completed += task.state == policies::TaskState::completed_pass;
  }
  return {{"completed_count", completed}, {"total_count", total}};
}

void set_if_told(json::Object& out, std::string name, std::string_view value) {
  if (!value.empty()) out.set(std::move(name), value);
}

// What tells one customer from another of the same name.
void add_marks(json::Object& out, const Setting& setting, const json::Value& data, Date today) {
  set_if_told(out, "customer_ref", data.text_at("customer_ref"));
  set_if_told(out, "dob", data.text_at("personal_details.dob"));
  set_if_told(out, "nationality", data.text_at("personal_details.nationality"));
  set_if_told(out, "company_number", data.text_at("metadata.number"));
  set_if_told(out, "country", data.text_at("metadata.country_of_incorporation"));
  policies::Facts facts;
  policies::add_collected(facts, data, setting.configuration->catalogue.custom_fields(), today);
  if (const auto* countries = facts.find("country_of_residence"))
    set_if_told(out, "country", std::string_view(policies::text_of(*countries)).substr(0, 3));
}

// What is asked about the profiles of a page; of it only what is seen is left.
struct Around {
  std::unordered_map<Uuid, profiles::AskedMany::Found> profiles;
  std::unordered_map<Uuid, std::vector<policies::Task>> tasks;
  std::optional<std::vector<Uuid>> seen_tasks;  // nothing: all
  std::unordered_map<Uuid, Row> rows;
};

Around around(const Setting& setting, const std::vector<Uuid>& ids,
              const std::vector<Uuid>& applications) {
  db::Tx& tx = setting.tx;
  const auto& sight = setting.sight;
  auto rows = tx.queue(sql::rows, {tx.tenant(), ids, applications});
  auto asked = profiles::ask_many(tx, *setting.keys, ids);
  auto asked_tasks = policies::ask_tasks(tx, ids);
  std::optional<policies::AskedApplicationsOfMany> asked_applications;
  if (!sight.all_products()) asked_applications = policies::ask_applications(tx, ids);
  Around out{asked.get(), asked_tasks.get(), {}, rows_from(rows.get())};
  if (!asked_applications) return out;
  auto by_profile = asked_applications->get();
  if (!sight.spill_over) out.seen_tasks.emplace();
  for (auto& [id, one] : out.profiles) {
    lifecycle::narrow(sight, by_profile[id], out.tasks[id]);
    one.profile.category = lifecycle::category_of(by_profile[id]);
    if (out.seen_tasks)
      for (const auto& task : out.tasks[id]) out.seen_tasks->push_back(task.id);
  }
  return out;
}

json::Object render(const Setting& setting, const Page::Place& place, const Row& row,
                    const profiles::AskedMany::Found& found,
                    const std::vector<policies::Task>& tasks, const MatchesByType& matches) {
  const auto& p = found.profile;
  json::Object risk{{"category", row.risk_level}};
  if (row.risk_score) risk.set("score", *row.risk_score);
  json::Array tags;
  for (const auto& tag : found.tags) tags.push_back(lifecycle::render_tag(tag));
  std::int64_t unresolved = 0;
  for (const auto& [type, of_type] : matches) unresolved += of_type.unresolved;
  json::Object out{{"id", place.application.text()},
                   {"profile_id", place.profile.text()},
                   {"display_name", profiles::display_name(p.data)},
                   {"entity_type", profiles::to_text(profiles::entity_type_of(p.role))},
                   {"role", profiles::role_words[int(p.role)]},
                   {"product", render_product(setting.configuration->catalogue, row.product)},
                   {"status", row.status},
                   {"flag", row.flag},
                   {"category", profiles::category_words[int(p.category)]},
                   {"profile_status", profiles::status_words[int(p.status)]},
                   {"risk", std::move(risk)},
                   {"application_date", api_time(row.created_at)},
                   {"last_modified_date", api_time(p.modified_at)},
                   {"task_progress", progress_of(row, tasks)},
                   {"matches", render(matches)},
                   {"unresolved_event_count", unresolved},
                   {"tags", std::move(tags)}};
  bool stands = row.status == "APPROVED" || row.status == "REJECTED" || row.status == "CANCELLED";
  if (row.decided_at && stands) out.set("decision_date", api_time(*row.decided_at));
  add_marks(out, setting, p.data, day_of(setting.tx.at()));
  return out;
}

}  // namespace

json::Array rows_of(const Setting& setting, const std::vector<Page::Place>& places) {
  db::Tx& tx = setting.tx;
  std::vector<Uuid> ids, applications, users, teams;
  for (const auto& place : places) {
    if (!std::ranges::count(ids, place.profile)) ids.push_back(place.profile);
    applications.push_back(place.application);
  }
  Around seen = around(setting, ids, applications);
  for (const auto& [id, row] : seen.rows) {
    if (row.assignee.user) users.push_back(*row.assignee.user);
    if (row.assignee.team) teams.push_back(*row.assignee.team);
  }
  auto events = tx.queue(sql::matches_of, {tx.tenant(), ids, seen.seen_tasks});
  auto screened = tx.queue(sql::screened, {tx.tenant(), ids, seen.seen_tasks});
  auto asked_names = identity::ask_assignees(tx, *setting.keys, users, teams);
  tx.finish_reading();
  auto names = asked_names.get();
  auto matches = matches_from(setting.configuration->catalogue, events.get(), screened.get());
  json::Array out;
  for (const auto& place : places) {
    auto found = seen.profiles.find(place.profile);
    auto row = seen.rows.find(place.application);
    if (found == seen.profiles.end() || row == seen.rows.end()) continue;
    json::Object shown = render(setting, place, row->second, found->second,
                                seen.tasks[place.profile], matches[place.profile]);
    shown.set("assignments", identity::render(row->second.assignee, names));
    out.push_back(std::move(shown));
  }
  return out;
}

}  // namespace probity::worklist
