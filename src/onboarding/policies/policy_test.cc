#include "policies/policy.h"

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

Policy read(std::string_view elements, Faults& faults) {
  static const Vocabulary vocabulary;
  std::string text =
      R"({"format":1,"alias":"p","name":"P","entity_type":"INDIVIDUAL","elements":)" +
      std::string(elements) + "}";
  return read_policy(parsed(text), "", vocabulary, faults);
}

constexpr std::string_view adult = R"({"property":"age","comparison":"GREATER_THAN","value":17})";
constexpr std::string_view british =
    R"({"property":"nationality","comparison":"IS_ONE_OF","values":["GBR"]})";

std::string flow() {
  return R"([{"id":"s","type":"START","next":"t"},
      {"id":"t","type":"TASK","tasks":["a","b"],"next":"grown"},
      {"id":"grown","type":"BRANCH","condition":)" +
         std::string(adult) + R"(,"yes":"home","no":"reject"},
      {"id":"home","type":"BRANCH","condition":)" +
         std::string(british) + R"(,"yes":"approve","no":"more"},
      {"id":"more","type":"TASK","tasks":["c"],"next":"escalate"},
      {"id":"approve","type":"OUTCOME","outcome":"AUTOMATIC_APPROVAL"},
      {"id":"escalate","type":"OUTCOME","outcome":"ESCALATE","teams":["Legal","Risk"]},
      {"id":"reject","type":"OUTCOME","outcome":"IMMEDIATE_REJECTION","reason":"Too young"}])";
}

Policy flow_policy() {
  Faults faults;
  Policy policy = read(flow(), faults);
  EXPECT_TRUE(faults.empty());
  return policy;
}

using Texts = std::vector<std::string>;

TEST(Policy, FollowsItsBranches) {
  Policy policy = flow_policy();
  Facts facts;
  facts.set("age", std::int64_t{30});
  facts.set("nationality", "GBR");
  Evaluation approved = evaluate(policy, facts);
  EXPECT_EQ(approved.tasks, (Texts{"a", "b"}));
  EXPECT_EQ(approved.outcome, Outcome{OutcomeKind::automatic_approval});
  EXPECT_FALSE(approved.parked);
  EXPECT_EQ(approved.trace, (std::vector<Step>{{"s", "START", "p"},
                                               {"t", "TASK", "a, b"},
                                               {"grown", "YES", "age GREATER_THAN 17"},
                                               {"home", "YES", "nationality IS_ONE_OF GBR"},
                                               {"approve", "OUTCOME", "AUTOMATIC_APPROVAL"}}));
  facts.set("nationality", "FRA");
  Evaluation escalated = evaluate(policy, facts);
  EXPECT_EQ(escalated.tasks, (Texts{"a", "b", "c"}));
  EXPECT_EQ(escalated.outcome, (Outcome{OutcomeKind::escalate, {"Legal", "Risk"}}));
  EXPECT_EQ(escalated.trace.back().why, "ESCALATE to Legal, Risk");
  facts.set("age", std::int64_t{17});
  Evaluation rejected = evaluate(policy, facts);
  EXPECT_EQ(rejected.outcome, (Outcome{OutcomeKind::immediate_rejection, {}, "Too young"}));
  EXPECT_EQ(rejected.tasks, (Texts{"a", "b"}));
}

TEST(Policy, ParksOnWhatIsMissingAndResumes) {
  Policy policy = flow_policy();
  Facts facts;
  facts.set("age", std::int64_t{30});
  Evaluation parked = evaluate(policy, facts);
  EXPECT_FALSE(parked.outcome);
  EXPECT_EQ(parked.parked, (Parked{"home", "nationality"}));
  EXPECT_EQ(parked.tasks, (Texts{"a", "b"}));  // what was added before the branch stays
  EXPECT_EQ(parked.trace.back(),
            (Step{"home", "MISSING", "nationality IS_ONE_OF GBR: nationality has no value"}));
  facts.set("nationality", "GBR");
  EXPECT_TRUE(evaluate(policy, facts).outcome);
}

