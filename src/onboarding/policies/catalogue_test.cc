#include "policies/catalogue.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

#include "policies/blockers.h"

namespace probity::policies {
namespace {

const Uuid institution = Uuid::named("institution", "test");

json::Value parsed(std::string_view text) {
  Result<json::Value> value = json::parse(text);
  EXPECT_TRUE(value) << text;
  return value ? *value : json::Value();
}

constexpr std::string_view small = R"({
  "format": 1,
  "custom_fields": [{"name": "job", "type": "CHOICE", "allowed_values": ["CLERK", "SAILOR"], "entity_types": ["INDIVIDUAL"]}],
  "check_variants": [
    {"alias": "id_check", "name": "Identity", "check_type": "IDENTITY_CHECK", "provider": "demo-identity"},
    {"alias": "screen", "name": "Screen", "check_type": "PEPS_AND_SANCTIONS_SCREEN", "provider": "embedded-screening",
     "options": {"classes": ["SANCTIONS", "PEP"], "threshold_permille": 850}}],
  "task_variants": [
    {"alias": "verify", "name": "Verify", "description": "Who is it?", "task_type": "INDIVIDUAL_VERIFY_IDENTITY",
     "automatic_checks": ["id_check"], "acceptance_checks": ["id_check"], "expiry_days": 365}],
  "smart_policies": [
    {"format": 1, "alias": "people", "name": "People", "entity_type": "INDIVIDUAL", "elements": [
      {"id": "s", "type": "START", "next": "t"},
      {"id": "t", "type": "TASK", "tasks": ["verify"], "next": "b"},
      {"id": "b", "type": "BRANCH", "condition": {"property": "custom_fields.job", "comparison": "IS_ONE_OF", "values": ["CLERK"]}, "yes": "o", "no": "o"},
      {"id": "o", "type": "OUTCOME", "outcome": "MANUAL_REVIEW"}]}],
  "risk_models": [
    {"format": 1, "alias": "plain", "name": "Plain", "entity_type": "INDIVIDUAL", "thresholds": {"medium_from": 1, "high_from": 2},
     "factors": [{"name": "Age", "property": "age", "rules": []}]}],
  "products": [{"id": "0190aaaa-0000-7000-8000-000000000001", "alias": "account", "name": "Account",
     "automatically_apply": true, "individual": {"smart_policy": "people", "risk_model": "plain"}}],
  "settings": {"rate_limit": 5}
})";

TEST(Catalogue, ReadsAndFinds) {
  Result<Catalogue> read = Catalogue::read(parsed(small), institution);
  ASSERT_TRUE(read);
  const Catalogue& made = *read;
  const Product* account = made.product("account");
  ASSERT_TRUE(account);
  EXPECT_EQ(made.product("0190AAAA-0000-7000-8000-000000000001"), account);
  EXPECT_EQ(account->id.text(), "0190aaaa-0000-7000-8000-000000000001");
  EXPECT_TRUE(account->automatically_apply);
  EXPECT_FALSE(account->automatically_approve);
  EXPECT_TRUE(account->track(Entity::individual));
  EXPECT_FALSE(account->track(Entity::company));
  const TaskVariant* verify = made.task_variant("verify");
  ASSERT_TRUE(verify);
  EXPECT_EQ(made.task_variant(verify->id.text()), verify);
  EXPECT_EQ(verify->expiry_days, 365);
  const CheckVariant* screen = made.check_variant("screen");
  ASSERT_TRUE(screen);
  EXPECT_EQ(made.default_check_variant("PEPS_AND_SANCTIONS_SCREEN"), screen);
  EXPECT_EQ(screen->classes, (std::vector<std::string>{"SANCTIONS", "PEP"}));
  EXPECT_EQ(screen->threshold_permille, 850);
  EXPECT_TRUE(screen->embedded);
  EXPECT_TRUE(made.policy("people"));
  EXPECT_TRUE(made.risk_model("plain"));
  EXPECT_TRUE(made.custom_field("job"));
  EXPECT_EQ(made.settings().find("rate_limit")->integer(), 5);
  for (auto nothing : {"", "verify2", "people", "0190aaaa-0000-7000-8000-000000000002"}) {
    EXPECT_FALSE(made.product(nothing)) << nothing;
    EXPECT_FALSE(made.task_variant(nothing)) << nothing;
  }
  EXPECT_FALSE(made.default_check_variant("COMPANY_REGISTRY"));
}

