// The JSON test suite of others decides what is JSON. Needs ../shared/data/vectors.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <map>
#include <set>
#include <string>

#include "json/json.h"

namespace probity::json {
namespace {

// Good JSON that Probity refuses all the same, by rule. Nothing else may be refused.
const std::set<std::string> refused_by_rule = {
    "y_number_double_close_to_zero.json",      // 83 characters
    "y_object_duplicated_key.json",            // which value is meant?
    "y_object_duplicated_key_and_value.json",  //
    "y_object_escaped_null_in_key.json",       // PostgreSQL's text can't hold U+0000
    "y_string_null_escape.json",               //
};

// What the standard leaves open, and what we do: the same with and without strictness.
enum class Choice { accept, refuse };
constexpr Choice accept = Choice::accept, refuse = Choice::refuse;
const std::map<std::string, Choice> open_questions = {
    // Numbers keep their text, so large and tiny ones do no harm; an infinite double does.
    {"i_number_double_huge_neg_exp.json", accept},
    {"i_number_real_underflow.json", accept},
    {"i_number_too_big_neg_int.json", accept},
    {"i_number_too_big_pos_int.json", accept},
    {"i_number_very_big_negative_int.json", accept},
    {"i_number_huge_exp.json", refuse},
    {"i_number_neg_int_huge_exp.json", refuse},
    {"i_number_pos_double_huge_exp.json", refuse},
    {"i_number_real_neg_overflow.json", refuse},
    {"i_number_real_pos_overflow.json", refuse},
    // Half a surrogate pair has no form in UTF-8.
    {"i_object_key_lone_2nd_surrogate.json", refuse},
    {"i_string_1st_surrogate_but_2nd_missing.json", refuse},
    {"i_string_1st_valid_surrogate_2nd_invalid.json", refuse},
    {"i_string_UTF8_surrogate_U+D800.json", refuse},
    {"i_string_incomplete_surrogate_and_escape_valid.json", refuse},
    {"i_string_incomplete_surrogate_pair.json", refuse},
    {"i_string_incomplete_surrogates_escape_valid.json", refuse},
    {"i_string_invalid_lonely_surrogate.json", refuse},
    {"i_string_invalid_surrogate.json", refuse},
    {"i_string_inverted_surrogates_U+1D11E.json", refuse},
    {"i_string_lone_second_surrogate.json", refuse},
    // Only well-formed UTF-8, and no other encoding.
    {"i_string_UTF-16LE_with_BOM.json", refuse},
    {"i_string_UTF-8_invalid_sequence.json", refuse},
    {"i_string_invalid_utf-8.json", refuse},
    {"i_string_iso_latin_1.json", refuse},
    {"i_string_lone_utf8_continuation_byte.json", refuse},
    {"i_string_not_in_unicode_range.json", refuse},
    {"i_string_overlong_sequence_2_bytes.json", refuse},
    {"i_string_overlong_sequence_6_bytes.json", refuse},
    {"i_string_overlong_sequence_6_bytes_null.json", refuse},
    {"i_string_truncated-utf-8.json", refuse},
    {"i_string_utf16BE_no_BOM.json", refuse},
    {"i_string_utf16LE_no_BOM.json", refuse},
    {"i_structure_UTF-8_BOM_empty_object.json", refuse},
    // At most 64 levels.
    {"i_structure_500_nested_arrays.json", refuse},
};

std::filesystem::path suite() {
  const char* shared = std::getenv("PROBITY_SHARED");
  return std::filesystem::path(shared ? shared : PROBITY_SOURCE_DIR "/../shared") /
         "data/vectors/json-test-suite";
}

std::map<std::string, std::string> files_in(const char* folder) {
  std::map<std::string, std::string> files;
  if (!std::filesystem::is_directory(suite() / folder)) return files;
  for (const auto& entry : std::filesystem::directory_iterator(suite() / folder)) {
    std::ifstream in(entry.path(), std::ios::binary);
    files[entry.path().filename()] = std::string(std::istreambuf_iterator<char>(in), {});
  }
  return files;
}

constexpr Limits grammar{.strict = false};

TEST(JsonTestSuite, Parsing) {
  auto files = files_in("test_parsing");
  if (files.empty()) GTEST_SKIP() << "not present";
  int good = 0, bad = 0, open = 0;
  std::set<std::string> refused;
  for (const auto& [name, text] : files) {
    auto bare = parse(text, grammar), strict = parse(text);
    switch (name[0]) {
      case 'y':
        ++good;
        EXPECT_TRUE(bare) << name << ": " << bare.error().message;
        if (!strict) refused.insert(name);
        break;
      case 'n':
        ++bad;
        EXPECT_FALSE(bare) << name;
        EXPECT_FALSE(strict) << name;
        break;
      default:
        ++open;
        ASSERT_TRUE(open_questions.contains(name)) << name;
        EXPECT_EQ(bare.has_value(), open_questions.at(name) == accept) << name;
        EXPECT_EQ(strict.has_value(), open_questions.at(name) == accept) << name;
    }
    if (strict) {
      EXPECT_EQ(parse(write(*strict)).value(), *strict) << name;
    }
  }
  EXPECT_EQ(refused, refused_by_rule);
  EXPECT_EQ(good, 95);
  EXPECT_EQ(bad, 188);
  EXPECT_EQ(open, 35);
}

// These documents mangle easily: what is accepted must come back to the byte (but for white space).
TEST(JsonTestSuite, Transform) {
  auto files = files_in("test_transform");
  if (files.empty()) GTEST_SKIP() << "not present";
  int kept = 0;
  for (const auto& [name, text] : files) {
    if (!name.starts_with("number_")) continue;
    auto value = parse(text);
    ASSERT_TRUE(value) << name;
    std::string bare = text.substr(0, text.find_last_of(']') + 1);
    EXPECT_EQ(write(*value), bare) << name;
    ++kept;
  }
  EXPECT_EQ(kept, 10);
}

}  // namespace
}  // namespace probity::json