TEST(Policy, RendersForTheRecord) {
  Policy policy = flow_policy();
  Facts facts;
  EXPECT_EQ(
      json::write(render(evaluate(policy, facts))),
      R"({"tasks":["a","b"],"parked":{"element":"grown","missing":"age"},"trace":[)"
      R"({"element":"s","what":"START","why":"p"},{"element":"t","what":"TASK","why":"a, b"},)"
      R"({"element":"grown","what":"MISSING","why":"age GREATER_THAN 17: age has no value"}]})");
  facts.set("age", std::int64_t{4});
  EXPECT_EQ(json::write(*render(evaluate(policy, facts)).find("outcome")),
            R"({"kind":"IMMEDIATE_REJECTION","reason":"Too young"})");
}

TEST(Policy, FaultsNameTheirFields) {
  std::string end = R"({"id":"o","type":"OUTCOME","outcome":"MANUAL_REVIEW"})";
  std::string start = R"({"id":"s","type":"START","next":"o"})";
  auto branch = [](std::string yes, std::string no) {
    return R"({"id":"b","type":"BRANCH","condition":)" + std::string(adult) + R"(,"yes":")" + yes +
           R"(","no":")" + no + R"("})";
  };
  std::string to_b = R"({"id":"s","type":"START","next":"b"})";
  struct {
    std::string elements;
    std::vector<std::string> fields;
  } cases[] = {
      {"7", {"elements"}},
      {"[]", {"elements"}},
      {"[1]", {"elements[0]", "elements"}},
      {"[" + end + "]", {"elements"}},
      {"[" + start + "]", {"elements[0].next"}},
      {"[" + start + "," + end + R"(,{"id":"s2","type":"START","next":"o"}])",
       {"elements[2].type", "elements[2]"}},
      {"[" + start + "," + end + "," + end + "]", {"elements[2].id", "elements[2]"}},
      {"[" + start + "," + end + R"(,{"id":"x","type":"OUTCOME","outcome":"MANUAL_REVIEW"}])",
       {"elements[2]"}},
      {"[" + start + R"(,{"id":"o","type":"OUTCOME","outcome":"MAYBE"}])", {"elements[1].outcome"}},
      {"[" + start + R"(,{"id":"o","type":"OUTCOME"}])", {"elements[1].outcome"}},
      {"[" + start + R"(,{"id":"o","type":"OUTCOME","outcome":"ESCALATE"}])",
       {"elements[1].teams"}},
      {"[" + start + R"(,{"id":"o","type":"OUTCOME","outcome":"ESCALATE","teams":[]}])",
       {"elements[1].teams"}},
      {"[" + start + R"(,{"id":"o","type":"OUTCOME","outcome":"IMMEDIATE_REJECTION"}])",
       {"elements[1].reason"}},
      {"[" + start + R"(,{"id":"o","type":"OUTCOME","outcome":"MANUAL_REVIEW","reason":"x"}])",
       {"elements[1].reason"}},
      {"[" + start + R"(,{"id":"o","type":"OUTCOME","outcome":"MANUAL_REVIEW","next":"s"}])",
       {"elements[1].next"}},
      {"[" + start + R"(,{"id":"o","type":"DANCE"}])", {"elements[1].type"}},
      {"[" + start + R"(,{"id":"o"}])", {"elements[1].type"}},
      {"[" + start + R"(,{"id":"o o","type":"OUTCOME","outcome":"MANUAL_REVIEW"}])",
       {"elements[1].id", "elements[0].next"}},
      {R"([{"id":"s","type":"START"},)" + end + "]", {"elements[0].next"}},
      {"[" + to_b + "," + branch("o", "gone") + "," + end + "]", {"elements[1].no"}},
      {"[" + to_b + "," + branch("gone", "gone") + "," + end + "]",
       {"elements[1].yes", "elements[1].no"}},
      {"[" + to_b + "," + branch("b", "o") + "," + end + "]", {"elements[1].yes"}},
      {"[" + to_b + "," + branch("o", "s") + "," + end + "]", {"elements[1].no"}},
      {"[" + to_b + "," + R"({"id":"b","type":"BRANCH","yes":"o","no":"o"},)" + end + "]",
       {"elements[1].condition"}},
      {"[" + to_b + "," +
           R"({"id":"b","type":"BRANCH","condition":{"property":"age","comparison":"LESS_THAN"},"yes":"o","no":"o"},)" +
           end + "]",
       {"elements[1].condition.value"}},
      {"[" + to_b + R"(,{"id":"b","type":"TASK","tasks":[],"next":"o"},)" + end + "]",
       {"elements[1].tasks"}},
      {"[" + to_b + R"(,{"id":"b","type":"TASK","next":"o"},)" + end + "]", {"elements[1].tasks"}},
      {"[" + to_b + R"(,{"id":"b","type":"TASK","tasks":["x","x"],"next":"o"},)" + end + "]",
       {"elements[1].tasks[1]"}},
      {"[" + to_b +
           R"(,{"id":"b","type":"TASK","tasks":["x"],"next":"c"},{"id":"c","type":"TASK","tasks":["x"],"next":"o"},)" +
           end + "]",
       {"elements[2].tasks"}},
      {"[" + to_b +
           R"(,{"id":"b","type":"TASK","tasks":["x"],"next":"c"},{"id":"c","type":"TASK","tasks":["y"],"next":"b"},)" +
           end + "]",
       {"elements[2].next", "elements[3]"}},
  };
  for (const auto& c : cases) {
    Faults faults;
    read(c.elements, faults);
    std::vector<std::string> fields;
    for (const Fault& fault : faults) fields.push_back(fault.field);
    EXPECT_EQ(fields, c.fields) << c.elements;
  }
}

