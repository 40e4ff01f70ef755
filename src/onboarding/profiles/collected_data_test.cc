#include "profiles/collected_data.h"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace probity::profiles {
namespace {

constexpr Date today{2026, 11, 24};

json::Value parsed(std::string_view text) {
  auto value = json::parse(text);
  EXPECT_TRUE(value) << text;
  return value ? std::move(*value) : json::Value();
}

EntityType type_in(const json::Value& document) {
  return document.text_at("entity_type") == "COMPANY" ? EntityType::company
                                                      : EntityType::individual;
}

struct Kept {
  std::string sent, kept;
};

TEST(CollectedData, IsKeptInItsFinalForm) {
  const Kept cases[] = {
      {R"({"entity_type":"INDIVIDUAL"})", R"({"entity_type":"INDIVIDUAL"})"},
      {R"({"entity_type":"INDIVIDUAL","address_history":[{"address":{"type":"FREEFORM",)"
       R"("country":"USA","text":"1 Main St\nSeattle"}}]})",
       R"({"entity_type":"INDIVIDUAL","address_history":[{"address":{"type":"STRUCTURED",)"
       R"("country":"USA","original_freeform_address":"1 Main St\nSeattle"}}]})"},
      {R"({"entity_type":"INDIVIDUAL","phone_number":"1","email":"a@b.c"})",
       R"({"entity_type":"INDIVIDUAL","contact_details":{"phone_number":"1","email":"a@b.c"}})"},
      {R"({"entity_type":"INDIVIDUAL","contact_details":{"email":"new@b.c"},)"
       R"("phone_number":"1","email":"old@b.c"})",
       R"({"entity_type":"INDIVIDUAL","contact_details":{"email":"new@b.c","phone_number":"1"}})"},
      {R"({"entity_type":"COMPANY","metadata":{"state_of_incorporation":null,"number":"09565115",)"
       R"("number_of_employees":25.0}})",
       R"({"entity_type":"COMPANY","metadata":{"number":"09565115","number_of_employees":25.0}})"},
      {R"({"entity_type":"COMPANY","ownership_structure":{"shareholders":[{"entity_type":"COMPANY",)"
       R"("linked_profile":{"id":"0192b8f4-7c1e-7abc-8def-0123456789ab","role":"COMPANY_ASSOCIATED"},)"
       R"("total_percentage":33.33}]}})",
       R"({"entity_type":"COMPANY","ownership_structure":{"shareholders":[{"entity_type":"COMPANY",)"
       R"("linked_profile":{"id":"0192b8f4-7c1e-7abc-8def-0123456789ab"},)"
       R"("total_percentage":33.33}]}})"},
      {R"({"entity_type":"INDIVIDUAL","custom_fields":{"occupation":"baker","income":1e5,"pep":false}})",
       R"({"entity_type":"INDIVIDUAL","custom_fields":{"occupation":"baker","income":1e5,"pep":false}})"},
      {R"({"entity_type":"INDIVIDUAL","bank_accounts":[{"country":"GBR","type":"UK_ACCOUNT",)"
       R"("sort_code":"12-34-56","account_number":"01234567"}],"later_still":{"x":null}})",
       R"({"entity_type":"INDIVIDUAL","bank_accounts":[{"country":"GBR","type":"UK_ACCOUNT",)"
       R"("sort_code":"12-34-56","account_number":"01234567"}]})"},
      {R"({"entity_type":"INDIVIDUAL","address_history":[{"address":{"type":"STRUCTURED",)"
       R"("country":"CAN","state_province":"QC"},"start_date":"2020-05","end_date":"2020-05"}]})",
       R"({"entity_type":"INDIVIDUAL","address_history":[{"address":{"type":"STRUCTURED",)"
       R"("country":"CAN","state_province":"QC"},"start_date":"2020-05","end_date":"2020-05"}]})"},
  };
  for (const Kept& c : cases) {
    json::Value document = parsed(c.sent);
    auto kept = accept(document, type_in(document), "collected_data", today);
    ASSERT_TRUE(kept) << c.sent << kept.error().faults.at(0).field;
    EXPECT_EQ(json::write(*kept), json::write(parsed(c.kept)));
    auto again = accept(*kept, type_in(document), "collected_data", today);
    ASSERT_TRUE(again) << c.kept;
    EXPECT_EQ(json::write(*again), json::write(*kept));
  }
}

struct Refused {
  std::string sent;
  std::vector<Fault> faults;
  EntityType expected = sent.starts_with(R"({"entity_type":"COMPANY",)") ? EntityType::company
                                                                         : EntityType::individual;
};

const std::string person = R"({"entity_type":"INDIVIDUAL",)";
const std::string company = R"({"entity_type":"COMPANY",)";
const std::string birth_date_expected =
    "must be a date YYYY, YYYY-MM or YYYY-MM-DD that exists, not before 1800 and not in the future";
const std::string null_expected = "must be left out instead of sent as null";

const Refused refused_cases[] = {
    {"{}", {{"d.entity_type", "is required"}}},
    {"[]", {{"d", "must be an object"}}},
    {"null", {{"d", null_expected}}},
    {R"({"entity_type":"COMPANY","metadata":7})",
     {{"d.entity_type", "must be INDIVIDUAL for this role"}},
     EntityType::individual},
    {R"({"entity_type":"INDIVIDUAL"})",
     {{"d.entity_type", "must be COMPANY for this role"}},
     EntityType::company},
    {R"({"entity_type":"PERSON"})", {{"d.entity_type", "must be one of INDIVIDUAL, COMPANY"}}},
    {person + R"("personal_details":{"dob":"2026-11-25"}})",
     {{"d.personal_details.dob", birth_date_expected}}},
    {person + R"("personal_details":{"dob":"1799"}})",
     {{"d.personal_details.dob", birth_date_expected}}},
    {person + R"("personal_details":{"dob":null,"gender":"X","name":{"given_names":["A",7]}}})",
     {{"d.personal_details.dob", null_expected},
      {"d.personal_details.gender", "must be one of M, F"},
      {"d.personal_details.name.given_names[1]", "must be text"}}},
    {person + R"("personal_details":{"national_identity_number":{"SECRET 123":"x"}}})",
     {{"d.personal_details.national_identity_number",
       "must have members whose names are three capital letters, the alpha-3 code of a country of "
       "ISO 3166-1"}}},
    {person + R"("address_history":[{"address":{"type":"STRUCTURED","country":"GBR"},)"
              R"("end_date":"2020-01"}]})",
     {{"d.address_history[0].start_date", "is required where there is an end_date"}}},
    {person + R"("address_history":[{"address":{"type":"STRUCTURED"},"start_date":"2020-02",)"
              R"("end_date":"2020-01"}]})",
     {{"d.address_history[0].end_date", "must not be before start_date"}}},
    {person + R"("address_history":[{"address":{"type":"STRUCTURED","country":"USA"}},)"
              R"({"address":{"country":"GBR"}},{"address":{"type":"POINT"}}]})",
     {{"d.address_history[0].address.state_province", "is required in the USA and Canada"},
      {"d.address_history[1].address.type", "is required: one of STRUCTURED, FREEFORM"},
      {"d.address_history[2].address.type", "must be one of STRUCTURED, FREEFORM"}}},
    {person + R"("address_history":[{"address":{"type":"FREEFORM","country":"XKX"}}]})",
     {{"d.address_history[0].address.country",
       "must be a three-letter country code of ISO 3166-1 (Kosovo: RKS)"},
      {"d.address_history[0].address.text", "is required"}}},
    {person + R"("customer_ref":"a\u0007b","email":{}})",
     {{"d.customer_ref", "must hold no control characters but tab and line ends"},
      {"d.email", "must be text"}}},
    {person + R"("customer_ref":"a\u0085b"})",
     {{"d.customer_ref", "must hold no control characters but tab and line ends"}}},
    {person + R"("custom_fields":{"income":null,"list":[1]}})",
     {{"d.custom_fields.income", null_expected},
      {"d.custom_fields.list", "must be text, a number or true or false"}}},
    {company + R"("officers":{"directors":[{"entity_type":"INDIVIDUAL"}]}})",
     {{"d.officers.directors[0]", "must have exactly one of immediate_data and linked_profile"}}},
    {company + R"("authorized_persons":[{"entity_type":"INDIVIDUAL","immediate_data":)"
               R"({"entity_type":"INDIVIDUAL"},"linked_profile":)"
               R"({"id":"0192b8f4-7c1e-7abc-8def-0123456789ab"}}]})",
     {{"d.authorized_persons[0]", "must have exactly one of immediate_data and linked_profile"}}},
    {company + R"("authorized_persons":[{"entity_type":"COMPANY","immediate_data":)"
               R"({"entity_type":"INDIVIDUAL","personal_details":{"dob":"1992-02-30"}}}]})",
     {{"d.authorized_persons[0].immediate_data.personal_details.dob", birth_date_expected},
      {"d.authorized_persons[0].entity_type", "must be the same as immediate_data.entity_type"}}},
    {company + R"("filings":[{"source_id":"1"}]})",
     {{"d.filings[0].document", "is required where there is no price"}}},
    {company + R"("metadata":{"incorporation_date":"2023-02-29","number":1,"is_active":"yes"}})",
     {{"d.metadata.incorporation_date", "must be a date YYYY-MM-DD that exists in the calendar"},
      {"d.metadata.number", "must be text"},
      {"d.metadata.is_active", "must be true or false"}}},
};

TEST(CollectedData, NamesEveryFaultAtOnce) {
  for (const Refused& c : refused_cases) {
    auto kept = accept(parsed(c.sent), c.expected, "d", today);
    ASSERT_FALSE(kept) << c.sent;
    EXPECT_EQ(kept.error().refusal, Refusal::invalid_input);
    ASSERT_EQ(kept.error().faults.size(), c.faults.size()) << c.sent;
    for (std::size_t i = 0; i < c.faults.size(); ++i) {
      EXPECT_EQ(kept.error().faults[i].field, c.faults[i].field) << c.sent;
      EXPECT_EQ(kept.error().faults[i].message, c.faults[i].message) << c.sent;
    }
  }
}

TEST(CollectedData, FaultsAndSizesAreBounded) {
  json::Array many(200, json::Value(7));
  json::Value document = json::Object{
      {"entity_type", "INDIVIDUAL"},
      {"personal_details", json::Object{{"name", json::Object{{"given_names", many}}}}}};
  auto kept = accept(document, EntityType::individual, "", today);
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().faults.size(), schema::most_faults);
  EXPECT_EQ(kept.error().faults[3].field, "personal_details.name.given_names[3]");

