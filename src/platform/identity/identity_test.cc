#include <gtest/gtest.h>

#include <set>

#include "identity/api_keys.h"
#include "identity/identity.h"

namespace probity::identity {
namespace {

TEST(ApiKey, HasItsForm) {
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    auto key = make_api_key(i % 2);
    EXPECT_TRUE(is_api_key(key)) << key;
    EXPECT_EQ(key.size(), 13u + 32 + 1 + 6);
    EXPECT_TRUE(key.starts_with(i % 2 ? "probity_test_" : "probity_live_"));
    EXPECT_TRUE(seen.insert(key).second);
  }
}

TEST(ApiKey, EveryTypingErrorIsSeen) {
  auto key = make_api_key(false);
  for (std::size_t i = 0; i < key.size(); ++i) {
    auto typo = key;
    typo[i] = typo[i] == 'x' ? 'y' : 'x';
    EXPECT_FALSE(is_api_key(typo)) << i;
  }
  for (auto bad : {"", "probity_live_", "abc"}) EXPECT_FALSE(is_api_key(bad));
  EXPECT_FALSE(is_api_key(key + "0"));
}

TEST(Settings, AreChecked) {
  EXPECT_EQ(parse_settings(true, json::Object{})->rate_limit_per_hour, 10'000);
  EXPECT_EQ(parse_settings(true, json::Object{{"rate_limit_per_hour", 0}})->rate_limit_per_hour, 0);
  auto error = parse_settings(
                   true, json::Object{{"rate_limit_per_hour", -1}, {"legacy_error_status", "yes"}})
                   .error();
  EXPECT_EQ(error.faults.size(), 2u);
}

}  // namespace
}  // namespace probity::identity
