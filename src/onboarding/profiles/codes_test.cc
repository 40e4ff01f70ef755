#include "profiles/codes.h"

#include <gtest/gtest.h>
#include <set>

namespace probity::profiles {
namespace {

const Codes* const every_list[] = {
    &codes::countries,
    &codes::nationalities,
    &codes::currencies,
    &codes::entity_types,
    &codes::genders,
    &codes::continents,
    &codes::bank_account_types,
    &codes::company_address_types,
    &codes::ownership_types,
    &codes::tax_id_types,
    &codes::company_fields,
    &codes::company_field_results,
    &codes::associated_roles,
    &codes::tenure_types,
    &codes::document_categories,
    &codes::document_types,
    &codes::document_file_types,
    &codes::document_image_types,
    &codes::error_sources,
    &codes::checked_document_fields,
    &codes::decision_classes,
    &codes::document_field_results,
    &codes::industry_classification_types,
};

TEST(Codes, HaveExactlyTheirValues) {
  for (const Codes* list : every_list) {
    std::set<std::string_view> once(list->values.begin(), list->values.end());
    EXPECT_EQ(once.size(), list->values.size()) << list->name << " repeats a code";
    for (std::string_view code : list->values) {
      EXPECT_TRUE(list->has(code)) << list->name << ' ' << code;
      EXPECT_EQ(code.find(' '), std::string_view::npos) << list->name;
      for (const std::string& near : {std::string(code) + "X", std::string(code.substr(1)),
                                      std::string(code.substr(0, code.size() - 1)) + "@"})
        EXPECT_EQ(list->has(near), once.contains(near)) << list->name << ' ' << near;
    }
    EXPECT_FALSE(list->has(""));
  }
}

TEST(Codes, LookUpOfThreeLettersAgreesWithTheList) {
  for (const Codes* list : {&codes::countries, &codes::nationalities, &codes::currencies}) {
    std::set<std::string_view> known(list->values.begin(), list->values.end());
    std::string code = "AAA";
    for (code[0] = 'A'; code[0] <= 'Z'; ++code[0])
      for (code[1] = 'A'; code[1] <= 'Z'; ++code[1])
        for (code[2] = 'A'; code[2] <= 'Z'; ++code[2])
          ASSERT_EQ(list->has(code), known.contains(code)) << list->name << ' ' << code;
  }
}

TEST(Codes, KnowTheUnusualOnes) {
  EXPECT_EQ(codes::countries.values.size(), 250u);
  EXPECT_EQ(codes::currencies.values.size(), 178u);
  EXPECT_EQ(codes::nationalities.values.size(), 269u);
  EXPECT_TRUE(codes::countries.has("RKS"));
  EXPECT_FALSE(codes::countries.has("XKX"));
  EXPECT_FALSE(codes::countries.has("XXA"));
  EXPECT_FALSE(codes::countries.has("gbr"));
  EXPECT_FALSE(codes::countries.has("G\xc3\xa9"));
  EXPECT_TRUE(codes::nationalities.has("XXA"));
  EXPECT_TRUE(codes::nationalities.has("ZWE"));
  EXPECT_TRUE(codes::currencies.has("XAU"));
}

TEST(Codes, SayWhatWouldBeRight) {
  EXPECT_EQ(codes::genders.expected(), "one of M, F");
  EXPECT_EQ(codes::bank_account_types.expected(), "UK_ACCOUNT");
  EXPECT_NE(codes::countries.expected().find("ISO 3166-1"), std::string::npos);
}

}  // namespace
}  // namespace probity::profiles
