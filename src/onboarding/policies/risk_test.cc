#include "policies/risk.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

namespace probity::policies {
namespace {

json::Value parsed(std::string_view text) {
  Result<json::Value> value = json::parse(text);
  EXPECT_TRUE(value) << text;
  return value ? *value : json::Value();
}

RiskModel read(std::string_view members, Faults& faults) {
  static const Vocabulary vocabulary;
  return read_risk_model(
      parsed(R"({"format":1,"alias":"r","name":"R","entity_type":"INDIVIDUAL",)" +
             std::string(members) + "}"),
      "", vocabulary, faults);
}

RiskModel sound(std::string_view members) {
  Faults faults;
  RiskModel model = read(members, faults);
  EXPECT_TRUE(faults.empty()) << members << ": " << faults[0].field << " " << faults[0].message;
  return model;
}

constexpr std::string_view thresholds = R"("thresholds":{"medium_from":50,"high_from":100})";

std::string age_rules() {
  return R"("rules":[{"condition":{"comparison":"GREATER_THAN","value":17},"score":10},
                     {"condition":{"comparison":"GREATER_THAN","value":64},"score":30},
                     {"condition":{"comparison":"GREATER_THAN","value":39},"score":20}])";
}

TEST(Risk, TheHighestMatchingRuleCounts) {
  RiskModel model = sound(R"("factors":[{"name":"Age","property":"age","default_score":5,)" +
                          age_rules() + "}]," + std::string(thresholds));
  struct {
    std::int64_t age, score;
  } cases[] = {{17, 5}, {18, 10}, {39, 10}, {40, 20}, {64, 20}, {65, 30}, {99, 30}};
  for (auto c : cases) {
    Facts facts;
    facts.set("age", c.age);
    EXPECT_EQ(assess(model, facts).score, c.score) << c.age;
  }
}

// A factor with one rule: a value above zero scores.
std::string factor(std::string name, std::string property, std::string score,
                   std::string more = "") {
  return R"({"name":")" + name + R"(","property":")" + property +
         R"(","rules":[{"condition":{"comparison":"GREATER_THAN","value":0},"score":)" + score +
         "}]" + more + "}";
}

TEST(Risk, MissingDataOfARequiredFactorIsUndetermined) {
  RiskModel model =
      sound(R"("factors":[)" + factor("Age", "age", "60", R"(,"required":true)") + "," +
            R"({"name":"Domain","property":"email_domain","rules":[],"default_score":45}],)" +
            std::string(thresholds));
  Facts facts;
  Assessment none = assess(model, facts);
  EXPECT_EQ(none.level, RiskLevel::undetermined);
  EXPECT_FALSE(none.score);
  EXPECT_EQ(none.missing_required, std::vector<std::string>{"Age"});
  EXPECT_EQ(none.components[0].missing, "age");
  facts.set("email_domain", "x.example");
  EXPECT_EQ(assess(model, facts).level, RiskLevel::undetermined);
  facts.set("age", std::int64_t{1});
  Assessment all = assess(model, facts);
  EXPECT_EQ(all.score, 105);
  EXPECT_EQ(all.level, RiskLevel::high);
  EXPECT_TRUE(all.missing_required.empty());
}

TEST(Risk, MissingDataOfAnotherFactorContributesNothing) {
  RiskModel model =
      sound(R"("factors":[)" + factor("Age", "age", "60", R"(,"default_score":7)") + "," +
            factor("Tags", "screening.pep.confirmed", "40", R"(,"default_score":9)") + "]," +
            std::string(thresholds));
  Facts facts;
  EXPECT_EQ(assess(model, facts).score, 0);
  EXPECT_EQ(assess(model, facts).level, RiskLevel::low);
  facts.set("age", std::int64_t{1});
  EXPECT_EQ(assess(model, facts).score, 60);
  facts.set_matches("PEP_FLAG", {});
  EXPECT_EQ(assess(model, facts).score, 69);
}

TEST(Risk, GroupsCombine) {
  auto grouped = [](std::string combine, std::vector<int> scores) {
    std::string factors;
    for (std::size_t i = 0; i < scores.size(); ++i)
      factors += (i ? "," : "") + factor("f" + std::to_string(i), "age", std::to_string(scores[i]),
                                         R"(,"group":"g")");
    // One more in the group that has no data: it must count in none of the four.
    factors += "," + factor("silent", "screening.pep.confirmed", "1000", R"(,"group":"g")");
    factors += "," + factor("alone", "age", "3");
    RiskModel model = sound(R"("factors":[)" + factors + R"(],"groups":[{"name":"g","combine":")" +
                            combine + R"("}],)" + std::string(thresholds));
    Facts facts;
    facts.set("age", std::int64_t{1});
    return *assess(model, facts).score - 3;
  };
  struct {
    std::string combine;
    std::vector<int> scores;
    int total;
  } cases[] = {
      {"HIGHEST", {5, 9, 7}, 9}, {"LOWEST", {5, 9, 7}, 5}, {"SUM", {5, 9, 7}, 21},
      {"MEAN", {5, 9, 7}, 7},    {"MEAN", {1, 2}, 2},  // 1.5, half up
      {"MEAN", {1, 1, 2}, 1},    {"MEAN", {1, 2, 2}, 2},   {"MEAN", {0, 0, 0, 1}, 0},
      {"MEAN", {0, 1}, 1},       {"LOWEST", {4}, 4},       {"SUM", {1000000, 1000000}, 2000000},
  };
  for (const auto& c : cases) EXPECT_EQ(grouped(c.combine, c.scores), c.total) << c.combine;
}

