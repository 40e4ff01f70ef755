#include "profiles/formats.h"

#include <gtest/gtest.h>

namespace probity::profiles {
namespace {

constexpr Date today{2026, 11, 24};

struct Case {
  const schema::Format& format;
  std::string text;
  bool fits;
};

const Case cases[] = {
    {formats::date, "2024-02-29", true},
    {formats::date, "2023-02-29", false},
    {formats::date, "2023-13-01", false},
    {formats::date, "2023-1-1", false},
    {formats::date, "2023-01-01 ", false},
    {formats::date, "0000-01-01", false},
    {formats::date, "+023-01-01", false},
    {formats::date, "٢٠٢٣-٠١-٠١", false},
    {formats::date, "", false},
    {formats::partial_date, "1992", true},
    {formats::partial_date, "1992-12", true},
    {formats::partial_date, "1992-12-31", true},
    {formats::partial_date, "1992-13", false},
    {formats::partial_date, "1992-00", false},
    {formats::partial_date, "1992-04-31", false},
    {formats::partial_date, "1992-", false},
    {formats::partial_date, "92", false},
    {formats::partial_date, "1992/12", false},
    {formats::partial_date, "199 ", false},
    {formats::birth_date, "2026-11-24", true},
    {formats::birth_date, "2026-11-25", false},
    {formats::birth_date, "2026-11", true},
    {formats::birth_date, "2026-12", false},
    {formats::birth_date, "2026", true},
    {formats::birth_date, "2027", false},
    {formats::birth_date, "1800", true},
    {formats::birth_date, "1799-12-31", false},
    {formats::approx_date, "1999-03", true},
    {formats::approx_date, "1999", false},
    {formats::approx_date, "1999-03-01", false},
    {formats::approx_date, "1999-3 ", false},
    {formats::date_time, "2017-02-08 15:16:01", true},
    {formats::date_time, "2017-02-08 24:00:00", false},
    {formats::date_time, "2017-02-30 15:16:01", false},
    {formats::date_time, "2017-02-08T15:16:01", false},
    {formats::date_time, "2017-02-08 15:60:01", false},
    {formats::uuid, "0192b8f4-7c1e-7abc-8def-0123456789ab", true},
    {formats::uuid, "0192B8F4-7C1E-1ABC-8DEF-0123456789AB", true},
    {formats::uuid, "0192b8f47c1e7abc8def0123456789ab", false},
    {formats::base64, "", true},
    {formats::base64, "aGVsbG8=", true},
    {formats::base64, "aGVsbA==", true},
    {formats::base64, "aGVsbG8", false},
    {formats::base64, "a===", false},
    {formats::base64, "aG=sbG8=", false},
    {formats::base64, "0192b8f4-7c1e-7abc-8def-0123456789ab", true},
    {formats::uk_sort_code, "123456", true},
    {formats::uk_sort_code, "12-34-56", true},
    {formats::uk_sort_code, "12-3456", false},
    {formats::uk_account_number, "01234567", true},
    {formats::uk_account_number, "1234567", false},
    {formats::alpha_three_key, "ITA", true},
    {formats::alpha_three_key, "ita", false},
    {formats::alpha_three_key, "ITAL", false},
    {formats::custom_field_name, "annual_income-2", true},
    {formats::custom_field_name, "2nd", false},
    {formats::custom_field_name, "a.b", false},
    {formats::custom_field_name, std::string(64, 'a'), true},
    {formats::custom_field_name, std::string(65, 'a'), false},
};

TEST(Formats, FitWhatTheyShould) {
  for (const Case& c : cases)
    EXPECT_EQ(c.format.fits(c.text, today), c.fits) << c.format.name << " '" << c.text << "'";
}

TEST(PartialDate, KeepsWhatIsUnknown) {
  EXPECT_EQ(PartialDate::parse("1992"), (PartialDate{1992, 0, 0}));
  EXPECT_EQ(PartialDate::parse("1992-03"), (PartialDate{1992, 3, 0}));
  EXPECT_EQ(PartialDate::parse("1992-03-04"), (PartialDate{1992, 3, 4}));
  EXPECT_EQ(PartialDate::parse("1992-02-30"), std::nullopt);
}

}  // namespace
}  // namespace probity::profiles