  std::string ten_thousand_two_bytes;
  for (int i = 0; i < 10'000; ++i) ten_thousand_two_bytes += "é";
  document = json::Object{{"entity_type", "COMPANY"}, {"customer_ref", ten_thousand_two_bytes}};
  EXPECT_TRUE(accept(document, EntityType::company, "", today));
  document.object().set("customer_ref", ten_thousand_two_bytes + "x");
  EXPECT_FALSE(accept(document, EntityType::company, "", today));
  document = json::Object{{"entity_type", "COMPANY"},
                          {"filings", json::Array(schema::most_items + 1, json::Value(1))}};
  kept = accept(document, EntityType::company, "", today);
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().faults, (std::vector<Fault>{{"filings", "must have at most 5000 items"}}));
}

TEST(CollectedData, NaughtyStringsAreKeptOrRefusedAsAField) {
  const char* shared = std::getenv("PROBITY_SHARED");
  std::ifstream file(std::string(shared ? shared : PROBITY_SOURCE_DIR "/../shared") +
                     "/data/vectors/strings/blns.json");
  if (!file) GTEST_SKIP() << "not present";
  std::stringstream text;
  text << file.rdbuf();
  int kept_count = 0, refused_count = 0;
  const json::Value strings = parsed(text.str());
  for (const json::Value& naughty : strings.array()) {
    json::Object name{{"family_name", naughty}};
    json::Value document = json::Object{{"entity_type", "INDIVIDUAL"},
                                        {"personal_details", json::Object{{"name", name}}}};
    auto kept = accept(document, EntityType::individual, "d", today);
    if (kept) {
      EXPECT_EQ(json::write(*kept), json::write(document));
      EXPECT_LE(names(*kept).size(), 1u);
      ++kept_count;
    } else {
      ASSERT_EQ(kept.error().faults.size(), 1u);
      EXPECT_EQ(kept.error().faults[0].field, "d.personal_details.name.family_name");
      ++refused_count;
    }
  }
  EXPECT_GT(kept_count, 480);
  EXPECT_GT(refused_count, 0);  // those with control characters
}

