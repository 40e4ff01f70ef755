// Walks the tables of collected data and tries every member of every object at its place in a whole
// document: right, wrong, null, missing. Then random documents, whole and damaged.
#include "profiles/schema.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <set>

#include "profiles/collected_data.h"
#include "profiles/collected_data_schema.h"

namespace probity::profiles {
namespace {

using schema::Kind;
using schema::Type;

constexpr Date today{2026, 11, 24};
const json::Value profile_link = json::Object{{"id", "0192b8f4-7c1e-7abc-8def-0123456789ab"}};

const std::map<std::string_view, const char*> format_samples = {
    {"Date", "2020-02-29"},
    {"PartialDate", "1992-11"},
    {"ApproxDate", "1999-03"},
    {"DateTime", "2017-02-08 15:16:01"},
    {"UUID", "0192b8f4-7c1e-7abc-8def-0123456789ab"},
    {"Base64", "aGVsbG8="},
    {"UKBankSortCode", "12-34-56"},
    {"UKBankAccountNumber", "01234567"},
    {"AlphaThreeKey", "ITA"},
    {"CustomFieldName", "occupation"},
};

json::Value smallest(const schema::Object& object, std::string_view tag = {});

json::Value sample(const Type& type) {
  if (type.list) {
    Type item = type;
    item.list = false;
    return json::Array{sample(item)};
  }
  switch (type.kind) {
    case Kind::text:
      return type.format ? format_samples.at(type.format->name) : "Zoë\tO’Brien\n";
    case Kind::choice:
      return type.codes->values.back();
    case Kind::number:
      return json::Number{"33.330"};
    case Kind::integer:
      return json::Number{"12345678901234567890123"};
    case Kind::boolean:
      return false;
    case Kind::scalar:
      return json::Number{"0.10"};
    case Kind::object:
      return smallest(*type.object);
    case Kind::variant:
      return smallest(*type.variant->cases.front().object, type.variant->cases.front().tag);
    case Kind::map:
      return json::Object{{format_samples.at(type.map->key->name), sample(type.map->value)}};
    case Kind::open:
    case Kind::anything:
      return json::Object{{"any", json::Array{1, "two", true}}};
  }
  return nullptr;
}

// Of which tag an object is a case, if of any.
std::string_view tag_of(const schema::Object& object) {
  std::map<std::string_view, std::string_view> tags = {{"FreeformAddress", "FREEFORM"},
                                                       {"StructuredAddress", "STRUCTURED"},
                                                       {"UKBankAccount", "UK_ACCOUNT"},
                                                       {"IndividualData", "INDIVIDUAL"},
                                                       {"CompanyData", "COMPANY"}};
  return tags[object.name];
}

bool is_tag(std::string_view member) { return member == "type" || member == "entity_type"; }

// The required members and nothing else.
json::Value smallest(const schema::Object& object, std::string_view tag) {
  if (tag.empty()) tag = tag_of(object);
  json::Object out;
  for (const schema::Member& member : object.members) {
    if (!member.required) continue;
    bool tagged = !tag.empty() && is_tag(member.name);
    out.set(std::string(member.name), tagged ? json::Value(tag) : sample(member.type));
  }
  if (object.name == "AssociatedEntity" || object.name == "AssociatedParty") {
    out.set("linked_profile", profile_link);
    out.set("entity_type", "INDIVIDUAL");
  }
  if (object.name == "CompanyFiling") out.set("price", 100);
  return out;
}

// The smallest object that holds this member with this value and keeps the rules between members.
json::Value holding(const schema::Object& object, std::string_view member, json::Value value) {
  json::Value out = smallest(object);
  if (member == "immediate_data") {
    out.object().erase("linked_profile");
    std::string_view inner = value.text_at("entity_type");
    if (!inner.empty()) out.object().set("entity_type", inner);
  }
  if (member == "end_date") out.object().set("start_date", "1999-01");
  out.object().set(std::string(member), std::move(value));
  return out;
}

// How an object is reached from a root: the members to go through.
struct Step {
  const schema::Object* object;
  const schema::Member* member;
};
using Route = std::vector<Step>;

std::vector<const schema::Object*> inside(const Type& type) {
  if (type.kind == Kind::object) return {type.object};
  std::vector<const schema::Object*> out;
  if (type.kind == Kind::variant)
    for (const auto& one : type.variant->cases) out.push_back(one.object);
  return out;
}

// Every object of the tables and the shortest route to it.
std::vector<std::pair<const schema::Object*, Route>> every_object() {
  std::vector<std::pair<const schema::Object*, Route>> out = {{&schemas::individual_data, {}},
                                                              {&schemas::company_data, {}}};
  std::set<const schema::Object*> seen = {&schemas::individual_data, &schemas::company_data};
  for (std::size_t i = 0; i < out.size(); ++i) {
    auto [object, route] = out[i];
    for (const schema::Member& member : object->members)
      for (const schema::Object* next : inside(member.type)) {
        if (!seen.insert(next).second) continue;
        Route longer = route;
        longer.push_back({object, &member});
        out.emplace_back(next, longer);
      }
  }
  return out;
}

struct Whole {
  json::Value document;
  std::string path;
  EntityType type;
};

Whole wrap(const Route& route, const schema::Object& object, json::Value value) {
  const schema::Object* root = route.empty() ? &object : route.front().object;
  std::string path = "collected_data";
  for (const Step& step : route)
    path += "." + std::string(step.member->name) + (step.member->type.list ? "[0]" : "");
  for (auto step = route.rbegin(); step != route.rend(); ++step) {
    if (step->member->type.list) value = json::Array{std::move(value)};
    value = holding(*step->object, step->member->name, std::move(value));
  }
  return {std::move(value), path,
          root == &schemas::company_data ? EntityType::company : EntityType::individual};
}

Result<json::Value> try_it(const Whole& whole) {
  return accept(whole.document, whole.type, "collected_data", today);
}

void expect_kept(const Whole& whole, const std::string& what) {
  auto kept = try_it(whole);
  ASSERT_TRUE(kept) << what << ": " << kept.error().faults.at(0).field << ' '
                    << kept.error().faults.at(0).message;
  EXPECT_EQ(json::write(*kept), json::write(whole.document)) << what;
}

void expect_fault(const Whole& whole, const std::string& field, const std::string& message) {
  auto kept = try_it(whole);
  ASSERT_FALSE(kept) << field << " should be refused";
  EXPECT_EQ(kept.error().refusal, Refusal::invalid_input);
  ASSERT_EQ(kept.error().faults.size(), 1u) << field;
  EXPECT_EQ(kept.error().faults[0].field, field);
  EXPECT_NE(kept.error().faults[0].message.find(message), std::string::npos)
      << field << ": " << kept.error().faults[0].message;
}

// Values that a type refuses, and a part of what it says then.
std::vector<std::pair<json::Value, std::string>> wrong_values(const Type& type) {
  switch (type.kind) {
    case Kind::text:
      if (type.format) return {{7, "must be text"}, {"no such form", type.format->expected.data()}};
      return {
          {7, "must be text"}, {"\x01", "control"}, {std::string(10'001, 'a'), "at most 10000"}};
    case Kind::choice:
      return {{7, type.codes->expected()}, {"NO_SUCH_CODE", "must be " + type.codes->expected()}};
    case Kind::number:
      return {{"7", "a number"}, {json::Number{"1e999"}, "a number"}};
    case Kind::integer:
      return {{"7", "whole"}, {json::Number{"1.5"}, "whole"}};
    case Kind::boolean:
      return {{"true", "true or false"}, {0, "true or false"}};
    case Kind::scalar:
      return {{json::Array{}, "text, a number"}};
    case Kind::object:
    case Kind::variant:
    case Kind::open:
      return {{"{}", "must be an object"}, {json::Array{}, "must be an object"}};
    case Kind::map:
      return {{json::Array{}, "must be an object"},
              {json::Object{{"?", "x"}}, "must have members whose names are"}};
    case Kind::anything:
      return {{"\x7f", "control"}};
  }
  return {};
}

// Objects and members that take another form when they are accepted; collected_data_test has them.
bool is_settled(const schema::Object& object, std::string_view member) {
  return object.name == "FreeformAddress" ||
         (object.name == "IndividualData" && (member == "phone_number" || member == "email"));
}

TEST(Schema, EveryMemberIsKeptExactly) {
  int members = 0;
  for (const auto& [object, route] : every_object())
    for (const schema::Member& member : object->members) {
      if (is_settled(*object, member.name)) continue;
      bool tag = !tag_of(*object).empty() && is_tag(member.name);
      json::Value value = tag ? json::Value(tag_of(*object)) : sample(member.type);
      expect_kept(wrap(route, *object, holding(*object, member.name, std::move(value))),
                  std::string(object->name) + "." + std::string(member.name));
      ++members;
    }
  EXPECT_GT(members, 190);
}

TEST(Schema, EveryMemberRefusesWhatItCannotBe) {
  for (const auto& [object, route] : every_object())
    for (const schema::Member& member : object->members) {
      if (!tag_of(*object).empty() && is_tag(member.name)) continue;
      Type item = member.type;
      item.list = false;
      for (const auto& [value, message] : wrong_values(item)) {
        json::Value sent = member.type.list ? json::Array{value} : value;
        Whole whole = wrap(route, *object, holding(*object, member.name, sent));
        std::string field = whole.path + "." + std::string(member.name);
        expect_fault(whole, field + (member.type.list ? "[0]" : ""), message);
      }
      if (!member.type.list) continue;
      Whole whole = wrap(route, *object, holding(*object, member.name, json::Object{}));
      expect_fault(whole, whole.path + "." + std::string(member.name), "must be a list");
    }
}

TEST(Schema, NullIsRefusedOrLeftOut) {
  for (const auto& [object, route] : every_object())
    for (const schema::Member& member : object->members) {
      if (!tag_of(*object).empty() && is_tag(member.name)) continue;
      json::Value with = holding(*object, member.name, nullptr);
      if (member.name == "immediate_data") with.object().set("linked_profile", profile_link);
      if (member.name == "linked_profile" || member.name == "price")
        continue;  // a rule asks for them too
      Whole whole = wrap(route, *object, with);
      if (member.nullable) {
        auto kept = try_it(whole);
        ASSERT_TRUE(kept) << member.name;
        EXPECT_EQ(json::write(*kept).find("null"), std::string::npos);
        continue;
      }
      expect_fault(whole, whole.path + "." + std::string(member.name), "must be left out");
    }
}

TEST(Schema, WhatIsRequiredMustBeThere) {
  int required = 0;
  for (const auto& [object, route] : every_object())
    for (const schema::Member& member : object->members) {
      if (!member.required) continue;
      json::Value without = smallest(*object);
      without.object().erase(member.name);
      Whole whole = wrap(route, *object, std::move(without));
      expect_fault(whole, whole.path + "." + std::string(member.name), "is required");
      ++required;
    }
  EXPECT_GT(required, 20);
}

TEST(Schema, UnknownMembersAreIgnored) {
  for (const auto& [object, route] : every_object()) {
    if (object->settle && object->name == "FreeformAddress") continue;
    json::Value bare = smallest(*object);
    json::Value extended = bare;
    extended.object().set("no_such_member", json::Object{{"deep", nullptr}});
    auto kept = try_it(wrap(route, *object, extended));
    ASSERT_TRUE(kept) << object->name;
    EXPECT_EQ(json::write(*kept), json::write(wrap(route, *object, bare).document));
  }
}

// Random documents

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  int upto(int most) { return std::uniform_int_distribution<>(0, most)(engine_); }
  bool one_in(int n) { return upto(n - 1) == 0; }

 private:
  std::mt19937 engine_;
};

json::Value random_value(const Type& type, Dice& dice, int depth);

json::Value random_object(const schema::Object& object, Dice& dice, int depth) {
  json::Object out = smallest(object).object();
  for (const schema::Member& member : object.members) {
    if (is_tag(member.name) || !dice.one_in(depth > 0 ? 3 : 20)) continue;
    if (member.name == "linked_profile" || member.name == "end_date") continue;
    if (member.nullable && dice.one_in(4)) {
      out.set(std::string(member.name), nullptr);
      continue;
    }
    json::Value value = random_value(member.type, dice, depth - 1);
    if (member.name == "immediate_data") {
      out.erase("linked_profile");
      out.set("entity_type", value.text_at("entity_type"));
    }
    out.set(std::string(member.name), std::move(value));
  }
  if (object.name == "StructuredAddress") {
    const json::Value* country = out.find("country");
    if (country && (country->string() == "USA" || country->string() == "CAN"))
      out.set("state_province", "WA");
  }
  if (dice.one_in(5)) out.set("unknown_member", json::Array{nullptr});
  return out;
}

json::Value random_value(const Type& type, Dice& dice, int depth) {
  if (type.list) {
    Type item = type;
    item.list = false;
    json::Array out;
    for (int i = dice.upto(2); i > 0; --i) out.push_back(random_value(item, dice, depth));
    return out;
  }
  static const char* const texts[] = {"",      "a",      "Łódź",  "东京",
                                      "مرحبا", "a\r\nb", "\"\\/", "e\u0301"};
  static const char* const numbers[] = {"0",     "-0", "25.0", "0.1", "9007199254740993",
                                        "-1E-5", "1e5"};
  static const char* const wholes[] = {"0", "-12", "7.00", "12345678901234567890123"};
  switch (type.kind) {
    case Kind::text:
      return type.format ? sample(type) : json::Value(texts[dice.upto(7)]);
    case Kind::choice:
      return type.codes->values[dice.upto(int(type.codes->values.size()) - 1)];
    case Kind::number:
      return json::Number{numbers[dice.upto(6)]};
    case Kind::integer:
      return json::Number{wholes[dice.upto(3)]};
    case Kind::boolean:
      return dice.one_in(2);
    case Kind::object:
      return random_object(*type.object, dice, depth);
    case Kind::variant: {
      auto cases = type.variant->cases;
      return random_object(*cases[dice.upto(int(cases.size()) - 1)].object, dice, depth);
    }
    default:
      return sample(type);
  }
}

bool is_within(std::string_view field) {
  return field == "collected_data" || field.starts_with("collected_data.");
}

TEST(Schema, AcceptingTwiceChangesNothing) {
  for (unsigned seed = 0; seed < 400; ++seed) {
    Dice dice(seed);
    bool person = dice.one_in(2);
    auto type = person ? EntityType::individual : EntityType::company;
    json::Value document =
        random_object(person ? schemas::individual_data : schemas::company_data, dice, 6);
    auto once = accept(document, type, "collected_data", today);
    ASSERT_TRUE(once) << seed << ' ' << once.error().faults.at(0).field << ' '
                      << once.error().faults.at(0).message;
    auto twice = accept(*once, type, "collected_data", today);
    ASSERT_TRUE(twice) << seed;
    EXPECT_EQ(json::write(*once), json::write(*twice)) << seed;
    EXPECT_EQ(json::write(*once).find("null"), std::string::npos);
    EXPECT_EQ(json::write(*once).find("unknown_member"), std::string::npos);
  }
}

// Puts something that may be wrong in the place of one value somewhere inside.
void damage(json::Value& value, Dice& dice) {
  static const json::Value junk[] = {nullptr,
                                     true,
                                     json::Number{"1e400"},
                                     json::Number{"-0.0"},
                                     "\x1f",
                                     "FREEFORM",
                                     json::Array{},
                                     json::Object{},
                                     json::Array{nullptr, json::Object{{"", "\xc2\x85"}}}};
  if (value.is_object() && !value.object().empty() && !dice.one_in(6)) {
    auto member = value.object().begin();
    std::advance(member, dice.upto(int(value.object().size()) - 1));
    return damage(member->value, dice);
  }
  if (value.is_array() && !value.array().empty() && !dice.one_in(6))
    return damage(value.array()[dice.upto(int(value.array().size()) - 1)], dice);
  value = junk[dice.upto(8)];
}

TEST(Schema, DamagedDocumentsAreRefusedOrMadeGood) {
  int refused = 0;
  for (unsigned seed = 0; seed < 2'000; ++seed) {
    Dice dice(seed);
    bool person = dice.one_in(2);
    auto type = person ? EntityType::individual : EntityType::company;
    json::Value document =
        random_object(person ? schemas::individual_data : schemas::company_data, dice, 4);
    for (int i = dice.upto(3); i >= 0; --i) damage(document, dice);
    auto kept = accept(document, type, "collected_data", today);
    if (kept) {
      auto again = accept(*kept, type, "", today);
      ASSERT_TRUE(again) << seed;
      EXPECT_EQ(*again, *kept);
      EXPECT_EQ(json::write(*kept).find("null"), std::string::npos);
      continue;
    }
    ++refused;
    ASSERT_FALSE(kept.error().faults.empty());
    ASSERT_LE(kept.error().faults.size(), schema::most_faults);
    for (const Fault& fault : kept.error().faults)
      EXPECT_TRUE(is_within(fault.field)) << fault.field;
  }
  EXPECT_GT(refused, 500);
}

}  // namespace
}  // namespace probity::profiles