TEST(Catalogue, EveryTaskTypeHasADefaultVariant) {
  Result<Catalogue> made = Catalogue::read(parsed(small), institution);
  ASSERT_TRUE(made);
  for (const TaskType& type : task_types()) {
    const TaskVariant* variant = made->default_task_variant(type.name);
    ASSERT_TRUE(variant) << type.name;
    EXPECT_EQ(variant->task_type, type.name);
    EXPECT_FALSE(variant->name.empty());
  }
  EXPECT_TRUE(made->task_variant("individual_fraud_screeningdefault"));
}

TEST(Catalogue, IdsAreTheSameEachTimeAndDifferentElsewhere) {
  Catalogue first = *Catalogue::read(parsed(small), institution);
  Catalogue second = *Catalogue::read(parsed(small), institution);
  Catalogue other = *Catalogue::read(parsed(small), Uuid::named("institution", "other"));
  for (const TaskVariant& variant : first.task_variants()) {
    EXPECT_EQ(second.task_variant(variant.alias)->id, variant.id);
    EXPECT_NE(other.task_variant(variant.alias)->id, variant.id);
  }
  EXPECT_NE(first.check_variant("screen")->id, first.check_variant("id_check")->id);
}

// Replaces one piece of the small document and reads it.
std::vector<std::string> faults_after(std::string_view piece, std::string_view by) {
  std::string text(small);
  std::size_t at = text.find(piece);
  EXPECT_NE(at, std::string::npos) << piece;
  text.replace(at, piece.size(), by);
  Result<Catalogue> made = Catalogue::read(parsed(text), institution);
  std::vector<std::string> fields;
  if (!made) {
    EXPECT_EQ(made.error().refusal, Refusal::invalid_input);
    for (const Fault& fault : made.error().faults) fields.push_back(fault.field);
  }
  return fields;
}

