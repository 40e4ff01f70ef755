#include "policies/condition.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace probity::policies {
namespace {

json::Value parsed(std::string_view text) {
  Result<json::Value> value = json::parse(text);
  EXPECT_TRUE(value) << text;
  return value ? *value : json::Value();
}

const std::vector<CustomField>& fields() {
  static const std::vector<CustomField> rows = {{.name = "occupation",
                                                 .type = CustomType::choice,
                                                 .allowed = {"CLERK", "SAILOR"},
                                                 .company = false},
                                                {.name = "motto", .type = CustomType::text},
                                                {.name = "cars", .type = CustomType::integer},
                                                {.name = "owns_home", .type = CustomType::boolean}};
  return rows;
}

Condition read(std::string_view text, Faults& faults, Entity entity = Entity::individual) {
  static const Vocabulary vocabulary(fields());
  return read_condition(parsed(text), "c", entity, vocabulary, faults);
}

Verdict ask(std::string_view text, const Facts& facts, Entity entity = Entity::individual) {
  Faults faults;
  Condition condition = read(text, faults, entity);
  EXPECT_TRUE(faults.empty()) << text << ": " << faults[0].field << " " << faults[0].message;
  return policies::ask(condition, facts);
}

struct Case {
  std::string_view condition;
  Fact fact;
  bool yes;
};

void run(std::string_view property, const std::vector<Case>& cases,
         Entity entity = Entity::individual) {
  for (const Case& c : cases) {
    Facts facts;
    EXPECT_EQ(ask(c.condition, facts, entity).answer, Answer::missing) << c.condition;
    EXPECT_EQ(ask(c.condition, facts, entity).missing, property) << c.condition;
    facts.set(property, c.fact);
    EXPECT_EQ(ask(c.condition, facts, entity).answer, c.yes ? Answer::yes : Answer::no)
        << c.condition << " of " << text_of(c.fact);
  }
}

TEST(Condition, OfTexts) {
  std::string_view one =
      R"({"property":"nationality","comparison":"IS_ONE_OF","values":["GBR","FRA"]})";
  std::string_view none =
      R"({"property":"nationality","comparison":"IS_NOT_ONE_OF","values":["GBR","FRA"]})";
  std::string_view same = R"({"property":"nationality","comparison":"EQUALS","value":"GBR"})";
  std::string_view folded =
      R"({"property":"nationality","comparison":"EQUALS","value":"gbR","case_sensitive":false})";
  run("nationality", {{one, "FRA", true},
                      {one, "GBR", true},
                      {one, "DEU", false},
                      {one, "gbr", false},
                      {one, "", false},
                      {none, "FRA", false},
                      {none, "DEU", true},
                      {none, "", true},
                      {same, "GBR", true},
                      {same, "gbr", false},
                      {same, "GBRX", false},
                      {folded, "GBR", true},
                      {folded, "gbr", true},
                      {folded, "FRA", false}});
}

TEST(Condition, OfNumbers) {
  std::string_view less = R"({"property":"age","comparison":"LESS_THAN","value":18})";
  std::string_view more = R"({"property":"age","comparison":"GREATER_THAN","value":18})";
  std::string_view range = R"({"property":"age","comparison":"IN_RANGE","from":18,"to":65})";
  std::string_view exact = R"({"property":"age","comparison":"IN_RANGE","from":18,"to":18})";
  std::string_view some = R"({"property":"age","comparison":"ONE_OR_MORE"})";
  std::string_view three = R"({"property":"age","comparison":"COUNT_AT_LEAST","value":3})";
  auto n = [](std::int64_t number) { return Fact(number); };
  run("age", {{less, n(17), true},
              {less, n(18), false},
              {less, n(-5), true},
              {more, n(18), false},
              {more, n(19), true},
              {range, n(17), false},
              {range, n(18), true},
              {range, n(65), true},
              {range, n(66), false},
              {exact, n(18), true},
              {exact, n(19), false},
              {some, n(0), false},
              {some, n(1), true},
              {some, n(-1), false},
              {three, n(2), false},
              {three, n(3), true}});
}

TEST(Condition, OfTruths) {
  std::string_view yes = R"({"property":"is_active","comparison":"IS_TRUE"})";
  std::string_view no = R"({"property":"is_active","comparison":"IS_FALSE"})";
  run("is_active", {{yes, true, true}, {yes, false, false}, {no, true, false}, {no, false, true}},
      Entity::company);
}

TEST(Condition, OfLists) {
  using List = std::vector<std::string>;
  std::string_view one = R"({"property":"tags","comparison":"IS_ONE_OF","values":["vip","staff"]})";
  std::string_view none =
      R"({"property":"tags","comparison":"IS_NOT_ONE_OF","values":["vip","staff"]})";
  std::string_view some = R"({"property":"tags","comparison":"ONE_OR_MORE"})";
  std::string_view two = R"({"property":"tags","comparison":"COUNT_AT_LEAST","value":2})";
  run("tags", {{one, List{}, false},
               {one, List{"x", "vip"}, true},
               {one, List{"x"}, false},
               {none, List{}, true},
               {none, List{"x", "vip"}, false},
               {none, List{"x"}, true},
               {some, List{}, false},
               {some, List{"x"}, true},
               {two, List{"x"}, false},
               {two, List{"x", "y"}, true}});
}

TEST(Condition, OfCustomFields) {
  run("custom_fields.occupation",
      {{R"({"property":"custom_fields.occupation","comparison":"IS_ONE_OF","values":["SAILOR"]})",
        "SAILOR", true}});
  run("custom_fields.cars",
      {{R"({"property":"custom_fields.cars","comparison":"GREATER_THAN","value":1})",
        std::int64_t{2}, true}});
  run("custom_fields.owns_home",
      {{R"({"property":"custom_fields.owns_home","comparison":"IS_TRUE"})", true, true}});
}

TEST(Condition, RoleOfNobodyIsNone) {
  std::string_view none =
      R"({"property":"associated_role","comparison":"IS_ONE_OF","values":["NONE"]})";
  Facts facts;
  EXPECT_EQ(ask(none, facts).answer, Answer::yes);
  facts.set("associated_role", "DIRECTOR");
  EXPECT_EQ(ask(none, facts).answer, Answer::no);
}

// Each of the 27 counts for one class against a formula written from the API's words.
TEST(Condition, ScreeningEvents) {
  std::string_view confirmed =
      R"({"type":"SCREENING_EVENTS","comparison":"ONE_OR_MORE_CONFIRMED","event_types":["PEP_FLAG"]})";
  std::string_view potential =
      R"({"type":"SCREENING_EVENTS","comparison":"ONE_OR_MORE_POTENTIAL","event_types":["PEP_FLAG"]})";
  std::string_view any =
      R"({"type":"SCREENING_EVENTS","comparison":"ONE_OR_MORE_IGNORED_POTENTIAL_CONFIRMED","event_types":["PEP_FLAG"]})";
  for (int i = 0; i < 27; ++i) {
    MatchCounts n{.unresolved = i % 3, .confirmed = i / 3 % 3, .ignored = i / 9};
    Facts facts;
    facts.set_matches("PEP_FLAG", n);
    facts.set_matches("SANCTION_FLAG", {7, 7, 7});  // another class does not count
    EXPECT_EQ(ask(confirmed, facts).answer == Answer::yes, n.confirmed > 0);
    EXPECT_EQ(ask(potential, facts).answer == Answer::yes, n.unresolved > 0);
    EXPECT_EQ(ask(any, facts).answer == Answer::yes, n.unresolved + n.confirmed + n.ignored > 0);
  }
}

TEST(Condition, ScreeningOfSeveralClasses) {
  std::string_view both =
      R"({"type":"SCREENING_EVENTS","comparison":"ONE_OR_MORE_POTENTIAL","event_types":["PEP_FLAG","SANCTION_FLAG"]})";
  Facts facts;
  EXPECT_EQ(ask(both, facts).answer, Answer::missing);
  facts.set_matches("PEP_FLAG", {});
  EXPECT_EQ(ask(both, facts).answer, Answer::missing);
  EXPECT_EQ(ask(both, facts).missing, "screening.sanctions.unresolved");
  facts.set_matches("PEP_FLAG", {.unresolved = 1});
  EXPECT_EQ(ask(both, facts).answer, Answer::yes);  // whatever the other class brings
  facts.set_matches("PEP_FLAG", {});
  facts.set_matches("SANCTION_FLAG", {});
  EXPECT_EQ(ask(both, facts).answer, Answer::no);
}

TEST(Condition, DescribesItselfInItsOwnWords) {
  struct {
    std::string_view condition, words;
  } cases[] = {
      {R"({"property":"age","comparison":"LESS_THAN","value":18})", "age LESS_THAN 18"},
      {R"({"property":"age","comparison":"GREATER_THAN","value":18})", "age GREATER_THAN 18"},
      {R"({"property":"age","comparison":"IN_RANGE","from":1,"to":2})", "age IN_RANGE 1 to 2"},
      {R"({"property":"tags","comparison":"ONE_OR_MORE"})", "tags ONE_OR_MORE"},
      {R"({"property":"tags","comparison":"IS_ONE_OF","values":["a","b","c","d","e","f","g","h","i","j"]})",
       "tags IS_ONE_OF a, b, c, d, e, f, g, h and 2 more"},
      {R"({"type":"SCREENING_EVENTS","comparison":"ONE_OR_MORE_POTENTIAL","event_types":["PEP_FLAG"]})",
       "screening.events ONE_OR_MORE_POTENTIAL PEP_FLAG"},
  };
  for (const auto& c : cases) {
    Faults faults;
    EXPECT_EQ(describe(read(c.condition, faults)), c.words);
  }
}

TEST(Condition, RefusesWhatCannotBeAsked) {
  struct {
    std::string_view condition, field;
    Entity entity = Entity::individual;
  } cases[] = {
      {R"(7)", "c"},
      {R"({"comparison":"IS_TRUE"})", "c.property"},
      {R"({"property":"shoe_size","comparison":"IS_TRUE"})", "c.property"},
      {R"({"property":"custom_fields.shoe","comparison":"IS_TRUE"})", "c.property"},
      {R"({"property":"company_age","comparison":"LESS_THAN","value":1})", "c.property"},
      {R"({"property":"custom_fields.occupation","comparison":"IS_ONE_OF","values":["CLERK"]})",
       "c.property", Entity::company},
      {R"({"property":"age"})", "c.comparison"},
      {R"({"property":"age","comparison":"IS_ABOUT","value":1})", "c.comparison"},
      {R"({"property":"age","comparison":"IS_TRUE"})", "c.comparison"},
      {R"({"property":"age","comparison":"IS_ONE_OF","values":["1"]})", "c.comparison"},
      {R"({"property":"nationality","comparison":"LESS_THAN","value":1})", "c.comparison"},
      {R"({"property":"tags","comparison":"EQUALS","value":"x"})", "c.comparison"},
      {R"({"property":"age","comparison":"LESS_THAN"})", "c.value"},
      {R"({"property":"age","comparison":"LESS_THAN","value":"18"})", "c.value"},
      {R"({"property":"age","comparison":"LESS_THAN","value":17.5})", "c.value"},
      {R"({"property":"age","comparison":"LESS_THAN","value":99999999999999999999})", "c.value"},
      {R"({"property":"age","comparison":"COUNT_AT_LEAST","value":0})", "c.value"},
      {R"({"property":"age","comparison":"IN_RANGE","from":2})", "c.to"},
      {R"({"property":"age","comparison":"IN_RANGE","from":2,"to":1})", "c.to"},
      {R"({"property":"nationality","comparison":"IS_ONE_OF","values":[]})", "c.values"},
      {R"({"property":"nationality","comparison":"IS_ONE_OF","values":"GBR"})", "c.values"},
      {R"({"property":"nationality","comparison":"IS_ONE_OF","values":["Britain"]})", "c.values"},
      {R"({"property":"nationality","comparison":"IS_ONE_OF","values":["GBR",1]})", "c.values[1]"},
      {R"({"property":"nationality","comparison":"IS_ONE_OF","values":["GBR","GBR"]})",
       "c.values[1]"},
      {R"({"property":"risk_level","comparison":"IS_ONE_OF","values":["HUGE"]})", "c.values"},
      {R"({"property":"associated_role","comparison":"EQUALS","value":"COOK"})", "c.value"},
      {R"({"property":"custom_fields.occupation","comparison":"EQUALS","value":"COOK"})",
       "c.value"},
      {R"({"property":"nationality","comparison":"EQUALS","value":"GBR","case_sensitive":"no"})",
       "c.case_sensitive"},
      {R"({"property":"is_active","comparison":"IS_TRUE","value":true})", "c.value",
       Entity::company},
      {R"({"type":"WEATHER","comparison":"ONE_OR_MORE_CONFIRMED","event_types":["PEP_FLAG"]})",
       "c.type"},
      {R"({"type":"SCREENING_EVENTS","comparison":"ONE_OR_MORE","event_types":["PEP_FLAG"]})",
       "c.comparison"},
      {R"({"type":"SCREENING_EVENTS","comparison":"ONE_OR_MORE_CONFIRMED","event_types":["RAIN"]})",
       "c.event_types"},
      {R"({"type":"SCREENING_EVENTS","comparison":"ONE_OR_MORE_CONFIRMED"})", "c.event_types"},
      {R"({"property":"screening.events","comparison":"ONE_OR_MORE_CONFIRMED","event_types":["PEP_FLAG"]})",
       "c.property"},
  };
  for (const auto& c : cases) {
    Faults faults;
    read(c.condition, faults, c.entity);
    ASSERT_EQ(faults.size(), 1u) << c.condition;
    EXPECT_EQ(faults[0].field, c.field) << c.condition << ": " << faults[0].message;
  }
}

TEST(CustomField, JudgesValues) {
  struct {
    std::size_t field;
    std::string_view value;
    bool right;
  } cases[] = {{0, R"("CLERK")", true}, {0, R"("clerk")", false}, {0, "1", false},
               {1, R"("carpe")", true}, {1, R"(" ")", false},     {1, "null", false},
               {2, "3", true},          {2, "-3", true},          {2, "3.5", false},
               {2, R"("3")", false},    {3, "true", true},        {3, "0", false}};
  for (const auto& c : cases)
    EXPECT_EQ(!fault_in(fields()[c.field], parsed(c.value)), c.right) << c.value;
  EXPECT_TRUE(fault_in(fields()[1], json::Value(std::string(1001, 'x'))));
}

}  // namespace
}  // namespace probity::policies
