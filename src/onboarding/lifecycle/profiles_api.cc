#include <mutex>
#include <unordered_set>

#include "api/body.h"
#include "base/fault.h"
#include "base/text.h"
#include "lifecycle/advance.h"
#include "lifecycle/lifecycle_api.h"
#include "lifecycle/render.h"
#include "lifecycle/requests.h"
#include "lifecycle/summaries.h"

namespace probity::lifecycle {
namespace {

struct Wanted {
  const policies::Product* product;
  std::optional<std::string> associated_role;
};

// The applications of a creation: those named, or else every product that applies by itself. Who
// may create for certain products only creates with one of these.
std::vector<Wanted> wanted_applications(api::Body& body, const Setting& setting,
                                        profiles::Role role) {
  const api::Access& access = setting.call->principal.access;
  bool everywhere = access.may_everywhere(api::Permission::create_profiles);
  auto may = [&](const policies::Product& product) {
    return access.may(api::Permission::create_profiles, product.id) ||
           fault("create_for_other_products");
  };
  std::vector<Wanted> wanted;
  const json::Array* named = body.maybe_array("applications", 20);
  if (!body.member("applications")) {
    auto entity = profiles::entity_type_of(role) == profiles::EntityType::individual
                      ? policies::Entity::individual
                      : policies::Entity::company;
    for (const auto& product : setting.configuration->catalogue.products())
      if (profiles::is_customer(role) && product.automatically_apply && product.track(entity) &&
          may(product))
        wanted.push_back({&product, {}});
  }
  for (std::size_t i = 0; named && i < named->size(); ++i) {
    api::Body item((*named)[i], "applications[" + std::to_string(i) + "].");
    auto product = product_of(item, setting);
    auto associated_role = associated_role_of(item);
    if (product && !may(*product))
      item.fault("product", "must be a product that you may create profiles for");
    body.take(item.faults());
    if (product) wanted.push_back({product, std::move(associated_role)});
  }
  if (wanted.empty() && !everywhere && body.faults().empty())
    body.fault("applications", "must name a product that you may create profiles for");
  return wanted;
}

Result<api::Reply> create(api::Call& call) {
  auto setting = TRY(setting_of(call));
  api::Body body(call.body);
  auto role_word = body.word("role", profiles::role_words);
  auto role = profiles::from_word<profiles::Role>(profiles::role_words, role_word);
  json::Value data;
  if (!body.member("collected_data")) {
    body.fault("collected_data", "is required");
  } else {
    // Without a role the data is checked as what it says it is, so that all faults come at once.
    bool company = role ? profiles::entity_type_of(*role) == profiles::EntityType::company
                        : body.member("collected_data")->text_at("entity_type") == "COMPANY";
    auto accepted =
        accept_data(setting, *body.member("collected_data"),
                    company ? profiles::EntityType::company : profiles::EntityType::individual,
                    "collected_data", {});
    if (accepted)
      data = std::move(*accepted);
    else
      body.take(accepted.error().faults);
  }
  std::vector<Wanted> wanted;
  if (role) wanted = wanted_applications(body, setting, *role);
  TRY(body.done());

  Case c = create_case(std::move(setting), *role, std::move(data));
  for (auto& application : wanted)
    TRY(apply(c, *application.product, std::move(application.associated_role)));
  settle(c);
  save(c);
  return api::json_reply(201, render_profile(std::move(c)));
}

// "viewed-profile" is told once per viewer and day. Views that this process has seen are known
// without asking; the set is bounded, and forgetting it costs a look-up, never a second entry.
class SeenViews {
 public:
  bool contains(const Uuid& profile, const Uuid& viewer, Date day) {
    std::lock_guard lock(mutex_);
    roll(day);
    return seen_.contains(key(profile, viewer));
  }
  void add(const Uuid& profile, const Uuid& viewer, Date day) {
    std::lock_guard lock(mutex_);
    roll(day);
    seen_.insert(key(profile, viewer));
  }

