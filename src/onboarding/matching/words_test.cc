#include "matching/words.h"

#include <gtest/gtest.h>
#include <random>

#include "matching/consonants.h"
#include "matching/distance.h"
#include "matching/phrases.h"
#include "matching/sound.h"

namespace probity::matching {
namespace {

std::string read(std::string_view text) {
  Words words;
  read_words(text, words);
  std::string out;
  for (const Word& word : words.words) out += (out.empty() ? "" : " ") + word.text;
  return out;
}

struct Sample {
  const char* text;
  const char* words;
};

TEST(Words, EveryScriptIsReadIntoOneAlphabet) {
  constexpr Sample samples[] = {
      {"Nicolás  MADURO-Moros", "nicolas maduro moros"},
      {"O'Brien, J.R.", "obrien jr"},
      {"Müller & Straße", "muller strasse"},
      {"e\u0301a\u0308", "ea"},  // marks apart from their letters
      {"Владимир Хрущёв", "vladimir khrushchev"},
      {"Зеленський Їжак", "zelenskiy yizhak"},
      {"Ἀθῆναι Γεώργιος", "athenai georgios"},
      {"김정은", "kim chong un"},
      {"\u1100\u1175\u11b7", "kim"},  // a syllable taken apart
      {"习近平", "xi jin ping"},
      {"ＡＢＣ１２", "abc12"},
      {"\U0001d400\U0001d41b", "ab"},  // mathematical letters
      {"محمد", "MHMD"},
      {"الحسن", "HSN"},
      {"عبد الله", "BDL"},
      {"عبدالرحمن", "BDL RHMN"},
      {"ﻣﺤﻤﺪ", "MHMD"},  // presentation forms
      {"נתניהו", "NTNH"},
      {"AbuHafsAl-masri", "abu hafs al masri"},  // humps
      {"SOVFAxHT McDonald", "sovfaxht mc donald"},
      {"abd al rahman", "abdul rahman"},
      {"Osama ben Laden", "osama bin laden"},
      {"ha محمد ah", "ha MHMD ah"},
      {"", ""},
      {"--- ***", ""},
      {"😀", ""},
  };
  for (const Sample& s : samples) EXPECT_EQ(read(s.text), s.words) << s.text;
}

TEST(Words, AListedPersonIsPutInNaturalOrder) {
  Words words;
  std::size_t family = 0;
  read_listed_name("MADURO MOROS, Nicolas", EntityKind::person, words, family);
  ASSERT_EQ(words.words.size(), 3u);
  EXPECT_EQ(words.words[0].text, "nicolas");
  EXPECT_EQ(family, 2u);
  read_listed_name("ACME, LTD", EntityKind::organisation, words, family);
  EXPECT_EQ(words.words[0].text, "acme");
  EXPECT_EQ(family, 0u);
}

TEST(Words, AQueryIsPutInNaturalOrderAndLosesItsOwnAcronym) {
  Words words;
  read_query("al-Rahman, Umar Abd", EntityKind::person, words);
  ASSERT_EQ(words.words.size(), 3u);
  EXPECT_EQ(words.words[1].text, "abdul");
  read_query("National Iranian Oil Company NIOC", {}, words);
  EXPECT_EQ(words.words.size(), 4u);
}

TEST(Words, LengthsAreBounded) {
  Words words;
  std::string text;
  for (int i = 0; i < 40; ++i) text += "word" + std::to_string(i) + " ";
  read_words(text, words);
  EXPECT_EQ(words.words.size(), std::size_t(kMaxTokens));
  EXPECT_TRUE(words.truncated);
  read_words(std::string(5000, 'x'), words);
  ASSERT_EQ(words.words.size(), 1u);
  EXPECT_EQ(words.words[0].text.size(), kMaxWordBytes);
  EXPECT_TRUE(words.truncated);
  read_words("short name", words);
  EXPECT_FALSE(words.truncated);
}

TEST(Words, TextIsCutBetweenWords) {
  Words words;
  std::string text = "first ";
  text += std::string(kMaxNameBytes - 10, '.') + " beyondthecut";
  read_words(text, words);
  ASSERT_EQ(words.words.size(), 1u);
  EXPECT_EQ(words.words[0].text, "first");
  EXPECT_TRUE(words.truncated);
}

TEST(Words, AnyBytesAreReadSafely) {
  std::mt19937_64 random(7);
  Words words;
  for (int round = 0; round < 3000; ++round) {
    std::string bytes(random() % 200, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    read_words(bytes, words);
    ASSERT_LE(words.words.size(), std::size_t(kMaxTokens));
    for (const Word& word : words.words) {
      ASSERT_FALSE(word.text.empty());
      ASSERT_LE(word.text.size(), kMaxWordBytes);
      for (const char c : word.text) ASSERT_TRUE(std::isalnum(static_cast<unsigned char>(c)));
    }
  }
}

TEST(Words, EveryCodePointIsReadSafely) {
  Words words;
  for (unsigned c = 1; c < 0x110000; c += c < 0x30000 ? 1 : 97) {
    std::string text;
    if (c < 0x80)
      text = {char(c)};
    else if (c < 0x800)
      text = {char(0xc0 | c >> 6), char(0x80 | (c & 63))};
    else if (c < 0x10000)
      text = {char(0xe0 | c >> 12), char(0x80 | (c >> 6 & 63)), char(0x80 | (c & 63))};
    else
      text = {char(0xf0 | c >> 18), char(0x80 | (c >> 12 & 63)), char(0x80 | (c >> 6 & 63)),
              char(0x80 | (c & 63))};
    read_words(text, words);
    for (const Word& word : words.words)
      for (const char ch : word.text)
        ASSERT_TRUE(std::isalnum(static_cast<unsigned char>(ch))) << c;
  }
}

TEST(Words, LettersWithoutAReadingAreCounted) {
  Words words;
  read_words("𓀀𓀁𓀂 ab", words);
  EXPECT_EQ(words.read, 2u);
  EXPECT_EQ(words.unread, 3u);
}

TEST(Sound, SpellingsOfOneNameFoldTogether) {
  constexpr std::pair<const char*, const char*> same[] = {
      {"khalid", "halid"},       {"qasim", "kasim"},
      {"yusuf", "yousouf"},      {"mohammed", "muhamed"},
      {"zhukov", "jukov"},       {"sergey", "sergei"},
      {"aleksandr", "alexandr"}, {"shcherbakov", "scherbakov"},
      {"hussein", "husein"}};
  for (const auto& [a, b] : same) EXPECT_EQ(folded(a), folded(b)) << a << ' ' << b;
  EXPECT_NE(folded("ali"), folded("ala"));
}

struct Crossing {
  const char* latin;
  const char* other;
  int least, most;
};

TEST(Consonants, LatinLettersWriteAnArabicWordMoreOrLessWell) {
  constexpr Crossing crossings[] = {
      {"mohammed", "محمد", 9500, 9600},
      {"hussein", "حسين", 9500, 9600},
      {"hasan", "حسن", 9500, 9600},
      {"hussein", "حسن", 7500, 8600},
      {"hasan", "حسين", 7500, 8800},
      {"khalid", "خالد", 9500, 9600},
      {"ibrahim", "ابراهيم", 9500, 9600},
      {"saleh", "صالح", 9500, 9600},
      {"salehi", "صالح", 7000, 9000},
      {"cohen", "כהן", 9500, 9600},
      {"vahidi", "وحیدی", 9500, 9600},
      {"gamal", "جمال", 8000, 8900},
      {"peter", "محمد", 0, 0},
      {"khairullah", "خيرالله", 8800, 9600},
  };
  for (const Crossing& c : crossings) {
    Words words;
    read_words(c.other, words);
    ASSERT_EQ(words.words.size(), 1u) << c.other;
    Marks marks;
    marks.read(words.words[0].marked);
    Sounds sounds;
    sounds.hear(c.latin);
    const int similarity = script_similarity(marks, sounds, 6000);
    EXPECT_GE(similarity, c.least) << c.latin << ' ' << c.other;
    EXPECT_LE(similarity, c.most) << c.latin << ' ' << c.other;
  }
}

TEST(Phrases, LegalFormsSpelledOutAreFound) {
  Words words;
  read_words("Acme Limited Liability Company", words);
  const auto found = find_phrases(words.words);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].short_form, "llc");
  EXPECT_EQ(found[0].first, 1u);
  EXPECT_EQ(found[0].end, 4u);
  read_words("общество с ограниченной ответственностью Заря", words);
  ASSERT_EQ(find_phrases(words.words).size(), 1u);
  EXPECT_EQ(find_phrases(words.words)[0].short_form, "ooo");
  read_words("Acme", words);
  EXPECT_TRUE(find_phrases(words.words).empty());
}

int slow_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i)
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (!i || !j) {
        d[i][j] = static_cast<int>(i + j);
        continue;
      }
      d[i][j] =
          std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

TEST(Distance, EqualsTheTextbookTable) {
  std::mt19937_64 random(3);
  const auto word = [&] {
    std::string w(random() % 12, '\0');
    for (char& c : w) c = static_cast<char>('a' + random() % 4);
    return w;
  };
  Pattern pattern;
  for (int round = 0; round < 5000; ++round) {
    const std::string a = word(), b = word();
    pattern.set(a);
    ASSERT_EQ(pattern.distance(b), slow_distance(a, b)) << a << ' ' << b;
    pattern.clear();
  }
}

TEST(Distance, OfALongWordTheBeginningCounts) {
  Pattern pattern;
  const std::string word(120, 'x');
  pattern.set(word);
  EXPECT_EQ(pattern.distance(std::string(64, 'x')), 0);
  EXPECT_EQ(pattern.distance(std::string(60, 'x')), 4);
}

}  // namespace
}  // namespace probity::matching
