#include "checks/providers/embedded_screening.h"

#include "profiles/collected_data.h"
#include "screening/engine.h"

namespace probity::checks {
namespace {

// What the API's result has for people and not for companies; the event shows it for both.
constexpr std::string_view members_of_people[] = {"gender", "remarks", "identifications",
                                                  "locations"};

screening::Subject subject_of(const json::Value& data) {
  screening::Subject subject{.names = profiles::names(data),
                             .identifiers = profiles::identifiers(data)};
  bool person = data.text_at("entity_type") == "INDIVIDUAL";
  if (person) {
    subject.kind = matching::EntityKind::person;
    if (auto birth = profiles::birth_date(data))
      subject.birth = matching::PartialDate{birth->year, birth->month, birth->day};
    for (auto country : {profiles::nationality(data), profiles::country_of_residence(data)})
      if (country) subject.countries.push_back(*country);
    if (auto gender = data.text_at("personal_details.gender"); !gender.empty())
      subject.gender = gender[0];
  } else {
    subject.kind = matching::EntityKind::organisation;
    if (auto country = profiles::incorporation_country(data)) subject.countries.push_back(*country);
  }
  return subject;
}

}  // namespace

Outcome embedded_screening(const Instruction& instruction, const json::Value& data) {
  screening::Scope scope{.demo = instruction.demo,
                         .threshold_permille = instruction.threshold_permille};
  for (const std::string& name : instruction.classes)
    scope.classes.push_back(name == "PEP" ? screening::ListClass::pep
                                          : screening::ListClass::sanctions);
  auto snapshot = screening::engine().snapshot();
  auto screened = screening::screen(*snapshot, subject_of(data), scope);

  Outcome out;
  out.evidence = std::move(screened.evidence);
  json::Array classes;
  for (const std::string& name : instruction.classes) classes.push_back(name);
  out.evidence.object().set("classes", classes);
  json::Array results;
  bool sanction = false, pep = false;
  bool person = data.text_at("entity_type") == "INDIVIDUAL";
  for (const auto& match : screened.matches) {
    (match.event_type == "PEP_FLAG" ? pep : sanction) = true;
    json::Object result = match.data;
    result.erase("event_type");
    result.erase("provider_name");
    if (!person)
      for (auto member : members_of_people) result.erase(member);
    results.push_back(std::move(result));
  }
  out.output_data = json::Object{{"sanctions_results", std::move(results)},
                                 {"entity_type", data.text_at("entity_type")},
                                 {"screened_classes", std::move(classes)},
                                 {"lists", *out.evidence.find("lists")}};
  if (!screened.error.empty()) {
    out.result = "Error";
    out.errors.push_back(
        json::Object{{"code", 101}, {"source", "ENGINE"}, {"message", screened.error}});
    return out;
  }
  out.events = std::move(screened.matches);
  out.result = sanction ? "Sanction" : pep ? "PEP" : "Pass";
  out.passed = !sanction && !pep;
  return out;
}

}  // namespace probity::checks
