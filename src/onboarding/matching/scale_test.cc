#include "matching/scale.h"

#include <cmath>
#include <gtest/gtest.h>

namespace probity::matching {
namespace {

TEST(Scale, CurveIsThePowerRoundedDown) {
  EXPECT_EQ(curve(0), 0);
  EXPECT_EQ(curve(kOne), kOne);
  for (int s = 1; s < kOne; ++s) {
    const double exact = std::pow(s / 1e4, 1.6) * 1e4;
    ASSERT_LE(curve(s), exact + 1e-6) << s;
    ASSERT_GT(curve(s), exact - 1 - 1e-6) << s;
  }
}

TEST(Scale, CurveRises) {
  for (int s = 1; s <= kOne; ++s) ASSERT_GE(curve(s), curve(s - 1)) << s;
}

TEST(Scale, LogRatioIsTheLogarithmRoundedDown) {
  for (const std::uint64_t over : {2ull, 3ull, 7ull, 1000ull, 72'443ull, 2'000'000ull})
    for (const std::uint64_t under : {1ull, 2ull, 5ull, 999ull, 60'001ull}) {
      const double exact = over > under ? std::log(double(over) / double(under)) * 1e4 : 0;
      EXPECT_LE(log_ratio(over, under), exact + 1e-6) << over << '/' << under;
      EXPECT_GE(log_ratio(over, under), exact - 2) << over << '/' << under;
    }
}

}  // namespace
}  // namespace probity::matching
