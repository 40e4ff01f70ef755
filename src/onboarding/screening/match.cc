#include "screening/match.h"

#include <fmt/format.h>

#include "base/text.h"
#include "crypto/crypto.h"

namespace probity::screening {
namespace {

std::string_view quality_word(matching::NameQuality quality) {
  static constexpr std::string_view words[] = {"primary", "strong", "weak"};
  return words[static_cast<int>(quality)];
}

json::Array aliases_of(const Entry& entry) {
  json::Array out;
  for (std::size_t i = 1; i < entry.names.size() && i <= 100; ++i)
    out.push_back(entry.names[i].text);
  return out;
}

json::Array dates_of(const Entry& entry) {
  json::Array out;
  for (const Birth& birth : entry.births) out.push_back(birth.from.text());
  return out;
}

// The API's CountryCode is closed: what the list gives as text stays in `locations`.
json::Array countries_of(const Entry& entry) {
  json::Array out;
  for (const std::string& country : all_countries(entry))
    if (country.size() == 3) out.push_back(country);
  return out;
}

json::Array locations_of(const Entry& entry) {
  json::Array out;
  for (const Place& place : entry.addresses) {
    json::Object location;
    if (!place.text.empty()) location.set("address", place.text);
    if (!place.country.empty()) location.set("country", place.country);
    location.set("type", "address");
    out.push_back(std::move(location));
  }
  return out;
}

json::Array identifications_of(const Entry& entry) {
  json::Array out;
  for (const Identifier& id : entry.identifiers) {
    json::Object value{{"value", id.value}};
    if (!id.country.empty()) value.set("notes", id.country);
    out.push_back(json::Object{{"type", id.type}, {"values", json::Array{std::move(value)}}});
  }
  return out;
}

json::Object sanction_of(const ListVersion& list, const Entry& entry) {
  std::string programmes;
  for (const std::string& programme : entry.programmes)
    (programmes += programmes.empty() ? "" : ", ") += programme;
  json::Object out{{"list", list.name}, {"type", "SANCTION"}, {"is_current", true}};
  if (!programmes.empty()) out.set("name", programmes);
  if (entry.listed_on)
    out.set("time_periods", json::Array{json::Object{{"from_date", entry.listed_on->text()}}});
  return out;
}

json::Object pep_of(const Entry& entry) {
  json::Array roles;
  for (const std::string& position : entry.positions) {
    json::Object role{{"name", position}, {"is_current", true}};
    if (entry.tier) role.set("tier", entry.tier);
    roles.push_back(std::move(role));
  }
  json::Object out{{"match", true}, {"is_current", true}, {"roles", std::move(roles)}};
  if (!entry.names.empty()) out.set("name", entry.names[0].text);
  if (entry.tier) out.set("tier", entry.tier);
  return out;
}

}  // namespace

json::Number unit_score(int score) {
  if (score >= 10000) return {"1"};
  return {fmt::format("0.{:04}", score)};
}

json::Value render(const matching::Explanation& e) {
  json::Array matches, query_rest, listed_rest, factors, deltas, missing;
  for (const auto& m : e.matches)
    matches.push_back(json::Object{{"query", m.query},
                                   {"listed", m.listed},
                                   {"relation", matching::relation_text(m.relation)},
                                   {"similarity", m.similarity},
                                   {"weight", m.weight},
                                   {"points", m.points}});
  auto rest = [](const std::vector<matching::Unmatched>& tokens, json::Array& out) {
    for (const auto& t : tokens)
      out.push_back(json::Object{{"token", t.token}, {"weight", t.weight}, {"cost", t.cost}});
  };
  rest(e.query_unmatched, query_rest);
  rest(e.listed_unmatched, listed_rest);
  for (const auto& f : e.factors)
    factors.push_back(json::Object{{"reason", f.reason}, {"factor", f.factor}});
  for (const auto& d : e.deltas)
    deltas.push_back(
        json::Object{{"qualifier", d.qualifier}, {"reason", d.reason}, {"points", d.points}});
  for (const auto& m : e.missing)
    missing.push_back(json::Object{
        {"qualifier", m.qualifier}, {"agreeing", m.agreeing}, {"differing", m.differing}});
  return json::Object{{"listed_name", e.listed_name},
                      {"quality", quality_word(e.quality)},
                      {"matches", std::move(matches)},
                      {"query_unmatched", std::move(query_rest)},
                      {"listed_unmatched", std::move(listed_rest)},
                      {"conflict_cost", e.conflict_cost},
                      {"query_cost", e.query_cost},
                      {"reserve", e.reserve},
                      {"numerator", e.numerator},
                      {"denominator", e.denominator},
                      {"factors", std::move(factors)},
                      {"deltas", std::move(deltas)},
                      {"missing_facts", std::move(missing)},
                      {"ofac_score", e.ofac_score},
                      {"score", e.score}};
}

NewEvent match_of(const ListVersion& list, const Entry& entry, const matching::Hit& hit,
                  const std::string& screened_name) {
  bool pep = list.list_class == ListClass::pep;
  NewEvent out;
  out.event_type = pep ? "PEP_FLAG" : "SANCTION_FLAG";
  out.match_id = list.list_id + ":" + entry.id;
  out.evidence = hex(crypto::sha256(json::write(to_json(entry)))).substr(0, 32);

  json::Object explanation = hit.explanation ? render(*hit.explanation).object() : json::Object{};
  explanation.set("screened_name", screened_name);
  json::Object data{
      {"event_type", out.event_type},
      {"match_id", out.match_id},
      {"provider_name", "Probity Screening"},
      {"match_name", entry.names[0].text},
      {"score", unit_score(hit.score)},
      {"aliases", aliases_of(entry)},
      {"match_dates", dates_of(entry)},
      {"match_countries", countries_of(entry)},
      {"sources", json::Array{json::Object{
                      {"name", list.name},
                      {"description", list.list_id + ", version of " + list.date.text()}}}},
      {"locations", locations_of(entry)},
      {"identifications", identifications_of(entry)},
      {"explanation", std::move(explanation)}};
  if (entry.gender != Gender::unknown) data.set("gender", entry.gender == Gender::male ? "M" : "F");
  if (!entry.remarks.empty()) data.set("remarks", json::Array{entry.remarks});
  if (!entry.positions.empty() && !pep)
    data.set("details",
             json::Array{json::Object{{"title", "Position"}, {"text", entry.positions[0]}}});
  if (pep)
    data.set("pep", pep_of(entry));
  else
    data.set("sanctions", json::Array{sanction_of(list, entry)});
  out.data = std::move(data);
  return out;
}

}  // namespace probity::screening
