#include "screening/lists/entry.h"

#include <gtest/gtest.h>

#include "screening/lists/country.h"

namespace probity::screening {
namespace {

TEST(Country, NamesToCodes) {
  struct Case {
    const char *name, *code;
  };
  const Case cases[] = {
      {"Korea, North", "PRK"},
      {"Democratic People's Republic of Korea", "PRK"},
      {"Korea, South", "KOR"},
      {"Democratic Republic of the Congo", "COD"},
      {"Congo, Democratic Republic of the", "COD"},
      {"Congo, Republic of the", "COG"},
      {"Congo", "COG"},
      {"Iran (Islamic Republic of)", "IRN"},
      {"Syrian Arab Republic", "SYR"},
      {"Russian Federation", "RUS"},
      {"United Kingdom of Great Britain and Northern Ireland", "GBR"},
      {"United States of America", "USA"},
      {"Türkiye", "TUR"},
      {"Turkey", "TUR"},
      {"Cote d Ivoire", "CIV"},
      {"Côte d’Ivoire", "CIV"},
      {"The Gambia", "GMB"},
      {"Bahamas, The", "BHS"},
      {"Virgin Islands, British", "VGB"},
      {"British Virgin Islands", "VGB"},
      {"Man, Isle of", "IMN"},
      {"North Macedonia, The Republic of", "MKD"},
      {"Viet Nam", "VNM"},
      {"Burma", "MMR"},
      {"Kosovo", "XKX"},
      {"Palestinian", "PSE"},
      {"State of Palestine", "PSE"},
      {"Region: Gaza", "PSE"},
      {"United Republic of Tanzania", "TZA"},
      {"Cabo Verde", "CPV"},
      {"China, Hong Kong Special Administrative Region", "HKG"},
      {" GERMANY ", "DEU"},
      {"DEU", "DEU"},
      {"Iran.", "IRN"},
      {"former Soviet Union", "former Soviet Union"},
      {"Region: Crimea", "Region: Crimea"},
      {"ZZZ", "ZZZ"},
      {"undetermined", ""},
      {"na", ""},
      {"", ""},
      {"(", "("},
      {",", ","},
  };
  for (const auto& one : cases) EXPECT_EQ(country(one.name), one.code) << one.name;
  EXPECT_TRUE(is_country_code("XKX"));
  EXPECT_FALSE(is_country_code("ZZZ"));
  EXPECT_FALSE(is_country_code(""));
}

TEST(PartialDate, ReadsAndWrites) {
  for (const char* text : {"1973", "1973-04", "1973-04-17", "2000-02-29"})
    EXPECT_EQ(PartialDate::parse(text).value().text(), text);
  for (const char* text : {"", "73", "1973-", "1973-4", "1973-13", "1973-00", "1973-02-30", "0000",
                           "1973-04-00", "1973-04-17-1", "1973-04-17T", "١٩٧٣"})
    EXPECT_FALSE(PartialDate::parse(text)) << text;
  EXPECT_EQ(PartialDate::parse_english("17 Apr 1973"), (PartialDate{1973, 4, 17}));
  EXPECT_EQ(PartialDate::parse_english("7 September 1973"), (PartialDate{1973, 9, 7}));
  EXPECT_EQ(PartialDate::parse_english("Apr 1973"), (PartialDate{1973, 4, 0}));
  EXPECT_EQ(PartialDate::parse_english("1973"), (PartialDate{1973, 0, 0}));
  for (const char* text : {"", " ", "Apr", "31 Apr 1973", "17 Foo 1973", "Ap 1973", "0 Apr 1973"})
    EXPECT_FALSE(PartialDate::parse_english(text)) << text;
}

Entry full_entry() {
  Entry entry;
  entry.id = "4711";
  entry.kind = EntryKind::person;
  entry.list_class = ListClass::pep;
  entry.names = {{"MUSTER, Erika", Quality::primary, false, ""},
                 {"Эрика \"Мустер\"", Quality::weak, true, "99"}};
  entry.births = {{{1964, 8, 12}, {1964, 8, 12}, false}, {{1960, 0, 0}, {1965, 3, 0}, true}};
  entry.birth_places = {{"Berlin, Germany", "DEU"}};
  entry.nationalities = {"DEU", "Atlantis"};
  entry.countries = {"FRA"};
  entry.gender = Gender::female;
  entry.titles = {"Dr."};
  entry.positions = {"Minister"};
  entry.tier = 2;
  entry.programmes = {"A", "B"};
  entry.identifiers = {{"passport", "C01X00T47", "DEU"}, {"wallet", "bc1q", ""}};
  entry.addresses = {{"", "CHE"}, {"Street 1, Bern", ""}};
  entry.listed_on = Date{2024, 2, 29};
  entry.remarks = "line\nline; \u2028 end";
  return entry;
}

TEST(Entry, KeepsEverythingInItsJson) {
  auto entry = full_entry();
  auto text = json::write(to_json(entry));
  EXPECT_EQ(from_json(json::parse(text).value()).value(), entry);
  EXPECT_EQ(text.find('\n'), std::string::npos);
  Entry least;
  least.id = "1";
  least.names = {{"X", Quality::primary, false, ""}};
  EXPECT_EQ(json::write(to_json(least)), R"({"id":"1","kind":"organisation","class":"sanctions",)"
                                         R"("names":[{"text":"X","quality":"primary"}]})");
  std::vector<Entry> both = {entry, least};
  EXPECT_EQ(read_lines(write_lines(both)).value(), both);
}

TEST(Entry, RefusesOtherJson) {
  const char* wrong[] = {
      R"([])",
      R"({})",
      R"({"id":1})",
      R"({"id":"","kind":"person","class":"pep","names":[{"text":"X","quality":"weak"}]})",
      R"({"id":"1","kind":"ghost","class":"pep","names":[{"text":"X","quality":"weak"}]})",
      R"({"id":"1","kind":"person","class":"pep","names":[]})",
      R"({"id":"1","kind":"person","class":"pep","names":[{"text":"X"}]})",
      R"({"id":"1","kind":"person","class":"pep","names":["X"]})",
      R"({"id":"1","kind":"person","class":"pep","names":[{"text":"X","quality":"weak"}],"tier":10})",
      R"({"id":"1","kind":"person","class":"pep","names":[{"text":"X","quality":"weak"}],)"
      R"("births":[{"from":"1973-02-30"}]})",
      R"({"id":"1","kind":"person","class":"pep","names":[{"text":"X","quality":"weak"}],)"
      R"("listed_on":"now"})",
  };
  for (const char* text : wrong) EXPECT_FALSE(from_json(json::parse(text).value())) << text;
  auto lines = write_lines({full_entry(), full_entry()});
  auto first = lines.find('\n') + 1;
  for (std::size_t cut = 0; cut < lines.size(); ++cut) {
    auto read = read_lines(std::string_view(lines).substr(0, cut));
    EXPECT_EQ(read.has_value(), cut == 0 || cut == first) << cut;
  }
}

TEST(Entry, CountriesAndNamesOnce) {
  auto entry = full_entry();
  EXPECT_EQ(all_countries(entry), (std::vector<std::string>{"DEU", "Atlantis", "FRA", "CHE"}));
  add_name(entry, {.text = "Эрика \"Мустер\"", .quality = Quality::strong});
  ASSERT_EQ(entry.names.size(), 2u);
  EXPECT_EQ(entry.names[1].quality, Quality::strong);
  add_name(entry, {.text = ""});
  EXPECT_EQ(entry.names.size(), 2u);
}

}  // namespace
}  // namespace probity::screening
