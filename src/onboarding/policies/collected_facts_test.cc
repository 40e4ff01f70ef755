#include "policies/collected_facts.h"

#include <gtest/gtest.h>

namespace probity::policies {
namespace {

const Date today{2026, 11, 24};

Facts facts_of(std::string_view text, const std::vector<CustomField>& custom = {}) {
  Facts facts;
  Result<json::Value> value = json::parse(text);
  EXPECT_TRUE(value) << text;
  if (value) add_collected(facts, *value, custom, today);
  return facts;
}

std::string fact(const Facts& facts, std::string_view property) {
  const Fact* found = facts.find(property);
  return found ? text_of(*found) : "missing";
}

TEST(CollectedFacts, AgeIsKnownOnlyWhenEveryPossibleDayAgrees) {
  struct {
    std::string_view dob, age;
  } cases[] = {
      {"2008-11-24", "18"},   {"2008-11-25", "17"},      {"2008-11-23", "18"},
      {"2008", "missing"},    {"2008-10", "18"},         {"2008-12", "17"},
      {"2008-11", "missing"}, {"2027-01-01", "missing"}, {"2026-11-24", "0"},
      {"1900-01-01", "126"},  {"2008-02-30", "missing"}, {"", "missing"},
      {"abcd", "missing"},    {"2004-02-29", "22"},      {"2008-1-1", "missing"},
  };
  for (const auto& c : cases) {
    Facts facts = facts_of(R"({"entity_type":"INDIVIDUAL","personal_details":{"dob":")" +
                           std::string(c.dob) + R"("}})");
    EXPECT_EQ(fact(facts, "age"), c.age) << c.dob;
  }
}

TEST(CollectedFacts, CurrentResidences) {
  struct {
    std::string_view history, countries;
  } cases[] = {
      {R"([])", "missing"},
      {R"([{"address":{"country":"GBR"}}])", "GBR"},
      {R"([{"address":{"country":"GBR"}},{"address":{"country":"IRN"}},{"address":{"country":"GBR"}}])",
       "GBR, IRN"},
      {R"([{"address":{"country":"GBR"},"start_date":"2001-01","end_date":"2020-01"}])", "missing"},
      {R"([{"address":{"country":"GBR"},"start_date":"2001-01","end_date":"2026-11"},
           {"address":{"country":"FRA"},"start_date":"2026-11"}])",
       "FRA"},
      {R"([{"address":{"country":"GBR"},"start_date":"2001-01","end_date":"2026-12"}])", "GBR"},
      {R"([{"address":{"country":"GBR"},"start_date":"2026-12"}])", "missing"},
      {R"([{"address":{}},7,{"address":"x"}])", "missing"},
      {R"("x")", "missing"},
  };
  for (const auto& c : cases) {
    Facts facts = facts_of(R"({"entity_type":"INDIVIDUAL","address_history":)" +
                           std::string(c.history) + "}");
    EXPECT_EQ(fact(facts, "country_of_residence"), c.countries) << c.history;
  }
}

TEST(CollectedFacts, ContactDetails) {
  struct {
    std::string_view phone, code;
  } cases[] = {{"+44 20 7946 0000", "+44"},
               {"0044 20 7946 0000", "+44"},
               {"+1 (212) 555", "+1"},
               {"+7 495", "+7"},
               {"+353 1 555", "+353"},
               {"020 7946", "missing"},
               {"+", "missing"},
               {"+35", "missing"},
               {"+099", "missing"}};
  for (const auto& c : cases) {
    Facts facts = facts_of(R"({"entity_type":"INDIVIDUAL","contact_details":{"phone_number":")" +
                           std::string(c.phone) + R"(","email":"A@Example.ORG"}})");
    EXPECT_EQ(fact(facts, "phone_calling_code"), c.code) << c.phone;
    EXPECT_EQ(fact(facts, "email_domain"), "example.org");
  }
  EXPECT_EQ(fact(facts_of(R"({"entity_type":"INDIVIDUAL","contact_details":{"email":"x@"}})"),
                 "email_domain"),
            "missing");
}

TEST(CollectedFacts, Company) {
  Facts facts = facts_of(R"({"entity_type":"COMPANY","customer_ref":"C1","metadata":{
      "country_of_incorporation":"GBR","company_type":"Ltd","incorporation_date":"2020-11-25",
      "sic_codes":[{"code":"62012","description":"x"},{"description":"y"}],"is_active":false,
      "number_of_employees":12,"contact_details":{"email":"a@b.example"}}})");
  EXPECT_EQ(fact(facts, "country_of_incorporation"), "GBR");
  EXPECT_EQ(fact(facts, "company_type"), "Ltd");
  EXPECT_EQ(fact(facts, "company_age"), "5");
  EXPECT_EQ(fact(facts, "sic_codes"), "62012");
  EXPECT_EQ(fact(facts, "is_active"), "false");
  EXPECT_EQ(fact(facts, "number_of_employees"), "12");
  EXPECT_EQ(fact(facts, "email_domain"), "b.example");
  EXPECT_EQ(fact(facts, "has_customer_ref"), "true");
  EXPECT_EQ(fact(facts, "nationality"), "missing");
  Facts bare = facts_of(R"({"entity_type":"COMPANY"})");
  for (auto property : {"country_of_incorporation", "company_type", "company_age", "sic_codes",
                        "is_active", "number_of_employees", "email_domain", "phone_calling_code"})
    EXPECT_EQ(fact(bare, property), "missing") << property;
  EXPECT_EQ(fact(bare, "has_customer_ref"), "false");
}

TEST(CollectedFacts, CustomFieldsOnlyWhenTheyAreRight) {
  std::vector<CustomField> custom = {
      {.name = "job", .type = CustomType::choice, .allowed = {"CLERK"}},
      {.name = "cars", .type = CustomType::integer},
      {.name = "home", .type = CustomType::boolean}};
  Facts facts = facts_of(
      R"({"entity_type":"INDIVIDUAL","custom_fields":{"job":"CLERK","cars":2,"home":true,"other":1}})",
      custom);
  EXPECT_EQ(fact(facts, "custom_fields.job"), "CLERK");
  EXPECT_EQ(fact(facts, "custom_fields.cars"), "2");
  EXPECT_EQ(fact(facts, "custom_fields.home"), "true");
  EXPECT_EQ(fact(facts, "custom_fields.other"), "missing");
  facts =
      facts_of(R"({"entity_type":"INDIVIDUAL","custom_fields":{"job":"KING","cars":"2"}})", custom);
  EXPECT_EQ(fact(facts, "custom_fields.job"), "missing");
  EXPECT_EQ(fact(facts, "custom_fields.cars"), "missing");
  for (auto odd : {R"({"entity_type":"INDIVIDUAL","custom_fields":[1]})", "[]", "null", "\"x\""})
    EXPECT_EQ(fact(facts_of(odd, custom), "custom_fields.job"), "missing") << odd;
}

}  // namespace
}  // namespace probity::policies
