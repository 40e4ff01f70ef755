#include "screening/screening_api.h"

#include <algorithm>

#include "api/body.h"
#include "screening/engine.h"
#include "screening/lists/partial_date.h"
#include "screening/match.h"

namespace probity::screening {
namespace {

constexpr std::size_t most_names = 1000;       // of a batch
constexpr std::int64_t least_threshold = 500;  // permille; below, hits say nothing
constexpr std::size_t most_facts = 50;         // countries, and identifiers, of one name

constexpr struct {
  std::string_view word;
  matching::EntityKind kind;
} kinds[] = {{"INDIVIDUAL", matching::EntityKind::person},
             {"COMPANY", matching::EntityKind::organisation},
             {"VESSEL", matching::EntityKind::vessel},
             {"AIRCRAFT", matching::EntityKind::aircraft}};
constexpr std::string_view kind_words[] = {"INDIVIDUAL", "COMPANY", "VESSEL", "AIRCRAFT"};
constexpr std::string_view class_words[] = {"SANCTIONS", "PEP"};
constexpr std::string_view gender_words[] = {"F", "M"};

bool is_alpha_three(std::string_view text) {
  return text.size() == 3 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::vector<std::string> texts(api::Body& body, std::string_view name,
                               bool (*good)(std::string_view), const char* what) {
  std::vector<std::string> out;
  const json::Array* sent = body.maybe_array(name, most_facts);
  for (std::size_t i = 0; sent && i < sent->size(); ++i) {
    const json::Value& item = (*sent)[i];
    if (item.is_string() && good(item.string()))
      out.push_back(item.string());
    else
      body.fault(std::string(name) + "[" + std::to_string(i) + "]", what);
  }
  return out;
}

// {"name", "entity_type"?, "dob"?, "countries"?, "gender"?, "identifiers"?}
Subject subject_of(api::Body& body) {
  Subject subject{.names = {body.text("name", 1, 1000)}};
  if (auto word = body.maybe_word("entity_type", kind_words))
    for (const auto& row : kinds)
      if (row.word == *word) subject.kind = row.kind;
  if (auto text = body.maybe_text("dob", 4, 10)) {
    auto date = PartialDate::parse(*text);
    if (date)
      subject.birth = matching::PartialDate{date->year, date->month, date->day};
    else
      body.fault("dob", "must be a date, a month or a year: YYYY-MM-DD, YYYY-MM or YYYY");
  }
  subject.countries =
      texts(body, "countries", is_alpha_three, "must be an ISO 3166-1 alpha-3 code");
  if (auto gender = body.maybe_word("gender", gender_words)) subject.gender = (*gender)[0];
  subject.identifiers = texts(
      body, "identifiers", [](std::string_view t) { return !t.empty() && t.size() <= 100; },
      "must be text of 1 to 100 characters");
  return subject;
}

// {"classes"?, "threshold_permille"?}
Scope scope_of(api::Body& body, bool demo) {
  Scope scope{.demo = demo};
  const json::Array* sent = body.maybe_array("classes", std::size(class_words));
  if (!sent) scope.classes = {ListClass::sanctions};
  for (std::size_t i = 0; sent && i < sent->size(); ++i) {
    const json::Value& item = (*sent)[i];
    if (item.is_string() && std::ranges::find(class_words, item.string()) != std::end(class_words))
      scope.classes.push_back(item.string() == "PEP" ? ListClass::pep : ListClass::sanctions);
    else
      body.fault("classes[" + std::to_string(i) + "]", api::one_of(class_words));
  }
  if (sent && sent->empty()) body.fault("classes", "must name at least one class");
  if (const json::Value* value = body.member("threshold_permille")) {
    scope.threshold_permille = value->integer();
    if (!scope.threshold_permille || *scope.threshold_permille < least_threshold ||
        *scope.threshold_permille > 1000)
      body.fault("threshold_permille", "must be a whole number from 500 to 1000");
  }
  return scope;
}

json::Array matches_of(Screened& screened, std::size_t most, bool explain) {
  json::Array out;
  for (NewEvent& match : screened.matches) {
    if (out.size() == most) break;
    if (!explain) match.data.erase("explanation");
    match.data.erase("event_type");
    match.data.erase("provider_name");
    out.push_back(std::move(match.data));
  }
  return out;
}

std::int64_t number_of(api::Body& body, std::string_view name, std::int64_t most,
                       std::int64_t otherwise) {
  const json::Value* value = body.member(name);
  if (!value) return otherwise;
  auto number = value->integer();
  if (number && *number >= 1 && *number <= most) return *number;
  body.fault(name, "must be a whole number from 1 to " + std::to_string(most));
  return otherwise;
}

// What was screened against: an auditor repeats a search by it.
void add_evidence(json::Object& out, const json::Value& evidence) {
  for (const json::Member& member : evidence.object()) out.set(member.key, member.value);
}

Result<api::Reply> lists(api::Call& call) {
  json::Array out;
  auto snapshot = engine().snapshot();
  for (const Shelf& shelf : snapshot->shelves)
    for (const ListVersion& list : shelf.lists)
      if (call.principal.settings.demo || !list.demo)
        out.push_back(json::Object{{"list", list.list_id},
                                   {"name", list.name},
                                   {"class", class_words[list.list_class == ListClass::pep]},
                                   {"format", list.format},
                                   {"date", list.date.text()},
                                   {"version", list.id.text()},
                                   {"content_hash", list.content_hash},
                                   {"entries", list.entries},
                                   {"is_demo", list.demo}});
  return api::json_reply(200, std::move(out));
}

Result<api::Reply> search(api::Call& call) {
  api::Body body(call.body);
  Subject subject = subject_of(body);
  Scope scope = scope_of(body, call.principal.settings.demo);
  auto limit = number_of(body, "limit", most_matches, 10);
  bool explain = body.maybe_flag("explain").value_or(true);
  TRY(body.done());
  auto screened = screen(*engine().snapshot(), subject, scope);
  if (screened.lacks_list) return refuse(Refusal::constraints, screened.error);
  if (!screened.error.empty())
    return refuse(Refusal::invalid_input, screened.error,
                  {{"name", "must be a name that can be read: letters of a script that is known"}});
  json::Object out{{"matches", matches_of(screened, static_cast<std::size_t>(limit), explain)}};
  add_evidence(out, screened.evidence);
  return api::json_reply(200, std::move(out));
}

// One snapshot for all names. A name that can't be screened says so in its place, and the others
// are answered.
Result<api::Reply> batch(api::Call& call) {
  api::Body body(call.body);
  Scope scope = scope_of(body, call.principal.settings.demo);
  auto limit = number_of(body, "limit", most_matches, 10);
  bool explain = body.maybe_flag("explain").value_or(false);
  const json::Array* queries = body.maybe_array("queries", most_names);
  if (!queries) {
    if (!body.member("queries")) body.fault("queries", "is required");
  } else if (queries->empty()) {
    body.fault("queries", "must hold at least one");
  }
  std::vector<std::pair<std::string, Subject>> subjects;
  for (std::size_t i = 0; queries && i < queries->size(); ++i) {
    api::Body item((*queries)[i], "queries[" + std::to_string(i) + "].");
    auto reference = item.maybe_text("reference", 1, 100).value_or("");
    subjects.emplace_back(std::move(reference), subject_of(item));
    body.take(item.faults());
  }
  TRY(body.done());
  auto snapshot = engine().snapshot();
  json::Array results;
  json::Value evidence;
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    auto screened = screen(*snapshot, subjects[i].second, scope);
    if (screened.lacks_list) return refuse(Refusal::constraints, screened.error);
    json::Object row{{"index", std::int64_t(i)}};
    if (!subjects[i].first.empty()) row.set("reference", std::move(subjects[i].first));
    if (!screened.error.empty()) row.set("error", screened.error);
    row.set("matches", matches_of(screened, static_cast<std::size_t>(limit), explain));
    results.push_back(std::move(row));
    evidence = std::move(screened.evidence);
  }
  json::Object out{{"results", std::move(results)}};
  add_evidence(out, evidence);
  return api::json_reply(200, std::move(out));
}

using enum api::Permission;
using api::Method, api::Takes;
constexpr api::Route table[] = {
    {Method::get, "/screening/lists", search_screening, Takes::nothing, lists},
    {Method::post, "/screening/search", search_screening, Takes::body, search},
    {Method::post, "/screening/batch", search_screening, Takes::body, batch},
};

}  // namespace

std::span<const api::Route> screening_routes() { return table; }

}  // namespace probity::screening