TEST(Catalogue, FaultsNameTheirFields) {
  struct {
    std::string_view piece, by;
    std::vector<std::string> fields;
  } cases[] = {
      {R"("format": 1,
  "custom)",
       R"("format": 3,
  "custom)",
       {"format"}},
      {R"("settings")", R"("extras")", {"extras"}},
      {R"({"rate_limit": 5})", "7", {"settings"}},
      {R"("name": "job")",
       R"("name": "Job")",
       {"custom_fields[0].name", "smart_policies[0].elements[2].condition.property"}},
      {R"("type": "CHOICE")",
       R"("type": "POEM")",
       {"custom_fields[0].type", "custom_fields[0].allowed_values"}},
      {R"(["INDIVIDUAL"])",
       R"(["PLANET"])",
       {"custom_fields[0].entity_types", "smart_policies[0].elements[2].condition.property"}},
      {R"("values": ["CLERK"])",
       R"("values": ["COOK"])",
       {"smart_policies[0].elements[2].condition.values"}},
      {R"("alias": "screen")", R"("alias": "id_check")", {"check_variants[1].alias"}},
      {R"("alias": "screen")", R"("alias": "verify")", {"task_variants[0].alias"}},
      {R"("alias": "account")", R"("alias": "verify")", {"products[0].alias"}},
      {R"("alias": "account")", R"("alias": "company_manual_taskdefault")", {"products[0].alias"}},
      {R"("alias": "account")",
       R"("alias": "0190aaaa-0000-7000-8000-000000000001")",
       {"products[0].alias"}},
      {R"("alias": "screen")",
       R"("alias": "company_manual_taskdefault")",
       {"check_variants.alias"}},
      {R"("alias": "verify")",
       R"("alias": "company_manual_taskdefault")",
       {"task_variants", "smart_policies[0].elements[1].tasks"}},
      {R"("check_type": "IDENTITY_CHECK")",
       R"("check_type": "TEA_CHECK")",
       {"check_variants[0].check_type"}},
      {R"("provider": "demo-identity")",
       R"("provider": "embedded-screening")",
       {"check_variants[0].provider"}},
      {R"("provider": "demo-identity")",
       R"("provider": "demo-identity", "options": {"classes": ["PEP"]})",
       {"check_variants[0].options.classes"}},
      {R"("SANCTIONS", "PEP")", R"("SANCTIONS", "PETS")", {"check_variants[1].options.classes"}},
      {R"("SANCTIONS", "PEP")",
       R"("SANCTIONS", "ADVERSE_MEDIA")",
       {"check_variants[1].options.classes"}},
      {R"("classes": ["SANCTIONS", "PEP"], )", "", {"check_variants[1].options.classes"}},
      {"850", "1001", {"check_variants[1].options.threshold_permille"}},
      {R"("task_type": "INDIVIDUAL_VERIFY_IDENTITY")",
       R"("task_type": "NAP")",
       {"task_variants[0].task_type"}},
      {R"("automatic_checks": ["id_check"])",
       R"("automatic_checks": ["gone"])",
       {"task_variants[0].automatic_checks"}},
      {R"("acceptance_checks": ["id_check"])",
       R"("acceptance_checks": ["id_check", "verify"])",
       {"task_variants[0].acceptance_checks"}},
      {R"("task_type": "INDIVIDUAL_VERIFY_IDENTITY")",
       R"("task_type": "COMPANY_VERIFY_IDENTITY")",
       {"task_variants[0].automatic_checks", "task_variants[0].acceptance_checks",
        "smart_policies[0].elements[1].tasks"}},
      {"365", "0", {"task_variants[0].expiry_days"}},
      {R"("tasks": ["verify"])", R"("tasks": ["screen"])", {"smart_policies[0].elements[1].tasks"}},
      {R"("smart_policy": "people")",
       R"("smart_policy": "nobody")",
       {"products[0].individual.smart_policy"}},
      {R"("risk_model": "plain")",
       R"("risk_model": "nobody")",
       {"products[0].individual.risk_model"}},
      {R"("individual": {)",
       R"("company": {)",
       {"products[0].company.smart_policy", "products[0].company.risk_model"}},
      {R"("individual": {"smart_policy": "people", "risk_model": "plain"})",
       R"("name2": 1)",
       {"products[0]", "products[0].name2"}},
      {R"("automatically_apply": true)",
       R"("automatically_apply": 1)",
       {"products[0].automatically_apply"}},
      {"0190aaaa-0000-7000-8000-000000000001", "x", {"products[0].id"}},
      {R"("products": [)",
       R"("products": [{"id": "0190aaaa-0000-7000-8000-000000000001", "alias": "twin", "name": "T", "individual": {"smart_policy": "people"}}, )",
       {"products[1].id"}},
      {R"("smart_policies": [)", R"("smart_policies": [7, )", {"smart_policies[0]"}},
  };
  for (const auto& c : cases) EXPECT_EQ(faults_after(c.piece, c.by), c.fields) << c.by;
  EXPECT_EQ(faults_after(R"("settings")", R"("settings")"), std::vector<std::string>{});
}

TEST(Catalogue, RefusesOddDocuments) {
  for (auto text :
       {"null", "[]", "7", "\"x\"", "{}", R"({"format":1})", R"({"format":1,"products":{}})"})
    EXPECT_FALSE(Catalogue::read(parsed(text), institution)) << text;
  EXPECT_TRUE(Catalogue::read(parsed(R"({"format":1,"products":[]})"), institution));
}

TEST(Catalogue, AThousandFaultsAreBounded) {
  json::Array many;
  for (int i = 0; i < 200; ++i) many.push_back(json::Object{{"x", 1}, {"y", 2}});
  Result<Catalogue> made =
      Catalogue::read(json::Object{{"format", 1}, {"products", many}}, institution);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().faults.size(), max_faults);
}

