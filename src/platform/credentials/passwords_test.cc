#include "credentials/passwords.h"

#include <algorithm>
#include <crypt.h>
#include <ctime>
#include <filesystem>
#include <gtest/gtest.h>

#include "base/text.h"
#include "crypto/crypto.h"
#include "crypto/signatures.h"

namespace probity::credentials {
namespace {

Password typed(std::string_view text) {
  auto password = Password::read(text);
  EXPECT_TRUE(password) << text;
  return std::move(*password);
}

class PasswordsTest : public testing::Test {
 protected:
  PasswordsTest() {
    char path[] = "/tmp/probity-credentials-XXXXXX";
    folder = mkdtemp(path);
    keystore = std::make_unique<keys::LocalKeystore>(
        keys::LocalKeystore::Settings{folder + "/keystore.json", folder + "/root.key", ""}, true);
  }
  ~PasswordsTest() override { std::filesystem::remove_all(folder); }
  Passwords with(HashSettings settings) { return {*keystore, settings}; }
  Passwords quick(int cost = 4) { return with({.bcrypt_cost = cost}); }

  std::string folder;
  std::unique_ptr<keys::LocalKeystore> keystore;
};

// Of this process: how busy the machine is does not count.
double cpu_seconds() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

const HashSettings small_argon2{HashSettings::Scheme::argon2id, 4, 19456, 2, 1};

TEST(Password, RefusesWhatIsNotText) {
  const std::pair<std::string, const char*> cases[] = {
      {"", "empty"},
      {std::string(1025, 'a'), "at most 1024 bytes"},
      {std::string(1 << 20, 'a'), "at most 1024 bytes"},
      {std::string("secret\0secret", 13), "control"},
      {std::string(16, '\0'), "control"},
      {"secret\nsecret", "control"},
      {"secret\x7fsecret", "control"},
      {"secret\xc2\x85secret", "control"},
      {"\xed\xa0\x80secretsecret", "UTF-8"},  // a lone surrogate
      {"secretsecret\xc3", "UTF-8"},
      {"\xc0\x80secretsecret", "UTF-8"},  // NUL, overlong
  };
  for (const auto& [text, expected] : cases) {
    auto password = Password::read(text, "new_password");
    ASSERT_FALSE(password) << expected;
    ASSERT_EQ(password.error().faults.size(), 1u);
    EXPECT_EQ(password.error().faults[0].field, "new_password");
    EXPECT_NE(password.error().faults[0].message.find(expected), std::string::npos);
  }
  EXPECT_TRUE(Password::read(std::string(1024, 'a')));
  EXPECT_TRUE(Password::read(" spaces stay "));
}

TEST(Password, IsCountedInCodePointsAfterNfc) {
  EXPECT_EQ(typed("e\xcc\x81te\xcc\x81").length(), 3u);  // é t é
  EXPECT_EQ(typed("\xf0\x9f\x94\x91\xf0\x9f\x94\x91").length(), 2u);
  EXPECT_EQ(typed("\xef\xac\x81").normal(),
            "\xef\xac\x81");  // the ligature fi stays: NFC, not NFKC
}

TEST_F(PasswordsTest, AreStoredInTheirForm) {
  auto password = typed("correct horse battery");
  std::string first = quick().hash(password), second = quick().hash(password);
  EXPECT_TRUE(first.starts_with("v1$pepper=1$2b$04$")) << first;
  EXPECT_EQ(first.size(), std::string("v1$pepper=1").size() + 60);
  EXPECT_NE(first, second);
  for (const auto& stored : {first, second}) {
    EXPECT_TRUE(quick().verify(password, stored).right);
    EXPECT_FALSE(quick().verify(password, stored).needs_upgrade);
    EXPECT_FALSE(quick().verify(typed("correct horse batterz"), stored).right);
  }
}

// The construction, step by step: whoever exports the hashes and the pepper can verify them.
TEST_F(PasswordsTest, AreBcryptOverHmacSha512) {
  std::string stored = quick().hash(typed("cafe\xcc\x81 au lait, deux"));
  auto peppers = keystore->peppers();
  std::string mac =
      crypto::hmac(crypto::Hash::sha512, peppers->find(1)->view(), "caf\xc3\xa9 au lait, deux")
          .substr(0, 48);
  crypt_data state{};
  std::string form = stored.substr(stored.find("$2b$"));
  EXPECT_EQ(base64url(mac).size(), 64u);
  EXPECT_EQ(crypt_r(base64url(mac).c_str(), form.c_str(), &state), form);
}

TEST_F(PasswordsTest, CountToTheLastByte) {
  std::string first(72, 'x'), second(72, 'x');
  first += "one";
  second += "two";
  std::string stored = quick().hash(typed(first));
  EXPECT_TRUE(quick().verify(typed(first), stored).right);
  EXPECT_FALSE(quick().verify(typed(second), stored).right);
  std::string long_one(1024, 'x'), long_other(1024, 'x');
  long_other.back() = 'y';
  stored = quick().hash(typed(long_one));
  EXPECT_TRUE(quick().verify(typed(long_one), stored).right);
  EXPECT_FALSE(quick().verify(typed(long_other), stored).right);
}

TEST_F(PasswordsTest, AreEqualInEveryNormalForm) {
  std::string stored = quick().hash(typed("Zo\xc3\xab liest viel"));
  EXPECT_TRUE(quick().verify(typed("Zoe\xcc\x88 liest viel"), stored).right);
  EXPECT_FALSE(quick().verify(typed("Zoe liest viel"), stored).right);
}

TEST_F(PasswordsTest, VerifyNothingWithoutTheirPepper) {
  auto password = typed("correct horse battery");
  std::string stored = quick().hash(password);
  std::filesystem::remove(folder + "/keystore.json");
  keystore = std::make_unique<keys::LocalKeystore>(
      keys::LocalKeystore::Settings{folder + "/keystore.json", folder + "/root.key", ""}, true);
  EXPECT_FALSE(quick().verify(password, stored).right);
  stored.replace(stored.find("=1"), 2, "=9");
  EXPECT_THROW(quick().verify(password, stored), Breakdown);
}

TEST_F(PasswordsTest, AreUpgradedWhenWeaker) {
  auto password = typed("correct horse battery"), wrong = typed("correct horse batterz");
  std::string low = quick(4).hash(password), high = quick(5).hash(password);
  std::string argon2 = with(small_argon2).hash(password);
  HashSettings more_argon2 = small_argon2;
  more_argon2.argon2_passes = 3;
  struct Case {
    const std::string& stored;
    HashSettings settings;
    bool needs_upgrade;
  };
  const Case cases[] = {
      {low, {.bcrypt_cost = 4}, false},   {low, {.bcrypt_cost = 5}, true},
      {high, {.bcrypt_cost = 4}, false},  {high, small_argon2, true},
      {argon2, small_argon2, false},      {argon2, more_argon2, true},
      {argon2, {.bcrypt_cost = 4}, true},
  };
  for (const auto& one : cases) {
    Verdict verdict = with(one.settings).verify(password, one.stored);
    EXPECT_TRUE(verdict.right);
    EXPECT_EQ(verdict.needs_upgrade, one.needs_upgrade) << one.stored;
    Verdict other = with(one.settings).verify(wrong, one.stored);
    EXPECT_FALSE(other.right || other.needs_upgrade);
  }
  keystore->rotate_pepper();
  EXPECT_TRUE(quick(4).verify(password, low).right);
  EXPECT_TRUE(quick(4).verify(password, low).needs_upgrade);
  std::string fresh = quick(4).hash(password);
  EXPECT_TRUE(fresh.starts_with("v1$pepper=2$"));
  EXPECT_FALSE(quick(4).verify(password, fresh).needs_upgrade);
}

TEST_F(PasswordsTest, Argon2idHasItsForm) {
  std::string stored = with(small_argon2).hash(typed("correct horse battery"));
  EXPECT_TRUE(stored.starts_with("v1$pepper=1$argon2id$v=19$m=19456,t=2,p=1$")) << stored;
}

TEST_F(PasswordsTest, NobodyIsNeverRightAndTakesAsLong) {
  auto password = typed("correct horse battery");
  for (const HashSettings& settings : {HashSettings{.bcrypt_cost = 9}, small_argon2}) {
    Passwords passwords = with(settings);
    std::string stored = passwords.hash(password);
    std::string imported = "v1$import$sha512$first$$" + std::string(128, '0');
    // In turns and the best of many: whatever else the machine does meets all of them alike.
    const std::optional<std::string_view> texts[] = {stored, std::nullopt, imported};
    double best[] = {1e9, 1e9, 1e9};
    for (int i = 0; i < 15; ++i)
      for (int which = 0; which < 3; ++which) {
        double start = cpu_seconds();
        EXPECT_FALSE(passwords.verify(typed("correct horse batterz"), texts[which]).right);
        best[which] = std::min(best[which], cpu_seconds() - start);
      }
    EXPECT_NEAR(best[1] / best[0], 1, 0.5);
    EXPECT_NEAR(best[2] / best[0], 1, 0.5);
  }
}

TEST_F(PasswordsTest, DamagedRowsAreBreakdowns) {
  std::string good = quick().hash(typed("correct horse battery"));
  const std::string cases[] = {"",
                               "v1",
                               "v2$pepper=1$2b$04$x",
                               good.substr(0, good.size() - 1),
                               good + "x",
                               "v1$pepper=0" + good.substr(11),
                               "v1$pepper=x" + good.substr(11),
                               "v1$pepper=1$argon2id$v=19$m=4194304,t=3,p=1$AAAA$AAAA",
                               "v1$pepper=1$argon2id$v=19$m=19456,t=2,p=1$$",
                               "v1$import$7$x",
                               "v1$import$sha512$mid$$00",
                               "v1$pepper=1$wrapped$5$abc" + good.substr(11)};
  for (const auto& stored : cases)
    EXPECT_THROW(quick().verify(typed("correct horse battery"), stored), Breakdown) << stored;
}

TEST(HashSettings, HaveFloors) {
  EXPECT_TRUE(faults_of({}, 12).empty());  // the defaults fit a release
  struct Case {
    HashSettings settings;
    const char* member;
  };
  const Case cases[] = {
      {{.bcrypt_cost = 11}, "bcrypt_cost"},
      {{.bcrypt_cost = 17}, "bcrypt_cost"},
      {{.argon2_memory_kib = 19455}, "argon2_memory_kib"},
      {{.argon2_memory_kib = 1048577}, "argon2_memory_kib"},
      {{.argon2_passes = 1}, "argon2_passes"},
      {{.argon2_lanes = 0}, "argon2_lanes"},
  };
  for (const auto& one : cases) {
    auto faults = faults_of(one.settings, 12);
    ASSERT_EQ(faults.size(), 1u) << one.member;
    EXPECT_EQ(faults[0].field, one.member);
  }
}

// The two of sha512crypt are from its specification.
struct Import {
  const char* password;
  std::string hash;
};
std::vector<Import> imports() {
  const std::string password = "Ein altes Passwort";
  std::string plain = hex(crypto::sha512(password)),
              salted = hex(crypto::sha512("pepe" + password));
  auto base64 = [](const std::string& bytes) {
    std::string text = base64url(bytes);
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    return text + std::string((4 - text.size() % 4) % 4, '=');
  };
  std::string upper = plain;
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  return {
      {"Hello world!",
       "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCo"
       "EOfaS35inz1"},
      {"Hello world!",
       "$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/"
       "UrjmM0Dp8vOuZeHB"
       "y/YTBmSK6H9qs/y3RnOaw5v."},
      {"Ein altes Passwort", plain},
      {"Ein altes Passwort", upper},
      {"Ein altes Passwort", base64(crypto::sha512(password))},
      {"Ein altes Passwort", "{SHA512}" + base64(crypto::sha512(password))},
      {"Ein altes Passwort", "sha512$pepe$" + salted},
      {"Ein altes Passwort",
       "{SSHA512}" + base64(crypto::sha512(password + "\x01\xff$x") + "\x01\xff$x")},
  };
}

TEST_F(PasswordsTest, ImportsVerifyAndAreUpgraded) {
  for (const auto& one : imports())
    for (bool wrap : {false, true}) {
      auto hash = ImportedHash::read(one.hash, "hash");
      ASSERT_TRUE(hash) << one.hash;
      std::string stored = quick().adopt(*hash, wrap);
      EXPECT_EQ(stored.find(hash->digest) != std::string::npos, !wrap) << stored;
      Verdict verdict = quick().verify(typed(one.password), stored);
      EXPECT_TRUE(verdict.right) << stored;
      EXPECT_TRUE(verdict.needs_upgrade);
      Verdict other = quick().verify(typed(std::string(one.password) + "x"), stored);
      EXPECT_FALSE(other.right || other.needs_upgrade);
      EXPECT_FALSE(quick().verify(typed(std::string(600, 'x')), stored).right);
    }
}

TEST(ImportedHash, RefusesOtherForms) {
  std::string digest86(86, 'a'), hex128(128, 'a');
  const std::string cases[] = {"",
                               "password",
                               "$1$salt$hash",
                               "$5$salt$" + digest86,
                               "$6$salt$short",
                               "$6$salt$" + digest86 + "a",
                               "$6$seventeenletters0$" + digest86,
                               "$6$sa:t$" + digest86,
                               "$6$rounds=999$salt$" + digest86,
                               "$6$rounds=1000001$salt$" + digest86,
                               "$6$rounds=9999999999$salt$" + digest86,
                               "$6$rounds=x$salt$" + digest86,
                               hex128 + "a",
                               hex128.substr(1),
                               "g" + hex128.substr(1),
                               "{SHA512}" + hex128,
                               "{SSHA512}AAAA",
                               "sha512$salt$" + hex128.substr(2),
                               "sha512$" + std::string(300, 's') + "$" + hex128,
                               std::string(5000, 'a')};
  for (const auto& text : cases) {
    auto hash = ImportedHash::read(text, "users[3].password_hash");
    ASSERT_FALSE(hash) << text;
    EXPECT_EQ(hash.error().faults.at(0).field, "users[3].password_hash");
  }
}

}  // namespace
}  // namespace probity::credentials
