#include "checks/providers/demo_identity.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace probity::checks {
namespace {

DemoIdentity check(std::string_view given, std::string_view family) {
  json::Object name{{"given_names", json::Array{given}}, {"family_name", family}};
  return demo_identity(json::Object{{"entity_type", "INDIVIDUAL"},
                                    {"personal_details", json::Object{{"name", std::move(name)}}}});
}

TEST(DemoIdentity, WordsOfTheNameChooseTheResult) {
  struct {
    std::string_view given, family, result;
    int code = 0;
  } cases[] = {
      {"Ada", "Lovelace", "2+2"},
      {"Ada", "Fail", "Fail"},
      {"FAIL", "Lovelace", "Fail"},
      {"Ada", "Lovelace-fail", "Fail"},
      {"Ada", "Failsworth", "2+2"},  // whole words only
      {"Ada Noerror", "Lovelace", "2+2"},
      {"Ada", "NO_MATCHES", "Fail"},
      {"Ada No", "Match", "Fail"},  // words may meet across the parts
      {"Ada", "1+1", "1+1"},
      {"Ada", "One  Match", "1+1"},
      {"Ada", "ONE_NAME_ADDRESS_MATCH", "1+1"},
      {"Ada", "Mortality", "Fail"},
      {"Ada", "Error", "Error", 303},
      {"Ada", "Connection Error", "Error", 302},
      {"Ada", "Invalid Credentials", "Error", 303},
      {"Fail", "1+1", "Fail"},
      {"Fail", "Error", "Error", 303},
      {"Ада", "Лавлейс", "2+2"},
  };
  for (const auto& c : cases) {
    DemoIdentity got = check(c.given, c.family);
    EXPECT_EQ(got.result, c.result) << c.given << " " << c.family;
    ASSERT_EQ(got.errors.size(), c.code ? 1u : 0u) << c.given << " " << c.family;
    if (!c.code) continue;
    EXPECT_EQ(got.errors[0].find("code")->integer(), c.code);
    EXPECT_EQ(got.errors[0].text_at("source"), "PROVIDER");
    EXPECT_EQ(json::write(got.output_data), R"({"entity_type":"INDIVIDUAL"})");
  }
}

// The result must be what its own evidence says: so many databases matched, each key with its row.
TEST(DemoIdentity, TheEvidenceAgreesWithTheResult) {
  struct {
    std::string_view word, result;
    int with_address, with_dob, deceased;
  } cases[] = {{"Lovelace", "2+2", 2, 2, 0},
               {"1+1", "1+1", 1, 1, 0},
               {"Fail", "Fail", 0, 0, 0},
               {"Mortality", "Fail", 0, 0, 1}};
  for (const auto& c : cases) {
    DemoIdentity got = check("Ada", c.word);
    EXPECT_EQ(got.result, c.result);
    int with_address = 0, with_dob = 0, deceased = 0, keys = 0;
    for (const json::Value& row : got.output_data.path("electronic_id_check.matches")->array()) {
      const json::Array& fields = row.find("matched_fields")->array();
      EXPECT_EQ(row.find("count")->integer(), fields.empty() ? 0 : 1);
      if (fields.empty()) continue;
      if (row.text_at("database_type") == "MORTALITY")
        ++deceased;
      else if (fields.back() == json::Value("ADDRESS"))
        ++with_address;
      else
        ++with_dob;
    }
    for (const json::Member& member : got.output_data.find("db_matches")->object())
      keys += member.value.find("match")->boolean();
    EXPECT_EQ(with_address, c.with_address) << c.word;
    EXPECT_EQ(with_dob, c.with_dob) << c.word;
    EXPECT_EQ(deceased, c.deceased) << c.word;
    EXPECT_EQ(keys, with_address + with_dob + deceased) << c.word;
    EXPECT_EQ(got.output_data.text_at("entity_type"), "INDIVIDUAL");
  }
}

TEST(DemoIdentity, NamesWhatIsMissing) {
  struct {
    std::string_view collected;
    std::vector<std::string_view> fields;
  } cases[] = {
      {R"({})", {"GIVEN_NAMES", "FAMILY_NAME"}},
      {R"([])", {"GIVEN_NAMES", "FAMILY_NAME"}},
      {R"({"personal_details":{"name":{"given_names":["Ada"]}}})", {"FAMILY_NAME"}},
      {R"({"personal_details":{"name":{"given_names":["Ada"],"family_name":"  "}}})",
       {"FAMILY_NAME"}},
      {R"({"personal_details":{"name":{"given_names":[],"family_name":"X"}}})", {"GIVEN_NAMES"}},
      {R"({"personal_details":{"name":{"given_names":[" ",7],"family_name":"X"}}})",
       {"GIVEN_NAMES"}},
      {R"({"entity_type":"COMPANY","metadata":{"name":"X"}})", {"GIVEN_NAMES", "FAMILY_NAME"}},
  };
  for (const auto& c : cases) {
    DemoIdentity got = demo_identity(*json::parse(c.collected));
    EXPECT_EQ(got.result, "Error") << c.collected;
    ASSERT_EQ(got.errors.size(), c.fields.size()) << c.collected;
    for (std::size_t i = 0; i < c.fields.size(); ++i) {
      EXPECT_EQ(got.errors[i].find("code")->integer(), 101);
      EXPECT_EQ(got.errors[i].text_at("source"), "ENGINE");
      EXPECT_EQ(got.errors[i].text_at("info.field"), c.fields[i]);
    }
  }
}

TEST(DemoIdentity, NeverRepeatsTheName) {
  for (auto family : {"Zebrafish", "Zebrafish Error", "Zebrafish Connection Error"}) {
    DemoIdentity got = check("Quokka", family);
    std::string all = json::write(got.output_data) + json::write(got.errors);
    EXPECT_EQ(all.find("Zebra"), std::string::npos);
    EXPECT_EQ(all.find("Quokka"), std::string::npos);
  }
}

TEST(DemoIdentity, EveryWordIsDocumented) {
  std::filesystem::path source = PROBITY_SOURCE_DIR;
  std::ostringstream text;
  text << std::ifstream(source / "docs" / "providers.md").rdbuf();
  for (const DemoWord& word : demo_identity_words()) {
    EXPECT_EQ(check("Ada", word.words).result, word.result) << word.words;
    EXPECT_NE(text.str().find("`" + std::string(word.words) + "`"), std::string::npos)
        << word.words;
  }
}

}  // namespace
}  // namespace probity::checks
