// The documents of the demo institution (db/demo): they load, and they do what their names promise.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

#include "policies/catalogue.h"
#include "policies/collected_facts.h"

namespace probity::policies {
namespace {

std::filesystem::path demo_folder() {
  return std::filesystem::path(PROBITY_SOURCE_DIR) / "db" / "demo";
}

std::string text_of_file(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

const Catalogue& demo() {
  static const Catalogue made = [] {
    std::vector<std::pair<std::string, json::Value>> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(demo_folder())) {
      if (entry.path().extension() != ".json") continue;
      auto name = entry.path().filename();
      if (name == "customers.json" || name == "crowd.json") continue;  // no configuration
      Result<json::Value> value = json::parse(text_of_file(entry.path()));
      EXPECT_TRUE(value) << entry.path();
      files.emplace_back(entry.path().lexically_relative(demo_folder()).generic_string(),
                         value.value_or(json::Value()));
    }
    std::ranges::sort(files, {}, &std::pair<std::string, json::Value>::first);
    Result<json::Value> document = assemble(files);
    EXPECT_TRUE(document);
    Result<Catalogue> read = Catalogue::read(*document, Uuid::named("institution", "demo"));
    if (!read)
      for (const Fault& fault : read.error().faults)
        ADD_FAILURE() << fault.field << " " << fault.message;
    return read ? *read : Catalogue();
  }();
  return made;
}

TEST(Demo, HasThreeProductsOfWhichOneAppliesForEachEntity) {
  ASSERT_EQ(demo().products().size(), 3u);
  for (Entity entity : {Entity::individual, Entity::company})
    EXPECT_EQ(std::ranges::count_if(demo().products(),
                                    [&](const Product& product) {
                                      return product.automatically_apply && product.track(entity);
                                    }),
              1);
}

TEST(Demo, RiskModelsHaveFiveFactorsAndOneRequired) {
  ASSERT_EQ(demo().risk_models().size(), 2u);
  for (const RiskModel& model : demo().risk_models()) {
    EXPECT_GE(model.factors.size(), 5u);
    EXPECT_EQ(std::ranges::count(model.factors, true, &RiskFactor::required), 1);
    EXPECT_FALSE(model.groups.empty());
  }
}

struct Persona {
  std::string_view name, product, collected;
  std::vector<std::pair<std::string_view, MatchCounts>> matches;
  RiskLevel level;
  std::string_view end;  // the kind of outcome, or "parked <property>"
  std::vector<std::string> tasks;
};

constexpr MatchCounts clean{}, open{.unresolved = 1}, confirmed{.confirmed = 1},
    ignored{.ignored = 1};
const std::vector<std::pair<std::string_view, MatchCounts>> both_clean = {{"SANCTION_FLAG", clean},
                                                                          {"PEP_FLAG", clean}};

using Tasks = std::vector<std::string>;
const Tasks basics = {"verify_identity", "screen_sanctions"};
const Tasks with_peps = {"verify_identity", "screen_sanctions", "screen_peps"};
const Tasks with_funds = {"verify_identity", "screen_sanctions", "screen_peps",
                          "verify_source_of_funds"};
const Tasks company = {"screen_company_sanctions", "verify_company_identity"};
const Tasks with_filings = {"screen_company_sanctions", "verify_company_identity",
                            "review_company_filings"};

const std::vector<Persona>& personas() {
  using enum RiskLevel;
  static const std::vector<Persona> rows = {
      {"clean",
       "current_account",
       R"({"entity_type":"INDIVIDUAL","personal_details":{"dob":"1985-04-12","nationality":"GBR"}})",
       {{"SANCTION_FLAG", clean}},
       low,
       "AUTOMATIC_APPROVAL",
       basics},
      {"before any screening",
       "current_account",
       R"({"entity_type":"INDIVIDUAL","personal_details":{"nationality":"GBR"}})",
       {},
       low,
       "AUTOMATIC_APPROVAL",
       basics},
      {"no nationality",
       "current_account",
       R"({"entity_type":"INDIVIDUAL","personal_details":{"dob":"1985-04-12"}})",
       both_clean,
       undetermined,
       "",
       {}},
      {"open match",
       "current_account",
       R"({"entity_type":"INDIVIDUAL","personal_details":{"dob":"1985","nationality":"FRA"}})",
       {{"SANCTION_FLAG", open}},
       low,
       "AUTOMATIC_APPROVAL",
       basics},
      {"confirmed sanction",
       "current_account",
       R"({"entity_type":"INDIVIDUAL","personal_details":{"dob":"1985","nationality":"FRA"}})",
       {{"SANCTION_FLAG", confirmed}},
       high,
       "MANUAL_REVIEW",
       with_peps},
      {"a child", "current_account",
       R"({"entity_type":"INDIVIDUAL","personal_details":{"dob":"2015-01-01","nationality":"GBR"}})",
       both_clean, medium, "MANUAL_REVIEW", with_peps},
      {"risky nationality", "current_account",
       R"({"entity_type":"INDIVIDUAL","personal_details":{"nationality":"SYR"}})", both_clean,
       medium, "MANUAL_REVIEW", with_peps},
      {"the higher of two countries", "current_account",
       R"({"entity_type":"INDIVIDUAL","personal_details":{"nationality":"SYR"},"address_history":[{"address":{"country":"IRN"}}]})",
       both_clean, high, "MANUAL_REVIEW", with_peps},
      {"occupation missing", "premium_account",
       R"({"entity_type":"INDIVIDUAL","personal_details":{"dob":"1985-04-12","nationality":"GBR"}})",
       both_clean, low, "parked custom_fields.occupation", with_peps},
      {"occupation arrived", "premium_account",
       R"({"entity_type":"INDIVIDUAL","personal_details":{"dob":"1985-04-12","nationality":"GBR"},"custom_fields":{"occupation":"EMPLOYED"}})",
       both_clean, low, "AUTOMATIC_APPROVAL", with_peps},
      {"PEPs not screened",
       "premium_account",
       R"({"entity_type":"INDIVIDUAL","personal_details":{"dob":"1985-04-12","nationality":"GBR"},"custom_fields":{"occupation":"EMPLOYED"}})",
       {{"SANCTION_FLAG", clean}},
       low,
       "parked screening.pep.confirmed",
       with_peps},
      {"cash business", "premium_account",
       R"({"entity_type":"INDIVIDUAL","personal_details":{"dob":"1985-04-12","nationality":"GBR"},"custom_fields":{"occupation":"CASH_BUSINESS"}})",
       both_clean, low, "MANUAL_REVIEW", with_funds},
      {"high risk", "premium_account",
       R"({"entity_type":"INDIVIDUAL","personal_details":{"dob":"1985-04-12","nationality":"PRK"},"custom_fields":{"occupation":"EMPLOYED"}})",
       both_clean, high, "MANUAL_REVIEW", with_funds},
      {"medium risk", "premium_account",
       R"({"entity_type":"INDIVIDUAL","personal_details":{"dob":"1985-04-12","nationality":"RUS"},"custom_fields":{"occupation":"EMPLOYED"}})",
       both_clean, medium, "MANUAL_REVIEW", with_peps},
      {"confirmed PEP",
       "premium_account",
       R"({"entity_type":"INDIVIDUAL","personal_details":{"dob":"1985-04-12","nationality":"GBR"},"custom_fields":{"occupation":"EMPLOYED"}})",
       {{"SANCTION_FLAG", clean}, {"PEP_FLAG", confirmed}},
       medium,
       "MANUAL_REVIEW",
       with_funds},
      {"ignored PEP",
       "premium_account",
       R"({"entity_type":"INDIVIDUAL","personal_details":{"dob":"1985-04-12","nationality":"GBR"},"custom_fields":{"occupation":"EMPLOYED"}})",
       {{"SANCTION_FLAG", ignored}, {"PEP_FLAG", ignored}},
       low,
       "AUTOMATIC_APPROVAL",
       with_peps},
      {"minor", "premium_account",
       R"({"entity_type":"INDIVIDUAL","personal_details":{"dob":"2015-01-01","nationality":"GBR"}})",
       both_clean, medium, "IMMEDIATE_REJECTION", with_peps},
      {"old company",
       "business_account",
       R"({"entity_type":"COMPANY","metadata":{"country_of_incorporation":"GBR","incorporation_date":"2001-05-05","number_of_employees":40}})",
       {{"SANCTION_FLAG", clean}},
       low,
       "AUTOMATIC_APPROVAL",
       company},
      {"bare company",
       "business_account",
       R"({"entity_type":"COMPANY","metadata":{"country_of_incorporation":"GBR","number":"09565115"}})",
       {},
       low,
       "AUTOMATIC_APPROVAL",
       company},
      {"new company in a risky industry",
       "business_account",
       R"({"entity_type":"COMPANY","metadata":{"country_of_incorporation":"GBR","incorporation_date":"2026-05-05","number_of_employees":1,"sic_codes":[{"code":"92000"}]}})",
       {{"SANCTION_FLAG", clean}},
       medium,
       "MANUAL_REVIEW",
       with_filings},
      {"company without country",
       "business_account",
       R"({"entity_type":"COMPANY"})",
       {},
       undetermined,
       "",
       {}},
  };
  return rows;
}

std::string end_of(const Evaluation& evaluation) {
  return evaluation.parked ? "parked " + evaluation.parked->missing
                           : std::string(text_of(evaluation.outcome->kind));
}

TEST(Demo, Personas) {
  for (const Persona& persona : personas()) {
    SCOPED_TRACE(persona.name);
    const Product* product = demo().product(persona.product);
    ASSERT_TRUE(product);
    json::Value collected = *json::parse(persona.collected);
    Entity entity = *entity_from(collected.text_at("entity_type"));
    const Track& track = product->track(entity).value();
    Facts facts;
    add_collected(facts, collected, demo().custom_fields(), {2026, 11, 24});
    for (const auto& [event_type, counts] : persona.matches) facts.set_matches(event_type, counts);

    Assessment risk = assess(*demo().risk_model(track.risk_model), facts);
    EXPECT_EQ(text_of(risk.level), text_of(persona.level));
    EXPECT_EQ(risk.auto_reject, persona.name == "confirmed sanction");
    if (!risk.score) continue;  // then the policy does not run
    facts.set("risk_level", std::string(text_of(risk.level)));
    facts.set("risk_score", *risk.score);
    Evaluation evaluation = evaluate(*demo().policy(track.smart_policy), facts);
    EXPECT_EQ(end_of(evaluation), persona.end);
    EXPECT_EQ(evaluation.tasks, persona.tasks);
    EXPECT_EQ(evaluate(*demo().policy(track.smart_policy), facts), evaluation);
  }
}

// Straight-through approval rests on the sanctions task: no path approves without it.
TEST(Demo, NoAutomaticApprovalWithoutASanctionsTask) {
  for (const Persona& persona : personas()) {
    if (persona.end != "AUTOMATIC_APPROVAL") continue;
    bool screened = false;
    for (const std::string& alias : persona.tasks)
      for (const std::string& check : demo().task_variant(alias)->automatic_checks)
        screened |= std::ranges::count(demo().check_variant(check)->classes, "SANCTIONS") > 0;
    EXPECT_TRUE(screened) << persona.name;
  }
}

}  // namespace
}  // namespace probity::policies
