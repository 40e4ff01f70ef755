#include "credentials/password_rules.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

#include "base/clock.h"
#include "base/text.h"
#include "crypto/crypto.h"

namespace probity::credentials {
namespace {

Password typed(std::string_view text) {
  auto password = Password::read(text);
  EXPECT_TRUE(password) << text;
  return std::move(*password);
}

std::string fault_of(std::string_view text, const PasswordContext& context,
                     const Blocklist* list = nullptr) {
  auto fault = weakness_of(typed(text), context, list, "new_password");
  if (!fault) return "";
  EXPECT_EQ(fault->field, "new_password");
  EXPECT_EQ(fault->message.find(text), std::string::npos);
  return fault->message;
}

const PasswordContext alone{
    .words = {"ada.byron@acme-bank.example", "Ada Byron", "Acme Bank", "Zo\xc3\xab", "Probity"}};
PasswordContext with_factor() {
  PasswordContext context = alone;
  context.second_factor = true;
  return context;
}

TEST(PasswordRules, LengthIsAllThatIsCounted) {
  const std::string good = "gj4 Vu2kz9,mb wq";
  for (std::size_t size : {8u, 11u, 12u, 14u, 15u, 16u}) {
    std::string text = good.substr(0, size);
    EXPECT_EQ(fault_of(text, alone).empty(), size >= 15) << size;
    EXPECT_EQ(fault_of(text, with_factor()).empty(), size >= 12) << size;
  }
  EXPECT_NE(fault_of("gj4 Vu2kz9", alone).find("at least 15 characters (12 with"),
            std::string::npos);
  // Twelve letters of two bytes are not fifteen characters.
  std::string greek =
      "\xcf\x88\xce\xb7\xcf\x86\xce\xb9\xce\xb4\xce\xac\xce\xba\xce\xb9\xce\xb1\xce\xbe\xce\xb5\xce"
      "\xbd";
  EXPECT_FALSE(fault_of(greek, alone).empty());
  EXPECT_EQ(fault_of(greek, with_factor()), "");
}

TEST(PasswordRules, TakesGoodOnesOfAllKinds) {
  for (const char* text :
       {"correct horse battery staple", "xkcd9 blue lantern", "mein hund heisst otto",
        "nur kleine buchstaben ohne alles", "4718 2095 6631 0472 95", "kJ8#fq2!xZ9pLw4",
        "\xd0\xba\xd1\x80\xd0\xb0\xd1\x81\xd0\xbd\xd1\x8b\xd0\xb9 \xd1\x82\xd1\x80\xd0\xb0"
        "\xd0\xbc\xd0\xb2\xd0\xb0\xd0\xb9 \xd0\xb5\xd0\xb4\xd0\xb5\xd1\x82",
        "a pass phrase of sixty-four letters is taken, whole, and not cut"})
    EXPECT_EQ(fault_of(text, alone), "") << text;
}

// Passwords that lists of leaked ones hold, and how people bend a weak one until it is long.
TEST(PasswordRules, RefusesWhatIsGuessedFirst) {
  for (const char* text :
       {"password1234",     "passwordpassword", "Password123!",    "P@ssw0rdP@ssw0rd",
        "123456789012",     "1234567890123456", "qwertyuiop12",    "qwertyuiopasdfgh",
        "1q2w3e4r5t6y",     "zaq12wsxcde34rfv", "aaaaaaaaaaaaaaa", "abcdefghijklmno",
        "abcabcabcabcabc",  "iloveyou1234",     "iloveyouforever", "letmein letmein",
        "adminadminadmin",  "changeme12345",    "Welcome2024!!!",  "Summer2025!Summer",
        "football2019",     "liverpool1234",    "superman123456",  "trustno1trustno1",
        "0123456789abcdef", "unbelievable",     "qazwsxedcrfv",    "1qaz2wsx3edc",
        "111111111111111",  "monkeydragon123",  "19841984198419"})
    EXPECT_NE(fault_of(text, with_factor()).find("too easy to guess"), std::string::npos) << text;
  EXPECT_NE(fault_of(std::string(1024, 'a'), alone).find("too easy"), std::string::npos);
}

TEST(PasswordRules, RefusesThePersonsOwnWords) {
  const PasswordContext nobody{.second_factor = true};
  for (const char* text : {"AcmeBank2024!", "ada.byron@acme-bank.example", "adabyron19841",
                           "ProbityProbity1", "Byron.Acme.2024"})
    EXPECT_NE(fault_of(text, with_factor()), "") << text;
  // Rare names are hard to guess for one who does not know them.
  PasswordContext rare{.second_factor = true, .words = {"Xquelvorth Institution"}};
  EXPECT_EQ(fault_of("Xquelvorth42", nobody), "");
  EXPECT_NE(fault_of("Xquelvorth42", rare), "");
}

TEST(PasswordRules, EndInTime) {
  std::string text;
  const char* pieces[] = {"password", "qwerty", "1984", "a", "dragon", "!", "abc", "zz"};
  for (unsigned i = 0; text.size() + 9 < Password::max_bytes; ++i) text += pieces[i * i % 8];
  PasswordContext context{.words = std::vector<std::string>(1000, std::string(5000, 'w'))};
  double start = monotonic_seconds();
  fault_of(text, context);
  EXPECT_LT(monotonic_seconds() - start, 0.5);
}

class BlocklistTest : public testing::Test {
 protected:
  BlocklistTest() {
    char path[] = "/tmp/probity-blocklist-XXXXXX";
    folder = mkdtemp(path);
  }
  ~BlocklistTest() override { std::filesystem::remove_all(folder); }
  std::string file(const std::string& text) {
    std::ofstream(folder + "/list") << text;
    return folder + "/list";
  }
  std::string refused(const std::string& text) {
    auto list = Blocklist::open(file(text));
    return list ? "" : list.error().message;
  }
  std::string folder;
};

TEST_F(BlocklistTest, FindsEveryDigestAndNoOther) {
  for (const char* end : {"\n", ":17\n", ":123456789\r\n"})
    for (int n : {1, 2, 3, 1000}) {
      std::vector<std::string> lines;
      for (int i = 0; i < n; ++i)
        lines.push_back(hex(crypto::sha1("word number " + std::to_string(i))));
      std::ranges::sort(lines);
      std::string text;
      for (std::string line : lines) {
        for (char& c : line) c = static_cast<char>(n % 2 ? c : std::toupper(c));
        text += line + end;
      }
      if (n == 3) text.erase(text.find_last_not_of("\r\n") + 1);
      auto list = Blocklist::open(file(text));
      ASSERT_TRUE(list) << list.error().message;
      for (int i = 0; i < n; ++i)
        EXPECT_TRUE((*list)->contains("word number " + std::to_string(i))) << n << " " << i;
      for (int i = n; i < n + 500; ++i)
        EXPECT_FALSE((*list)->contains("word number " + std::to_string(i)));
      EXPECT_FALSE((*list)->contains("Word number 0"));
    }
}

TEST_F(BlocklistTest, FindsPlainOnesInAnyCase) {
  auto list = Blocklist::open(file("short\nTralfamadore Sings\r\nxkcd9 blue lantern"));
  ASSERT_TRUE(list) << list.error().message;
  EXPECT_TRUE((*list)->contains("tralfamadore sings"));
  EXPECT_TRUE((*list)->contains("XKCD9 blue lantern"));
  EXPECT_FALSE((*list)->contains("xkcd9 blue lanterns"));
  EXPECT_FALSE((*list)->contains("short"));
  EXPECT_NE(fault_of("Tralfamadore sings", alone, list->get()).find("on a list"),
            std::string::npos);
  EXPECT_EQ(fault_of("Tralfamadore songs", alone, list->get()), "");
}

TEST_F(BlocklistTest, RefusesFilesItCannotUse) {
  std::string a(40, 'a'), b(40, 'b');
  EXPECT_FALSE(Blocklist::open(folder + "/absent"));
  EXPECT_FALSE(Blocklist::open(folder));
  EXPECT_NE(refused("").find("not empty"), std::string::npos);
  EXPECT_NE(refused(b + "\n" + a + "\n").find("sorted"), std::string::npos);
  EXPECT_NE(refused(a + "\nnot a digest\n").find("at byte 41"), std::string::npos);
  EXPECT_NE(refused("plain\n" + std::string(3 << 20, 'x')).find("too long"), std::string::npos);
  std::string lines = "a first password\nthen another one\nA FIRST password\nshort\n";
  EXPECT_TRUE(Blocklist::open(file(lines), 3));
  auto over = Blocklist::open(file(lines), 2);
  ASSERT_FALSE(over);
  EXPECT_NE(over.error().message.find("more than 2 passwords"), std::string::npos);
}

// A file that goes bad after it was opened must not let passwords through.
TEST_F(BlocklistTest, ADamagedFileIsABreakdown) {
  std::string path = file(std::string(40, '0') + "\n" + std::string(40, 'f') + "\n");
  auto list = Blocklist::open(path);
  ASSERT_TRUE(list);
  EXPECT_FALSE((*list)->contains("a password that is not there"));
  std::ofstream(path) << std::string(82, 'x');
  EXPECT_THROW((*list)->contains("a password that is not there"), Breakdown);
}

}  // namespace
}  // namespace probity::credentials
