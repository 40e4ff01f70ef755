#include "customers.h"

#include <array>
#include <fmt/format.h>
#include <fstream>
#include <iterator>

namespace probity::bench {
namespace {

constexpr std::string_view built_in_given[] = {
    "Aiko",    "Alejandro", "Amina",   "Anders",  "Anneliese", "Aroha",  "Bartosz",  "Beatriz",
    "Chidi",   "Chloé",     "Dimitra", "Duc",     "Eilidh",    "Emeka",  "Fatima",   "Fergus",
    "Giulia",  "Hana",      "Hassan",  "Ingrid",  "Ioana",     "Jarrah", "Joaquín",  "Kalani",
    "Kerstin", "Lakshmi",   "Lars",    "Leilani", "Malik",     "Mariko", "Mihai",    "Nadia",
    "Niamh",   "Olumide",   "Petra",   "Pita",    "Quang",     "Rahul",  "Rosa",     "Siobhan",
    "Søren",   "Tamati",    "Thandi",  "Ulrike",  "Vikram",    "Wiremu", "Xiaoming", "Yusuf",
    "Zanele",  "Zoltán"};
constexpr std::string_view built_in_family[] = {
    "Abara",     "Andersson", "Banerjee",  "Bianchi",   "Bosman",     "Brightwater", "Castillo",
    "Chaudhry",  "Dąbrowska", "Delacroix", "Dlamini",   "Eriksen",    "Fairweather", "Fernandes",
    "Gonçalves", "Greenhill", "Hakimi",    "Haugen",    "Hernández",  "Iwasaki",     "Jansen",
    "Kaplan",    "Kingi",     "Kowalczyk", "Lindqvist", "Mahlangu",   "Marchetti",   "Mbeki",
    "Mielcarek", "Moreau",    "Nakagawa",  "Nguyen",    "Nowicki",    "Okafor",      "Oyelaran",
    "Papadakis", "Parata",    "Petrescu",  "Quispe",    "Ramanathan", "Rosenthal",   "Saito",
    "Schreiber", "Sokolov",   "Tanaka",    "Thorburn",  "Underhill",  "Vasquez",     "Whitcombe",
    "Yamamoto",  "Zulu"};

struct Place {
  std::string_view country, locality, postcode;
};
constexpr Place places[] = {
    {"NZL", "Wellington", "6011"}, {"AUS", "Melbourne", "3000"},    {"GBR", "Leeds", "LS1 4AP"},
    {"DEU", "Leipzig", "04109"},   {"FRA", "Nantes", "44000"},      {"ESP", "Valencia", "46001"},
    {"ITA", "Bologna", "40121"},   {"POL", "Poznań", "61-001"},     {"SWE", "Uppsala", "753 10"},
    {"NLD", "Utrecht", "3511 AB"}, {"JPN", "Sapporo", "060-0001"},  {"IND", "Pune", "411001"},
    {"ZAF", "Durban", "4001"},     {"BRA", "Curitiba", "80010-000"}};
constexpr std::string_view streets[] = {"Cuba Street",   "Station Road", "Lindenallee",
                                        "Rue du Moulin", "Calle Mayor",  "Via Verdi",
                                        "Mill Lane",     "Harbour View", "Church Street"};
constexpr std::string_view occupations[] = {"EMPLOYED", "EMPLOYED", "EMPLOYED",  "SELF_EMPLOYED",
                                            "STUDENT",  "RETIRED",  "UNEMPLOYED"};

// Only what our own lists hold: plain text without escapes, else nothing.
std::string_view text_member(std::string_view line, std::string_view name) {
  auto at = line.find(fmt::format("\"{}\": \"", name));
  if (at == std::string_view::npos) return {};
  at += name.size() + 5;
  auto text = line.substr(at, line.find('"', at) - at);
  return text.find('\\') == std::string_view::npos ? text : std::string_view();
}

}  // namespace

Customers::Customers(const std::string& names, std::uint64_t seed) : seed_(seed), random_(seed) {
  std::ifstream in(names);
  for (std::string line; std::getline(in, line);) {
    auto name = text_member(line, "query");
    auto space = name.rfind(' ');
    if (text_member(line, "type") != "person" || space == std::string_view::npos) continue;
    given_.emplace_back(name.substr(0, name.find(' ')));
    family_.emplace_back(name.substr(space + 1));
  }
  if (given_.size() >= 100) return;
  given_.assign(std::begin(built_in_given), std::end(built_in_given));
  family_.assign(std::begin(built_in_family), std::end(built_in_family));
}

std::string_view Customers::pick(const std::vector<std::string>& from) {
  return from[random_() % from.size()];
}

std::string Customers::body(std::int64_t n) {
  const Place& home = places[random_() % std::size(places)];
  const Place& before = places[random_() % std::size(places)];
  auto given = pick(given_), middle = pick(given_), family = pick(family_);
  return fmt::format(
      R"({{"role":"INDIVIDUAL_CUSTOMER","collected_data":{{"entity_type":"INDIVIDUAL",)"
      R"("customer_ref":"b{:x}-{}","personal_details":{{"name":{{"given_names":["{}","{}"],)"
      R"("family_name":"{}"}},"dob":"{}-{:02}-{:02}","nationality":"{}","gender":"{}"}},)"
      R"("address_history":[{{"address":{{"type":"STRUCTURED","country":"{}","locality":"{}",)"
      R"("postal_code":"{}","route":"{}","street_number":"{}"}},"start_date":"2019-04"}},)"
      R"({{"address":{{"type":"STRUCTURED","country":"{}","locality":"{}","postal_code":"{}",)"
      R"("route":"{}","street_number":"{}"}},"start_date":"2011-09","end_date":"2019-04"}}],)"
      R"("contact_details":{{"email":"c{}.{:x}@example.com","phone_number":"+64 21 {:06}"}},)"
      R"("custom_fields":{{"occupation":"{}"}}}}}})",
      seed_, n, given, middle, family, 1945 + random_() % 60, 1 + random_() % 12,
      1 + random_() % 28, home.country, random_() % 2 ? "F" : "M", home.country, home.locality,
      home.postcode, streets[random_() % std::size(streets)], 1 + random_() % 300, before.country,
      before.locality, before.postcode, streets[random_() % std::size(streets)],
      1 + random_() % 300, n, seed_, random_() % 1'000'000,
      occupations[random_() % std::size(occupations)]);
}

}  // namespace probity::bench
