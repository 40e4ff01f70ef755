#include "http/ip_range.h"

#include <gtest/gtest.h>

namespace probity {
namespace {

TEST(IpRange, Contains) {
  auto range = IpRange::parse("203.0.113.0/24");
  ASSERT_TRUE(range);
  EXPECT_TRUE(range->contains("203.0.113.0"));
  EXPECT_TRUE(range->contains("203.0.113.255"));
  EXPECT_TRUE(range->contains("::ffff:203.0.113.9"));
  EXPECT_FALSE(range->contains("203.0.114.0"));
  EXPECT_FALSE(range->contains("2001:db8::1"));
  EXPECT_FALSE(range->contains("nonsense"));
  auto six = IpRange::parse("2001:db8::/33");
  ASSERT_TRUE(six);
  EXPECT_TRUE(six->contains("2001:db8:7fff::1"));
  EXPECT_FALSE(six->contains("2001:db8:8000::1"));
  EXPECT_TRUE(IpRange::parse("0.0.0.0/0")->contains("8.8.8.8"));
  EXPECT_FALSE(IpRange::parse("0.0.0.0/0")->contains("2001:db8::1"));
}

TEST(IpRange, HasOneForm) {
  EXPECT_EQ(IpRange::parse("127.0.0.1")->text(), "127.0.0.1/32");
  EXPECT_EQ(IpRange::parse("2001:DB8:0:0::/32")->text(), "2001:db8::/32");
  EXPECT_EQ(IpRange::parse("::/0")->text(), "::/0");
}

TEST(IpRange, RefusesWhatIsNone) {
  for (auto bad : {"", "1.2.3", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/-1", "1.2.3.4/24", "1.2.3.4/8x",
                   "2001:db8::/129", "2001:db8::1/64", "example.com", "1.2.3.4/ 8", "/8"})
    EXPECT_FALSE(IpRange::parse(bad)) << bad;
}

}  // namespace
}  // namespace probity