TEST(CollectedData, TellsNames) {
  struct Case {
    std::string document, shown;
    std::vector<std::string> names;
  };
  const Case cases[] = {
      {person + R"("personal_details":{"name":{"title":"Dr","given_names":["Ana"," Maria "],)"
                R"("family_name":"Silva","alt_family_names":["Costa","","Silva"]}}})",
       "Ana Maria Silva",
       {"Ana Maria Silva", "Ana Maria Costa"}},
      {person + R"("personal_details":{"name":{"family_name":"Silva"}}})", "Silva", {"Silva"}},
      {person + R"("personal_details":{}})", "", {}},
      {company + R"("metadata":{"name":"Acme Ltd","number":"1","previous_names":[{"name":"Bolt"},)"
                 R"({"name":"Acme Ltd"},{"start":"2020-01-01"}]}})",
       "Acme Ltd",
       {"Acme Ltd", "Bolt"}},
      {company + R"("metadata":{"number":"09565115","country_of_incorporation":"GBR"}})",
       "09565115 GBR",
       {}},
      {company + R"("metadata":{"country_of_incorporation":"GBR"}})", "GBR", {}},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(display_name(parsed(c.document)), c.shown) << c.document;
    EXPECT_EQ(names(parsed(c.document)), c.names) << c.document;
  }
}

