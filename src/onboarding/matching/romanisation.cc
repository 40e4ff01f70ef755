#include "matching/romanisation.h"

#include <algorithm>
#include <string_view>

#include "matching/tables.h"

namespace probity::matching {
namespace {

using Spellings = std::vector<std::string>;

struct Sign {
  std::string_view main;
  std::string_view others;  // parted by blanks; '-' is none written
};

constexpr Sign kInitials[] = {{"g", "k"},   {"kk", "gg"}, {"n", ""},   {"d", "t"},    {"tt", "dd"},
                              {"r", "l n"}, {"m", ""},    {"b", "p"},  {"pp", "bb"},  {"s", "sh"},
                              {"ss", "s"},  {"-", ""},    {"j", "ch"}, {"jj", "tch"}, {"ch", ""},
                              {"k", ""},    {"t", ""},    {"p", ""},   {"h", ""}};
constexpr Sign kVowels[] = {{"a", ""},     {"ae", "ai"},    {"ya", ""},           {"yae", ""},
                            {"eo", "o u"}, {"e", ""},       {"yeo", "yo you yu"}, {"ye", ""},
                            {"o", ""},     {"wa", ""},      {"wae", ""},          {"oe", "oi we"},
                            {"yo", ""},    {"u", "oo woo"}, {"wo", "weo won"},    {"we", ""},
                            {"wi", "ui"},  {"yu", "yoo"},   {"eu", "u"},          {"ui", "eui ee"},
                            {"i", "ee"}};
constexpr Sign kFinals[] = {{"-", ""}, {"k", "g"}, {"n", ""},  {"t", ""},
                            {"l", ""}, {"m", ""},  {"p", "b"}, {"ng", ""}};

// Surnames that families write in their own way.
constexpr std::string_view kKoreanSurnames[] = {"i yi ri lee rhee",
                                                "bak pak park",
                                                "choe choi ch'oe",
                                                "jeong chong jung chung cheong",
                                                "no ro roh noh",
                                                "yu ryu yoo",
                                                "im rim lim",
                                                "yun yoon",
                                                "gang kang",
                                                "jo cho",
                                                "sin shin",
                                                "o oh",
                                                "seo so suh",
                                                "gwon kwon",
                                                "an ahn",
                                                "heo ho hur huh",
                                                "u woo wu",
                                                "gu koo ku",
                                                "yang ryang",
                                                "baek paek paik",
                                                "mun moon",
                                                "son sohn",
                                                "ju chu joo",
                                                "na ra",
                                                "min",
                                                "yeo yo",
                                                "ryeo ryo",
                                                "ryeong ryong yong"};

Spellings forms_of(const Sign& sign) {
  Spellings out;
  out.emplace_back(sign.main == "-" ? "" : sign.main);
  tables::each_part(sign.others, ' ', [&](std::string_view other) { out.emplace_back(other); });
  return out;
}

void add_korean(std::vector<Spellings>& out) {
  for (const Sign& initial : kInitials)
    for (const Sign& vowel : kVowels)
      for (const Sign& last : kFinals) {
        Spellings group;
        for (const auto& a : forms_of(initial))
          for (const auto& b : forms_of(vowel))
            for (const auto& c : forms_of(last)) group.push_back(a + b + c);
        out.push_back(std::move(group));
      }
  for (const std::string_view row : kKoreanSurnames) {
    Spellings group;
    tables::each_part(row, ' ', [&](std::string_view word) { group.emplace_back(word); });
    out.push_back(std::move(group));
  }
}

struct Rewriting {
  std::string_view pinyin, wade;
};
constexpr Rewriting kWadeInitials[] = {
    {"zh", "ch"}, {"ch", "ch"}, {"sh", "sh"}, {"b", "p"},  {"d", "t"}, {"g", "k"}, {"j", "ch"},
    {"q", "ch"},  {"x", "hs"},  {"z", "ts"},  {"c", "ts"}, {"r", "j"}, {"p", "p"}, {"t", "t"},
    {"k", "k"},   {"m", "m"},   {"n", "n"},   {"l", "l"},  {"f", "f"}, {"h", "h"}, {"s", "s"}};
constexpr Rewriting kWadeFinals[] = {
    {"ian", "ien"},   {"ie", "ieh"},   {"ue", "ueh"},  {"ong", "ung"}, {"iong", "iung"},
    {"uo", "o"},      {"e", "o"},      {"er", "erh"},  {"i", "ih"},    {"ui", "uei"},
    {"a", "a"},       {"o", "o"},      {"u", "u"},     {"ai", "ai"},   {"ei", "ei"},
    {"ao", "ao"},     {"ou", "ou"},    {"an", "an"},   {"en", "en"},   {"ang", "ang"},
    {"eng", "eng"},   {"ia", "ia"},    {"iao", "iao"}, {"iu", "iu"},   {"in", "in"},
    {"iang", "iang"}, {"ing", "ing"},  {"ua", "ua"},   {"uai", "uai"}, {"uan", "uan"},
    {"un", "un"},     {"uang", "uang"}};
constexpr Rewriting kWadeWhole[] = {{"yan", "yen"},   {"ye", "yeh"},    {"yi", "i"},
                                    {"you", "yu"},    {"yong", "yung"}, {"zi", "tzu"},
                                    {"ci", "tzu"},    {"si", "szu"},    {"jue", "chueh"},
                                    {"xue", "hsueh"}, {"yue", "yueh"}};

void add_chinese(std::vector<Spellings>& out) {
  const auto pair = [&](std::string pinyin, std::string wade) {
    if (pinyin != wade) out.push_back({std::move(pinyin), std::move(wade)});
  };
  for (const Rewriting& initial : kWadeInitials)
    for (const Rewriting& rest : kWadeFinals) {
      // The dull i is written only after hissing sounds.
      const bool hissing = initial.pinyin == "zh" || initial.pinyin == "ch" ||
                           initial.pinyin == "sh" || initial.pinyin == "r";
      const std::string_view wade = rest.pinyin == "i" && !hissing ? "i" : rest.wade;
      pair(std::string(initial.pinyin) + std::string(rest.pinyin),
           std::string(initial.wade) + std::string(wade));
    }
  for (const Rewriting& whole : kWadeWhole)
    pair(std::string(whole.pinyin), std::string(whole.wade));
  tables::each_row(tables::chinese_surnames, [&](std::string_view pinyin, std::string_view rest) {
    Spellings group{std::string(pinyin)};
    tables::each_part(rest, ' ', [&](std::string_view word) { group.emplace_back(word); });
    out.push_back(std::move(group));
  });
}

}  // namespace

std::vector<std::vector<std::string>> syllable_spellings() {
  std::vector<Spellings> out;
  add_korean(out);
  add_chinese(out);
  for (Spellings& group : out) {
    std::ranges::sort(group);
    group.erase(std::unique(group.begin(), group.end()), group.end());
  }
  return out;
}

}  // namespace probity::matching