 private:
  void roll(Date day) {
    if (day == day_ && seen_.size() < 200'000) return;
    seen_.clear();
    day_ = day;
  }
  static std::string key(const Uuid& profile, const Uuid& viewer) {
    std::string out(reinterpret_cast<const char*>(profile.raw().data()), 16);
    return out.append(reinterpret_cast<const char*>(viewer.raw().data()), 16);
  }
  std::mutex mutex_;
  Date day_;
  std::unordered_set<std::string> seen_;
};
SeenViews seen_views;

Result<api::Reply> read(api::Call& call) {
  Uuid profile = call.ids[0], viewer = call.principal.id;
  Date day = day_of(call.tx.at());
  auto setting = TRY(setting_of(call));
  if (seen_views.contains(profile, viewer, day)) {
    Case c = TRY(read_case(std::move(setting), profile));
    return api::json_reply(200, render_profile(std::move(c)));
  }
  Case c = TRY(lock_case(std::move(setting), profile));
  if (profiles::first_view(call.tx, profile, viewer, day)) {
    c.tell(journal::actions::viewed_profile, {});
    c.stream.write(call.tx, *c.key);
  }
  narrow(c);
  call.tx.after_commit([=] { seen_views.add(profile, viewer, day); });
  return api::json_reply(200, render_profile(std::move(c)));
}

Result<std::vector<std::string>> categories_of(const api::Call& call) {
  std::vector<std::string> categories;
  const std::string* asked = call.parameter("categories");
  if (asked && !asked->empty())
    for (auto word : split(*asked, ',')) {
      if (!profiles::from_word<profiles::Category>(profiles::category_words, word))
        return refuse(Refusal::invalid_input, "the query is not valid",
                      {{"categories", api::one_of(profiles::category_words)}});
      categories.emplace_back(word);
    }
  else
    for (auto word : profiles::category_words) categories.emplace_back(word);
  return categories;
}

Result<api::Reply> list(api::Call& call) {
  auto setting = TRY(setting_of(call));
  auto page = TRY(api::page_of(call));
  auto categories = TRY(categories_of(call));
  const std::string* q = call.parameter("q");
  if (q && code_points(*q) > 200)
    return refuse(Refusal::invalid_input, "the query is not valid",
                  {{"q", "must have at most 200 characters"}});
  profiles::Page wanted{std::move(categories), page.limit, page.offset};
  auto listed = q && !trimmed(*q).empty()
                    ? profiles::search(call.tx, *call.keys, setting.sight, *q, wanted)
                    : profiles::list(call.tx, setting.sight, wanted);
  auto applications = policies::ask_applications(call.tx, listed.ids);
  auto summaries = summaries_of(setting, listed.ids, true);
  json::Array results;
  for (const Uuid& id : listed.ids)
    if (auto found = summaries.find(id); found != summaries.end())
      results.push_back(std::move(found->second));
  return api::json_reply(
      200, json::Object{{"count", listed.count},
                        {"limit", page.limit},
                        {"offset", page.offset},
                        {"hidden", listed.hidden},
                        {"capabilities", capabilities_of(setting, listed.ids, applications.get())},
                        {"results", std::move(results)},
                        {"associated_results", json::Array{}}});
}

Result<api::Reply> read_status(api::Call& call) {
  Case c = TRY(read_case(TRY(setting_of(call)), call.ids[0]));
  return api::json_reply(200, profiles::status_words[int(c.profile.status)]);
}

Result<api::Reply> set_status(api::Call& call) {
  auto status = call.body.is_string() ? profiles::from_word<profiles::Status>(
                                            profiles::status_words, call.body.string())
                                      : std::nullopt;
  if (!status)
    return refuse(Refusal::invalid_input, "the status is not valid",
                  {{"body", "must be a JSON string, one of NORMAL, SUSPENDED, BANNED"}});
  Case c = TRY(lock_case(TRY(setting_of(call)), call.ids[0]));
  TRY(may_act(c));
  if (c.profile.status != *status) {
    c.profile.status = *status;
    c.profile_changed = true;
    c.tell(journal::actions::profile_status_changed,
           {{"status", profiles::status_words[int(*status)]}});
    settle(c);
    save(c);
  }
  return api::json_reply(200, profiles::status_words[int(*status)]);
}

using enum api::Permission;
using api::Method, api::Takes;
constexpr api::Route table[] = {
    {Method::get, "/profiles", read_profiles, Takes::nothing, list},
    {Method::post, "/profiles", create_profiles, Takes::body, create, api::Bucket::create_profile},
    {Method::get, "/profiles/{profile_id}", read_profiles, Takes::nothing, read},
    {Method::get, "/profiles/{profile_id}/status", read_profiles, Takes::nothing, read_status},
    {Method::post, "/profiles/{profile_id}/status", edit_profiles, Takes::body, set_status},
};

}  // namespace

std::span<const api::Route> profile_routes() { return table; }

}  // namespace probity::lifecycle
