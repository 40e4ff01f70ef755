#include <gtest/gtest.h>

#include "jobs/jobs.h"

namespace probity::jobs {
namespace {

TEST(Pause, GrowsAndStaysBounded) {
  for (std::int64_t attempts = 0; attempts < 40; ++attempts) {
    std::int64_t full =
        std::min<std::int64_t>(3600, std::int64_t{1} << std::min<std::int64_t>(attempts, 12));
    for (std::uint64_t random : {0ull, 1ull, 12345ull, ~0ull}) {
      auto pause = pause_seconds(attempts, random);
      EXPECT_LE(pause, full);
      EXPECT_GE(pause, full / 2);
    }
  }
}

}  // namespace
}  // namespace probity::jobs