std::string home(std::string_view country, std::string_view start = {}, std::string_view end = {}) {
  std::string text = R"({"address":{"type":"STRUCTURED")";
  if (!country.empty()) text += R"(,"country":")" + std::string(country) + '"';
  text += '}';
  if (!start.empty()) text += R"(,"start_date":")" + std::string(start) + '"';
  if (!end.empty()) text += R"(,"end_date":")" + std::string(end) + '"';
  return text + '}';
}

TEST(CollectedData, TellsIdentifiers) {
  auto told = [](std::string_view text) { return identifiers(*json::parse(text)); };
  EXPECT_EQ(
      told(
          R"({"entity_type":"INDIVIDUAL","personal_details":{"national_identity_number":{"IRN":"1-22","GBR":"QQ1"}},
      "documents":[{"extracted_data":{"number":"P99"}},{}],"documents_metadata":[{"number":"D1"}]})"),
      (std::vector<std::string>{"1-22", "QQ1", "P99", "D1"}));
  EXPECT_EQ(
      told(
          R"({"entity_type":"COMPANY","metadata":{"number":"0123","lei":"L","isin":"I","tax_ids":[{"value":"T"}]}})"),
      (std::vector<std::string>{"0123", "L", "I", "T"}));
  EXPECT_TRUE(
      told(R"({"entity_type":"INDIVIDUAL","personal_details":{"national_identity_number":null}})")
          .empty());
}

TEST(CollectedData, TellsCountryOfResidence) {
  using Country = std::optional<std::string>;
  const std::pair<std::string, Country> cases[] = {
      {"", std::nullopt},
      {home("GBR"), "GBR"},
      {home(""), std::nullopt},
      {home("FRA", "2025-01") + "," + home("GBR"), "GBR"},
      {home("") + "," + home("GBR"), "GBR"},
      {home("FRA", "2021-01") + "," + home("DEU", "2020-01"), "FRA"},
      {home("FRA", "2020-01", "2020-05") + "," + home("DEU", "2020-01", "2020-03"), "FRA"},
      {home("FRA", "2020-01", "2020-05") + "," + home("DEU", "2020-01"), "DEU"},
      {home("FRA", "2019-01") + "," + home("", "2020-01"), std::nullopt},
  };
  for (const auto& [items, country] : cases)
    EXPECT_EQ(country_of_residence(parsed(person + R"("address_history":[)" + items + "]}")),
              country)
        << items;
}

TEST(CollectedData, TellsOtherFacts) {
  json::Value who = parsed(person + R"("personal_details":{"dob":"1992-11","nationality":"XXA"}})");
  EXPECT_EQ(birth_date(who), (PartialDate{1992, 11, 0}));
  EXPECT_EQ(nationality(who), "XXA");
  EXPECT_EQ(incorporation_country(who), std::nullopt);
  json::Value firm = parsed(company + R"("metadata":{"country_of_incorporation":"RKS"}})");
  EXPECT_EQ(incorporation_country(firm), "RKS");
  EXPECT_EQ(birth_date(firm), std::nullopt);
  EXPECT_EQ(nationality(firm), std::nullopt);
  EXPECT_EQ(to_text(EntityType::company), "COMPANY");
}

}  // namespace
}  // namespace probity::profiles