TEST(Policy, HeadFaultsComeTogether) {
  static const Vocabulary vocabulary;
  Faults faults;
  read_policy(
      parsed(
          R"({"format":2,"alias":"Not An Alias","entity_type":"PLANET","elements":null,"colour":1,"sm\u00fcrf":2})"),
      "smart_policies[3]", vocabulary, faults);
  std::vector<std::string> fields;
  for (const Fault& fault : faults) fields.push_back(fault.field);
  EXPECT_EQ(fields,
            (Texts{"smart_policies[3].format", "smart_policies[3].alias", "smart_policies[3].name",
                   "smart_policies[3].entity_type", "smart_policies[3].elements",
                   "smart_policies[3].colour", "smart_policies[3]"}));
  for (const Fault& fault : faults) EXPECT_EQ(fault.message.find("PLANET"), std::string::npos);
}

TEST(Policy, ALongChainIsReadAndWalkedWithoutRecursion) {
  std::string chain = R"([{"id":"e0","type":"START","next":"e1"})";
  for (int i = 1; i < 499; ++i)
    chain += R"(,{"id":"e)" + std::to_string(i) + R"(","type":"TASK","tasks":["t)" +
             std::to_string(i) + R"("],"next":"e)" + std::to_string(i + 1) + R"("})";
  std::string whole = chain + R"(,{"id":"e499","type":"OUTCOME","outcome":"MANUAL_REVIEW"}])";
  Faults faults;
  Policy policy = read(whole, faults);
  ASSERT_TRUE(faults.empty());
  EXPECT_EQ(evaluate(policy, {}).tasks.size(), 498u);
  whole.insert(whole.size() - 1, R"(,{"id":"x","type":"OUTCOME","outcome":"MANUAL_REVIEW"})");
  read(whole, faults);
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].field, "elements");
}

// Random facts, often missing: the evaluation is the same each time, unrelated facts change
// nothing, and a fact that was missing can only lengthen the path.
TEST(Policy, IsAFunctionOfWhatItAsks) {
  Policy policy = flow_policy();
  std::mt19937 random(20261124);
  for (int i = 0; i < 2000; ++i) {
    Facts facts;
    if (random() % 3) facts.set("age", static_cast<std::int64_t>(random() % 40));
    if (random() % 3) facts.set("nationality", random() % 2 ? "GBR" : "FRA");
    Evaluation first = evaluate(policy, facts);
    EXPECT_EQ(evaluate(policy, facts), first);
    EXPECT_NE(first.outcome.has_value(), first.parked.has_value());
    Facts wider = facts;
    wider.set("email_domain", "x.example");
    wider.set("tags", Texts{"a"});
    wider.set_matches("PEP_FLAG", {1, 1, 1});
    wider.set("made_up", true);
    EXPECT_EQ(evaluate(policy, wider), first);
    if (!first.parked) continue;
    Facts later = facts;
    later.set(first.parked->missing,
              first.parked->missing == "age" ? Fact(std::int64_t{30}) : Fact("GBR"));
    Evaluation next = evaluate(policy, later);
    EXPECT_GT(next.trace.size(), first.trace.size());
    EXPECT_TRUE(std::equal(first.trace.begin(), first.trace.end() - 1, next.trace.begin()));
  }
}

}  // namespace
}  // namespace probity::policies
