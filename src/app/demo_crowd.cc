#include "demo_crowd.h"

#include <fmt/format.h>

#include <map>
#include <random>

#include "base/result.h"

namespace probity::app {
namespace {

// Draws the same from the same words on every machine.
class Draw {
 public:
  explicit Draw(const json::Value& words) : words_(words) {}
  const json::Value& words() const { return words_; }
  std::uint64_t below(std::uint64_t n) { return random_() % n; }
  const json::Value& of(std::string_view path) { return one(*words_.path(path)); }
  const json::Value& one(const json::Value& list) {
    return list.array()[below(list.array().size())];
  }
  std::string date(int from_year, int years) {
    auto year = from_year + static_cast<int>(below(years));
    return fmt::format("{}-{:02}-{:02}", year, 1 + below(12), 1 + below(28));
  }

 private:
  const json::Value& words_;
  std::mt19937_64 random_{20260101};
};

// What sort of customer the n-th is; the first row whose turn it is.
enum class Sort { exposed, listed, company, without_nationality, premium, failing, plain };
constexpr struct {
  int every;
  Sort sort;
} sorts[] = {
    {23, Sort::exposed}, {11, Sort::listed},  {7, Sort::company}, {13, Sort::without_nationality},
    {5, Sort::premium},  {17, Sort::failing}, {1, Sort::plain}};

Sort sort_of(int n) {
  for (const auto& row : sorts)
    if (n % row.every == 0) return row.sort;
  return Sort::plain;
}

json::Object company(Draw& draw, int n) {
  const json::Value& home = draw.of("homes");
  std::string country(home.text_at("country"));
  std::string name = draw.of("companies.first").string() + " " +
                     draw.of("companies.trade").string() + " " +
                     std::string(draw.words().path("companies.form")->text_at(country));
  return {{"role", "COMPANY_CUSTOMER"},
          {"collected_data",
           json::Object{
               {"entity_type", "COMPANY"},
               {"customer_ref", fmt::format("crowd-{:04}", n)},
               {"metadata",
                json::Object{{"name", name},
                             {"number", fmt::format("{:08}", 4'000'000 + draw.below(5'000'000))},
                             {"country_of_incorporation", country},
                             {"is_active", true},
                             {"incorporation_date", draw.date(1995, 28)}}}}}};
}

json::Object person(Draw& draw, int n, Sort sort) {
  const json::Value& home = draw.of("homes");
  std::string gender = draw.below(2) ? "F" : "M";
  json::Array given(1, draw.of("given_names." + gender));
  std::string family = draw.of("family_names").string();
  json::Object details;
  json::Value nationality =
      draw.below(4) ? *home.find("country") : *draw.of("homes").find("country");
  if (sort == Sort::exposed || sort == Sort::listed) {
    const json::Value& known = draw.of(sort == Sort::listed ? "listed" : "exposed");
    given = known.find("given_names")->array();
    family = known.text_at("family_name");
    nationality = *known.find("nationality");
  } else {
    details.set("gender", gender);
  }
  if (sort == Sort::failing) given.push_back("Fail");  // a word of the demo provider
  details.set("name", json::Object{{"given_names", given}, {"family_name", family}});
  if (sort != Sort::listed || draw.below(2)) details.set("dob", draw.date(1945, 60));
  if (sort != Sort::without_nationality) details.set("nationality", nationality);
  json::Object data{
      {"entity_type", "INDIVIDUAL"},
      {"customer_ref", fmt::format("crowd-{:04}", n)},
      {"personal_details", details},
      {"address_history",
       json::Array{json::Object{
           {"address", json::Object{{"type", "STRUCTURED"},
                                    {"country", *home.find("country")},
                                    {"locality", draw.one(*home.find("localities"))}}}}}}};
  if (sort != Sort::premium || draw.below(2))
    data.set("custom_fields", json::Object{{"occupation", draw.of("occupations")}});
  json::Object request{{"role", "INDIVIDUAL_CUSTOMER"}, {"collected_data", data}};
  if (sort == Sort::premium || sort == Sort::exposed)
    request.set("applications",
                json::Array{json::Object{{"product", json::Object{{"alias", "premium_account"}}}}});
  return request;
}

// What colleagues did: each row is their turn at the n-th customer, when there is something to do.
class Colleagues {
 public:
  Colleagues(const DemoApi& api, Draw& draw) : api_(api), draw_(draw) {}

