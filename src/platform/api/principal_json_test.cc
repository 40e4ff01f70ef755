#include "api/principal_json.h"

#include <gtest/gtest.h>

namespace probity::api {
namespace {

// Differs from a fresh one in every member.
Principal some_principal() {
  return {.kind = Principal::Kind::staff,
          .id = Uuid::make(),
          .tenant = Uuid::make(),
          .name = "Ключ \"one\"",
          .institution_name = "Bank",
          .access = Access(Permissions::of(Permission::edit_tasks, Permission::read_profiles),
                           {{Uuid::make(), Permissions::of(Permission::run_checks)}}),
          .settings = {.demo = true,
                       .rate_limit_per_hour = 7,
                       .legacy_error_status = true,
                       .policy_checks_inline = false,
                       .second_factor_required = false,
                       .product_spill_over = true,
                       .session_idle_minutes = 7,
                       .session_hours = 3},
          .session = Uuid::make(),
          .login = Uuid::make(),
          .owes_factor = true,
          .profiles = {Uuid::make(), Uuid::make()}};
}

TEST(PrincipalJson, ComesBackAsItWas) {
  Principal sent = some_principal();
  auto written = as_json(sent);
  auto read = principal_from(*json::parse(json::write(written)));
  ASSERT_TRUE(read);
  EXPECT_EQ(as_json(*read), written);
  EXPECT_TRUE(read->access.covers(sent.access) && sent.access.covers(read->access));
  EXPECT_EQ(read->profiles, sent.profiles);
  // Were a member forgotten on either side, it would be that of a fresh principal.
  auto fresh = as_json(Principal{});
  for (const auto& [key, value] : written.object()) EXPECT_NE(*fresh.find(key), value) << key;
  for (const auto& [key, value] : written.find("settings")->object())
    EXPECT_NE(*fresh.find("settings")->find(key), value) << key;
}

// A member that is new in the structures has to be added here and in principal_json.cc: a
// restriction that is not handed on would be lost.
TEST(PrincipalJson, KnowsEveryMember) {
  [[maybe_unused]] auto [kind, id, tenant, name, institution_name, access, settings, session, login,
                         owes_factor, profiles] = some_principal();
  [[maybe_unused]] auto [demo, rate, legacy, inline_checks, factor, spill_over, idle, hours] =
      settings;
  EXPECT_EQ(as_json(some_principal()).object().size(), 11u + 1);  // access is two
  EXPECT_EQ(as_json(some_principal()).find("settings")->object().size(), 8u);
}

TEST(PrincipalJson, NothingMayBeMissingOrMore) {
  auto whole = as_json(some_principal());
  for (const auto& [key, value] : whole.object()) {
    auto less = whole, other = whole;
    less.object().erase(key);
    EXPECT_FALSE(principal_from(less)) << key;
    other.object().set(key, nullptr);
    EXPECT_FALSE(principal_from(other)) << key;
  }
  for (const auto& [key, value] : whole.find("settings")->object()) {
    auto less = whole;
    less.object().find("settings")->object().erase(key);
    EXPECT_FALSE(principal_from(less)) << key;
  }
  auto more = whole;
  more.object().set("more", 1);
  EXPECT_FALSE(principal_from(more));
  EXPECT_FALSE(principal_from(json::Array{}));
}

}  // namespace
}  // namespace probity::api
