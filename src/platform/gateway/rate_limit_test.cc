#include <gtest/gtest.h>

#include "gateway/rate_limit.h"

namespace probity::gateway {
namespace {

const Uuid a = Uuid::named("test", "a"), b = Uuid::named("test", "b");

TEST(RateLimit, EmptiesAndRefills) {
  RateLimiter limiter;
  for (int i = 0; i < 10; ++i) {
    auto verdict = limiter.take(a, api::Bucket::create_profile, 10, 100);
    EXPECT_TRUE(verdict.allowed);
    EXPECT_EQ(verdict.remaining, 9 - i);
  }
  auto refused = limiter.take(a, api::Bucket::create_profile, 10, 100);
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.reset_seconds, 3600);
  EXPECT_TRUE(limiter.take(a, api::Bucket::replace_collected_data, 10, 100).allowed);
  EXPECT_TRUE(limiter.take(b, api::Bucket::create_profile, 10, 100).allowed);
  EXPECT_FALSE(limiter.take(a, api::Bucket::create_profile, 10, 100 + 350).allowed);
  EXPECT_TRUE(limiter.take(a, api::Bucket::create_profile, 10, 100 + 361).allowed);
}

TEST(RateLimit, ZeroIsUnlimited) {
  RateLimiter limiter;
  for (int i = 0; i < 1000; ++i)
    EXPECT_TRUE(limiter.take(a, api::Bucket::create_profile, 0, 1).allowed);
}

}  // namespace
}  // namespace probity::gateway