TEST(Risk, AGroupWithoutDataAddsNothing) {
  for (std::string combine : {"HIGHEST", "LOWEST", "MEAN", "SUM"}) {
    RiskModel model = sound(R"("factors":[)" + factor("a", "age", "60", R"(,"group":"g")") +
                            R"(],"groups":[{"name":"g","combine":")" + combine + R"("}],)" +
                            std::string(thresholds));
    EXPECT_EQ(assess(model, {}).score, 0) << combine;
  }
}

TEST(Risk, ThresholdsAreTheirFirstScore) {
  RiskModel model = sound(R"("factors":[)" + factor("Age", "age", "1") + "]," +
                          std::string(thresholds) + R"(,"auto_reject_from":120)");
  EXPECT_EQ(model.level(0), RiskLevel::low);
  EXPECT_EQ(model.level(49), RiskLevel::low);
  EXPECT_EQ(model.level(50), RiskLevel::medium);
  EXPECT_EQ(model.level(99), RiskLevel::medium);
  EXPECT_EQ(model.level(100), RiskLevel::high);
  for (auto [score, level, reject] : {std::tuple{49, RiskLevel::low, false},
                                      {50, RiskLevel::medium, false},
                                      {99, RiskLevel::medium, false},
                                      {100, RiskLevel::high, false},
                                      {119, RiskLevel::high, false},
                                      {120, RiskLevel::high, true}}) {
    RiskModel exact = sound(R"("factors":[)" + factor("Age", "age", std::to_string(score)) + "]," +
                            std::string(thresholds) + R"(,"auto_reject_from":120)");
    Facts facts;
    facts.set("age", std::int64_t{1});
    EXPECT_EQ(assess(exact, facts).level, level) << score;
    EXPECT_EQ(assess(exact, facts).auto_reject, reject) << score;
  }
}

std::string screening(std::string more) {
  auto rule = [](std::string type, std::string score) {
    return R"({"condition":{"type":"SCREENING_EVENTS","comparison":"ONE_OR_MORE_CONFIRMED","event_types":[")" +
           type + R"("]},"score":)" + score + "}";
  };
  return R"("factors":[{"name":"Matches","property":"screening.events","rules":[)" +
         rule("SANCTION_FLAG", "500") + "," + rule("PEP_FLAG", "60") + "]" + more + "}]," +
         std::string(thresholds);
}

TEST(Risk, ScreeningNotDoneIsMissing) {
  RiskModel model = sound(screening(""));
  RiskModel required = sound(screening(R"(,"required":true)"));
  Facts facts;
  EXPECT_EQ(assess(model, facts).score, 0);
  EXPECT_EQ(assess(required, facts).level, RiskLevel::undetermined);
  facts.set_matches("PEP_FLAG", {.confirmed = 1});
  EXPECT_EQ(assess(model, facts).score, 60);
  EXPECT_EQ(assess(required, facts).level,
            RiskLevel::undetermined);  // sanctions could still raise it
  facts.set_matches("SANCTION_FLAG", {});
  EXPECT_EQ(assess(required, facts).score, 60);
  EXPECT_EQ(assess(required, facts).components[0].input, "pep.confirmed 1, sanctions.confirmed 0");
}

TEST(Risk, RendersTheOverview) {
  RiskModel model =
      sound(R"("factors":[)" + factor("Age", "age", "60", R"(,"required":true)") + "," +
            factor("PEP", "screening.pep.confirmed", "40") + "]," + std::string(thresholds));
  Facts facts;
  facts.set("age", std::int64_t{33});
  EXPECT_EQ(
      json::write(render(assess(model, facts), false)),
      R"({"components":[{"name":"Age","required":true,"input_value":"33","raw_value":"33",)"
      R"("risk_level":{"score":60,"category":"MEDIUM"}},)"
      R"({"name":"PEP","required":false,"risk_level":{"category":"UNDETERMINED"}}],)"
      R"("missing_required_components":[],"overall_risk":{"score":60,"category":"MEDIUM"},"is_pending":false})");
  EXPECT_EQ(json::write(*render(assess(model, {}), true).find("missing_required_components")),
            R"(["Age"])");
  EXPECT_EQ(
      json::write(render_no_risk()),
      R"({"components":[],"missing_required_components":[],"overall_risk":{"category":"UNDETERMINED"}})");
  EXPECT_EQ(json::write(record_of(assess(model, facts))).find("33"), std::string::npos);
}