  void handle(const json::Value& profile, int n) {
    path_ = "/profiles/" + std::string(profile.text_at("id"));
    const auto& events = profile.find("events")->array();
    if (!events.empty() && n % 4 == 0)
      settle(events, "MISMATCH", "Another person: born elsewhere, document seen.");
    if (!events.empty() && n % 4 == 1) settle(events, "MATCH", "Same person.");
    if (events.empty() && n % 3 == 0) complete_a_task(profile);
    if (n % 5 == 4) decide("APPLIED", "REJECTED", "Outside what we may offer.");
    if (n % 9 == 3) decide("APPLIED", "APPROVED", "Documents seen.");
    if (n % 10 == 8) screen_under_a_new_name(profile);
    if (n % 31 == 30) api_.post(path_ + "/status", "SUSPENDED");
    if (n % 6 == 0) api_.post(path_ + "/tags", json::Object{{"name", draw_.of("tags")}});
  }

 private:
  void settle(const json::Array& events, std::string_view resolution, std::string_view reason) {
    for (const json::Value& event : events)
      api_.post(path_ + "/events/" + std::string(event.text_at("id")),
                json::Object{{"resolution", resolution}, {"resolution_reason", reason}});
  }

  void complete_a_task(const json::Value& profile) {
    for (const json::Value& task : profile.find("tasks")->array()) {
      if (task.text_at("state") != "INCOMPLETE") continue;
      std::string at = path_ + "/tasks/" + std::string(task.text_at("id"));
      api_.post(at + "/notes", json::Object{{"text", draw_.of("notes")}});
      api_.post(at, json::Object{{"is_complete", true}});
      return;
    }
  }

  // A change of name that puts an approved customer into review.
  void screen_under_a_new_name(const json::Value& profile) {
    auto data = api_.get(path_ + "/collected_data");
    json::Value* details = data.object().find("personal_details");
    if (!details) return;
    const json::Value& listed = draw_.of("listed");
    details->object().set("name", json::Object{{"given_names", *listed.find("given_names")},
                                               {"family_name", *listed.find("family_name")}});
    api_.post(path_ + "/collected_data", data);
    json::Array tasks;
    for (const json::Value& task : profile.find("tasks")->array())
      if (task.text_at("type") == "INDIVIDUAL_ASSESS_SANCTIONS_EXPOSURE")
        tasks.push_back(*task.find("id"));
    api_.post(path_ + "/checks",
              json::Object{{"check_type", "PEPS_AND_SANCTIONS_SCREEN"},
                           {"variant", json::Object{{"alias", "sanctions_screen"}}},
                           {"task_ids", std::move(tasks)}});
  }

  // The newest application, if it stands there and nothing is in the way.
  void decide(std::string_view from, std::string_view to, std::string_view comment) {
    auto applications = api_.get(path_ + "/applications");
    const json::Value& newest = applications.array().back();
    bool blocked = to == "APPROVED" && newest.text_at("flag") != "READY_FOR_DECISION";
    if (newest.text_at("status") == from && !blocked)
      api_.post(path_ + "/applications/" + std::string(newest.text_at("id")),
                json::Object{{"status", to}, {"comment", comment}});
  }

  const DemoApi& api_;
  Draw& draw_;
  std::string path_;
};

}  // namespace

json::Value DemoApi::call(const char* method, const std::string& path, std::string body) const {
  http::Request request{.method = method, .url = base_url_ + "/4.0" + path};
  request.headers = {{"apikey", api_key_}, {"content-type", "application/json"}};
  request.body = std::move(body);
  request.timeout_ms = 20'000;
  request.allow_private = true;
  auto response = client_.send(request);
  auto answer = json::parse(response.body);
  if (response.status / 100 != 2 || !answer)
    throw Breakdown(
        "a sample customer was refused",
        fmt::format("{} {}: {}: {}", method, path, response.status, response.body.substr(0, 500)));
  return std::move(*answer);
}

json::Value DemoApi::post(const std::string& path, const json::Value& body) const {
  return call("POST", path, json::write(body));
}

json::Value DemoApi::get(const std::string& path) const { return call("GET", path, ""); }

json::Object onboard_crowd(const DemoApi& api, const json::Value& words, int count) {
  Draw draw(words);
  Colleagues colleagues(api, draw);
  std::map<std::string, std::int64_t> statuses;
  for (int n = 1; n <= count; ++n) {
    Sort sort = sort_of(n);
    auto made =
        api.post("/profiles", sort == Sort::company ? company(draw, n) : person(draw, n, sort));
    colleagues.handle(made, n);
    auto applications = api.get("/profiles/" + std::string(made.text_at("id")) + "/applications");
    for (const json::Value& a : applications.array()) ++statuses[std::string(a.text_at("status"))];
  }
  json::Object out;
  for (const auto& [status, number] : statuses) out.set(status, number);
  return out;
}

}  // namespace probity::app
