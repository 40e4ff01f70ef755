#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/text.h"

namespace probity {
namespace {

TEST(Ids, GrowAndRoundTrip) {
  Uuid last;
  for (int i = 0; i < 20000; ++i) {
    Uuid id = Uuid::make();
    ASSERT_LT(last.raw(), id.raw());
    ASSERT_EQ(Uuid::parse(id.text()), id);
    ASSERT_EQ(id.text()[14], '7');
    last = id;
  }
}

TEST(Ids, RefusesOtherForms) {
  for (auto text :
       {"", "0", "01890a5d-ac96-774b-bcce-b302099a8057x", "01890a5dac96774bbcceb302099a8057",
        "g1890a5d-ac96-774b-bcce-b302099a8057", "01890a5d-ac96-774b_bcce-b302099a8057"})
    EXPECT_FALSE(Uuid::parse(text)) << text;
  EXPECT_EQ(Uuid::parse("01890A5D-AC96-774B-BCCE-B302099A8057")->text(),
            "01890a5d-ac96-774b-bcce-b302099a8057");
}

TEST(Ids, NamedIsStable) {
  EXPECT_EQ(Uuid::named("task", "a"), Uuid::named("task", "a"));
  EXPECT_NE(Uuid::named("task", "a"), Uuid::named("task", "b"));
  EXPECT_NE(Uuid::named("task", "ab"), Uuid::named("taska", "b"));
}

TEST(Clock, Formats) {
  Instant at{1486566961'123456};
  EXPECT_EQ(api_time(at), "2017-02-08 15:16:01");
  EXPECT_EQ(iso_time(at), "2017-02-08T15:16:01.123Z");
  EXPECT_EQ(http_time(at), "Wed, 08 Feb 2017 15:16:01 +0000");
  EXPECT_EQ(day_of({-1}).text(), "1969-12-31");
}

TEST(Clock, DatesExist) {
  EXPECT_TRUE(Date::parse("2024-02-29"));
  for (auto text : {"2023-02-29", "2024-13-01", "2024-00-10", "2024-1-01", "0000-01-01",
                    "+024-01-01", "-024-01-01", "2024-01-0a"})
    EXPECT_FALSE(Date::parse(text)) << text;
  EXPECT_EQ(full_years({2004, 2, 29}, {2022, 2, 28}), 17);
  EXPECT_EQ(full_years({2004, 2, 29}, {2022, 3, 1}), 18);
  EXPECT_EQ(full_days({2024, 2, 28}, {2024, 3, 1}), 2);
  EXPECT_EQ(full_days({2024, 1, 1}, {2023, 12, 31}), -1);
}

TEST(Text, Utf8) {
  for (auto good : {"", "abc", "é", "漢", "\xf0\x9f\x98\x80", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf"})
    EXPECT_TRUE(is_utf8(good));
  for (auto bad : {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xed\xa0\x80",
                   "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xff", "a\xe2\x82", "\xf5\x80\x80\x80"})
    EXPECT_FALSE(is_utf8(bad));
}

TEST(Text, Base64Url) {
  EXPECT_EQ(base64url(""), "");
  EXPECT_EQ(base64url("f"), "Zg");
  EXPECT_EQ(base64url("fo"), "Zm8");
  EXPECT_EQ(base64url("foo"), "Zm9v");
  EXPECT_EQ(base64url("\xff\xfe\xfd"), "__79");
}

TEST(Text, Base64UrlHasOneTextForEqualBytes) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(unbase64url(base64url(bytes)), bytes) << i;
    bytes += static_cast<char>(i * 7);
  }
  // Not the last letter's spare bits, nor padding, white space, the other alphabet, or half a byte.
  for (auto other : {"Zh", "Zm9", "Zg==", "Zm9v ", " Zm9v", "Zm9v\n", "__7+", "__/9", "A", "Zm9vA",
                     "Zm?v", "Zm\xc3\xa9v"})
    EXPECT_EQ(unbase64url(other), std::nullopt) << other;
  EXPECT_EQ(unbase64url(std::string_view("Zm\0v", 4)), std::nullopt);
}

Result<int> half(int n) {
  if (n % 2) return refuse(Refusal::invalid_input, "odd");
  return n / 2;
}
Result<int> quarter(int n) { return TRY(half(TRY(half(n)))); }

TEST(Result, TryPassesTheRefusalUp) {
  EXPECT_EQ(quarter(8).value(), 2);
  EXPECT_EQ(quarter(6).error().message, "odd");
}

}  // namespace
}  // namespace probity