TEST(Risk, FaultsNameTheirFields) {
  std::string one = R"("factors":[)" + factor("A", "age", "1") + "]";
  std::string t(thresholds);
  struct {
    std::string members;
    std::vector<std::string> fields;
  } cases[] = {
      {one, {"thresholds"}},
      {t, {"factors"}},
      {one + R"(,"thresholds":{"medium_from":5})", {"thresholds.high_from"}},
      {one + R"(,"thresholds":{"medium_from":5,"high_from":4})", {"thresholds.high_from"}},
      {one + R"(,"thresholds":{"medium_from":0,"high_from":4})", {"thresholds.medium_from"}},
      {one + R"(,"thresholds":{"medium_from":1,"high_from":4,"top":5})", {"thresholds.top"}},
      {one + "," + t + R"(,"auto_reject_from":99)", {"auto_reject_from"}},
      {one + "," + t + R"(,"shade":1)", {"shade"}},
      {R"("factors":[)" + factor("A", "age", "-1") + "]," + t, {"factors[0].rules[0].score"}},
      {R"("factors":[)" + factor("A", "age", "1.5") + "]," + t, {"factors[0].rules[0].score"}},
      {R"("factors":[)" + factor("A", "age", "1000001") + "]," + t, {"factors[0].rules[0].score"}},
      {R"("factors":[)" + factor("A", "shoe", "1") + "]," + t, {"factors[0].property"}},
      {R"("factors":[)" + factor("A", "company_age", "1") + "]," + t, {"factors[0].property"}},
      {R"("factors":[)" + factor("A", "risk_score", "1") + "]," + t, {"factors[0].property"}},
      {R"("factors":[)" + factor("A", "age", "1", R"(,"group":"g")") + "]," + t,
       {"factors[0].group"}},
      {R"("factors":[)" + factor("A", "age", "1") + "," + factor("A", "age", "1") + "]," + t,
       {"factors[1].name"}},
      {R"("factors":[)" + factor("A", "age", "1", R"(,"required":"yes")") + "]," + t,
       {"factors[0].required"}},
      {R"("factors":[)" + factor("A", "age", "1", R"(,"default_score":-1)") + "]," + t,
       {"factors[0].default_score"}},
      {R"("factors":[)" + factor("A", "nationality", "1") + "]," + t,
       {"factors[0].rules[0].condition.comparison"}},
      {R"("factors":[{"name":"A","property":"age","rules":[{"score":1}]}],)" + t,
       {"factors[0].rules[0].condition"}},
      {R"("factors":[{"name":"A","property":"age","rules":[{"condition":{"property":"company_age","comparison":"LESS_THAN","value":1},"score":1}]}],)" +
           t,
       {"factors[0].rules[0].condition.property"}},
      {R"("factors":[{"name":"A","property":"age","rules":[{"condition":{"type":"SCREENING_EVENTS","comparison":"ONE_OR_MORE_CONFIRMED","event_types":["PEP_FLAG"]},"score":1}]}],)" +
           t,
       {"factors[0].rules[0].condition.type"}},
      {R"("factors":[{"name":"A","property":"age"}],)" + t, {"factors[0].rules"}},
      {one + "," + t + R"(,"groups":[{"name":"g","combine":"SUM"}])", {"groups[0].name"}},
      {R"("factors":[)" + factor("A", "age", "1", R"(,"group":"g")") +
           R"(],"groups":[{"name":"g","combine":"AVERAGE"}],)" + t,
       {"groups[0].combine"}},
      {R"("factors":[)" + factor("A", "age", "1", R"(,"group":"g")") +
           R"(],"groups":[{"name":"g","combine":"SUM"},{"name":"g","combine":"SUM"}],)" + t,
       {"groups[1].name"}},
  };
  for (const auto& c : cases) {
    Faults faults;
    read(c.members, faults);
    std::vector<std::string> fields;
    for (const Fault& fault : faults) fields.push_back(fault.field);
    EXPECT_EQ(fields, c.fields) << c.members;
  }
}

// Random scores and facts: the total is that of a plain sum of independent factors, a score more
// never lowers it, and what the model does not ask changes nothing.
TEST(Risk, IsMonotoneAndAsksOnlyItsFactors) {
  std::mt19937 random(7);
  for (int i = 0; i < 300; ++i) {
    std::int64_t expected = 0;
    std::string factors;
    for (int f = 0; f < 5; ++f) {
      int score = random() % 100;
      expected += score;
      factors += (f ? "," : "") + factor("f" + std::to_string(f), "age", std::to_string(score));
    }
    RiskModel model = sound(R"("factors":[)" + factors + "]," + std::string(thresholds));
    Facts facts;
    facts.set("age", static_cast<std::int64_t>(1 + random() % 50));
    Assessment first = assess(model, facts);
    EXPECT_EQ(first.score, expected);
    facts.set("nationality", "FRA");
    facts.set("risk_level", "HIGH");
    facts.set_matches("SANCTION_FLAG", {3, 3, 3});
    EXPECT_EQ(assess(model, facts).score, expected);
    model.factors[2].rules[0].score += 10;
    EXPECT_EQ(assess(model, facts).score, expected + 10);
  }
}

}  // namespace
}  // namespace probity::policies
