#include "screening/lists/field_text.h"

#include <gtest/gtest.h>

#include "screening/lists/births.h"
#include "screening/lists/country.h"

namespace probity::screening {
namespace {

using Texts = std::vector<std::string>;

TEST(FieldText, Nationalities) {
  struct Case {
    const char* text;
    Texts codes;
  };
  const Case cases[] = {
      {"Russian", {"RUS"}},
      {"Russian and Ukrainian", {"RUS", "UKR"}},
      {"a) Russian Federation b) Georgia", {"RUS", "GEO"}},
      {"CONGO, Democratic Republic of (was Zaire)", {"COD"}},
      {"UKRAINE, MOLDOVA, REPUBLIC OF", {"UKR", "MDA"}},
      {"a) Trinidad and Tobago b) United States of America", {"TTO", "USA"}},
      {"Malian / Mauritanian", {"MLI", "MRT"}},
      {"Possibly Ethiopian", {"ETH"}},
      {"unknown", {}},
      {"Atlantis", {"Atlantis"}},
      {"", {}},
  };
  for (const auto& one : cases) {
    Entry entry;
    add_nationalities(entry, one.text);
    EXPECT_EQ(entry.nationalities, one.codes) << one.text;
  }
  EXPECT_EQ(country_of_alpha2("ru"), "RUS");
  EXPECT_EQ(country_of_alpha2("QQ"), "");
}

TEST(FieldText, CommaNames) {
  EXPECT_EQ(comma_names("A B, C Co., Ltd, , D\xc2\xa0 E"), (Texts{"A B", "C Co., Ltd", "D E"}));
  EXPECT_EQ(comma_names(", Ltd"), Texts{"Ltd"});
}

TEST(FieldText, LabelledIdentifiers) {
  struct Case {
    const char* text;
    Identifier identifier;
  };
  const Case cases[] = {
      {"AB1", {"other", "AB1", ""}},
      {"INN: 7710137066", {"tax_id", "7710137066", ""}},
      {"INN - 5045023416", {"tax_id", "5045023416", ""}},
      {"IMO9513139", {"imo", "9513139", ""}},
      {"IMOGEN 1", {"other", "IMOGEN 1", ""}},
      {"IMO", {"other", "IMO", ""}},
      {"'06FBO2262", {"other", "06FBO2262", ""}},
      {"Unified Social Credit Code: 9121", {"registration", "9121", ""}},
  };
  for (const auto& one : cases)
    EXPECT_EQ(labelled_identifier("other", one.text), one.identifier) << one.text;
}

TEST(Births, OneDate) {
  struct Case {
    const char* text;
    std::optional<Birth> birth;
  };
  const Case cases[] = {
      {"1973-04-17", Birth{{1973, 4, 17}, {1973, 4, 17}, false}},
      {"17/04/1973", Birth{{1973, 4, 17}, {1973, 4, 17}, false}},
      {"dd/04/1973", Birth{{1973, 4, 0}, {1973, 4, 0}, false}},
      {"00/00/1973", Birth{{1973, 0, 0}, {1973, 0, 0}, false}},
      {"17 Apr. 1973", Birth{{1973, 4, 17}, {1973, 4, 17}, false}},
      {"Approximately 1968", Birth{{1968, 0, 0}, {1968, 0, 0}, true}},
      {"c. 1968", Birth{{1968, 0, 0}, {1968, 0, 0}, true}},
      {"between 1958 and 1963", Birth{{1958, 0, 0}, {1963, 0, 0}, false}},
      {"1963-1964", Birth{{1963, 0, 0}, {1964, 0, 0}, false}},
      {"1963/1964", Birth{{1963, 0, 0}, {1964, 0, 0}, false}},
      {"31/02/1973", {}},
      {"15/08/19yy", {}},
      {"1964-1963", {}},
      {"Sep-99", {}},
      {"born in the early 1970s", {}},
      {"", {}},
  };
  for (const auto& one : cases) EXPECT_EQ(birth_of(one.text), one.birth) << one.text;
}

TEST(Births, Several) {
  ReadCounts counts;
  Entry entry;
  add_births(entry, "a) 1963 or 1964; 1963, in spring\n17 Apr 1973", counts);
  EXPECT_EQ(entry.births.size(), 3u);
  EXPECT_EQ(counts.unread["date of birth"], 1u);
}

}  // namespace
}  // namespace probity::screening