// Replaces, drops or doubles parts anywhere in a sound document: reading ends in a catalogue or in
// faults with a field each, and what was accepted can be evaluated.
void damage(json::Value& value, std::mt19937& random) {
  static const json::Value odd[] = {nullptr,
                                    true,
                                    7,
                                    -1,
                                    "",
                                    "s",
                                    "people",
                                    "verify",
                                    json::Array{},
                                    json::Object{},
                                    json::Number{"1e400"},
                                    std::string(3000, 'x')};
  bool inner = (value.is_array() && !value.array().empty()) ||
               (value.is_object() && !value.object().empty());
  if (!inner || random() % 8 == 0) return void(value = odd[random() % std::size(odd)]);
  if (value.is_array()) {
    json::Array& items = value.array();
    std::size_t at = random() % items.size();
    if (random() % 6 == 0) return void(items.push_back(json::Value(items[at])));
    if (random() % 6 == 0) return void(items.erase(items.begin() + at));
    return damage(items[at], random);
  }
  std::size_t at = random() % value.object().size();
  auto member = value.object().begin() + at;
  if (random() % 6 == 0) return void(value.object().erase(std::string(member->key)));
  damage(member->value, random);
}

TEST(Catalogue, SurvivesDamage) {
  std::mt19937 random(1);
  json::Value sound = parsed(small);
  int accepted = 0, refused = 0;
  for (int i = 0; i < 4000; ++i) {
    json::Value document = sound;
    for (int times = 1 + random() % 3; times; --times) damage(document, random);
    Result<Catalogue> made = Catalogue::read(document, institution);
    (made ? accepted : refused)++;
    if (!made) {
      EXPECT_FALSE(made.error().faults.empty());
      continue;
    }
    for (const Policy& policy : made->policies()) {
      Evaluation evaluation = evaluate(policy, {});
      EXPECT_NE(evaluation.outcome.has_value(), evaluation.parked.has_value());
    }
    for (const RiskModel& model : made->risk_models()) assess(model, {});
  }
  EXPECT_GT(accepted, 50);
  EXPECT_GT(refused, 1000);
}

TEST(Catalogue, AssemblesFiles) {
  Result<json::Value> whole = assemble({{"products.json", parsed(R"([1])")},
                                        {"smart_policies/a.json", parsed(R"({"a":1})")},
                                        {"smart_policies/b.json", parsed(R"({"b":1})")}});
  ASSERT_TRUE(whole);
  EXPECT_EQ(json::write(*whole),
            R"({"format":1,"products":[1],"smart_policies":[{"a":1},{"b":1}]})");
  for (auto odd : {"smart_policies.json", "notes.txt", "products/x.json", "smart_policies/a.txt"})
    EXPECT_FALSE(assemble({{odd, parsed("[]")}})) << odd;
}

TEST(Blockers, AreRenderedAsTheApiSays) {
  Catalogue made = *Catalogue::read(parsed(small), institution);
  const TaskVariant* verify = made.task_variant("verify");
  Uuid event = Uuid::named("event", "1");
  EXPECT_TRUE(approval_blockers({}, {}, true, false).empty());
  std::vector<Blocker> all = approval_blockers({verify}, {event}, false, true);
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(
      json::write(render(all[0])),
      R"({"blocker_type":"INCOMPLETE_TASK","task_type":"INDIVIDUAL_VERIFY_IDENTITY","task_variant":{"id":")" +
          verify->id.text() +
          R"(","alias":"verify","name":"Verify","description":"Who is it?","task_type":"INDIVIDUAL_VERIFY_IDENTITY"}})");
  EXPECT_EQ(json::write(render(all[1])),
            R"({"blocker_type":"UNRESOLVED_EVENT","event_id":")" + event.text() + R"("})");
  EXPECT_EQ(json::write(render(all[2])), R"({"blocker_type":"SUSPENDED_PROFILE"})");
  EXPECT_EQ(json::write(render(all[3])), R"({"blocker_type":"UNDETERMINED_RISK"})");
}

}  // namespace
}  // namespace probity::policies
