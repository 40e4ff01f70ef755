#include <algorithm>
#include <filesystem>
#include <gtest/gtest.h>
#include <set>

#include "base/text.h"
#include "credentials/one_time_code.h"
#include "credentials/recovery_codes.h"
#include "credentials/totp.h"
#include "crypto/crypto.h"

namespace probity::credentials {
namespace {

Instant second(std::int64_t s) { return {s * 1000000}; }

// RFC 6238, appendix B, of SHA-1; the last six of its eight digits.
TEST(Totp, GivesTheCodesOfTheRfc) {
  const std::pair<std::int64_t, const char*> vectors[] = {
      {59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
      {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
  for (auto [at, code] : vectors)
    EXPECT_EQ(totp_code("12345678901234567890", totp_step(second(at))), code) << at;
}

TEST(Totp, TakesOneStepEitherWay) {
  std::string secret = make_totp_secret();
  EXPECT_EQ(secret.size(), 20u);
  Instant at = second(1800000015);
  std::int64_t present = totp_step(at);
  for (std::int64_t apart = -5; apart <= 5; ++apart) {
    std::string code = totp_code(secret, present + apart);
    auto step = accept_totp(secret, code, at, std::nullopt);
    bool near = apart >= -1 && apart <= 1;
    // By chance another step's code may be the same.
    bool twin = code == totp_code(secret, present - 1) || code == totp_code(secret, present) ||
                code == totp_code(secret, present + 1);
    if (near || !twin) {
      EXPECT_EQ(step, near ? std::optional(present + apart) : std::nullopt) << apart;
    }
  }
}

TEST(Totp, TakesACodeOnce) {
  const std::string secret = "12345678901234567890";
  Instant at = second(1111111109);
  std::int64_t present = totp_step(at);
  auto step = accept_totp(secret, "081 804", at, std::nullopt);
  ASSERT_EQ(step, present);
  EXPECT_EQ(accept_totp(secret, "081804", at, step), std::nullopt);
  EXPECT_EQ(accept_totp(secret, totp_code(secret, present - 1), at, step), std::nullopt);
  EXPECT_EQ(accept_totp(secret, totp_code(secret, present + 1), at, step), present + 1);
}

TEST(Totp, RefusesWhatIsNoCode) {
  const std::string secret = "12345678901234567890";
  for (const char* text : {"", "81804", "0081804", "08180x", "081804\n", "-81804", "0818 4",
                           "                            081804"})
    EXPECT_EQ(accept_totp(secret, text, second(1111111109), std::nullopt), std::nullopt) << text;
  EXPECT_EQ(accept_totp(secret, std::string(1 << 20, '0'), second(59), std::nullopt), std::nullopt);
}

TEST(Totp, HasAUri) {
  EXPECT_EQ(totp_uri("12345678901234567890", "Acme & S\xc3\xb6hne", "ada@acme.example"),
            "otpauth://totp/Acme%20%26%20S%c3%b6hne:ada%40acme.example"
            "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Acme%20%26%20S%c3%b6hne"
            "&algorithm=SHA1&digits=6&period=30");
}

TEST(Base32, IsThatOfTheRfc) {  // RFC 4648, section 10
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "MY"},
                                                         {"fo", "MZXQ"},
                                                         {"foo", "MZXW6"},
                                                         {"foob", "MZXW6YQ"},
                                                         {"fooba", "MZXW6YTB"},
                                                         {"foobar", "MZXW6YTBOI"}};
  for (auto [bytes, text] : vectors) {
    EXPECT_EQ(base32(bytes), text);
    EXPECT_EQ(unbase32(text), bytes);
  }
  EXPECT_EQ(unbase32("mzxw 6ytb oi======"), "foobar");
  for (const char* text : {"M", "MZ1", "MZXW6YTBOJ", "MZX", "!"})
    EXPECT_EQ(unbase32(text), std::nullopt) << text;
}

TEST(RecoveryCodes, AreTenAndDiffer) {
  std::set<std::string> shown;
  for (int i = 0; i < 100; ++i)
    for (const auto& code : make_recovery_codes()) {
      EXPECT_EQ(code.shown.size(), 19u);
      EXPECT_EQ(code.hash.size(), 32u);
      EXPECT_EQ(recovery_code_hash(code.shown), code.hash);
      shown.insert(code.shown);
    }
  EXPECT_EQ(shown.size(), 1000u);
  std::set<char> letters;
  for (const auto& one : shown) letters.insert(one.begin(), one.end());
  EXPECT_EQ(letters.size(), 33u);  // all 32 and the hyphen: 16 letters are 80 bits
}

TEST(RecoveryCodes, AreReadAsTyped) {
  auto hash = crypto::sha256("7F3KQ9TX0M2BZC41");
  for (const char* typed :
       {"7F3K-Q9TX-0M2B-ZC41", "7f3kq9tx0m2bzc41", "7F3K Q9TX OM2B ZC4I", " 7f3k-q9tx-om2b-zc4l "})
    EXPECT_EQ(recovery_code_hash(typed), hash) << typed;
  for (const char* typed :
       {"", "7F3K-Q9TX-0M2B", "7F3K-Q9TX-0M2B-ZC411", "7F3K-Q9TX-0M2B-ZC4U", "7F3K_Q9TX_0M2B_ZC41"})
    EXPECT_EQ(recovery_code_hash(typed), std::nullopt) << typed;
  EXPECT_EQ(recovery_code_hash(std::string(1 << 20, ' ')), std::nullopt);
}

class OneTimeCodeTest : public testing::Test {
 protected:
  OneTimeCodeTest() {
    char path[] = "/tmp/probity-codes-XXXXXX";
    folder = mkdtemp(path);
    keystore = std::make_unique<keys::LocalKeystore>(
        keys::LocalKeystore::Settings{folder + "/keystore.json", folder + "/root.key", ""}, true);
    sent = make_one_time_code(*keystore, "sign_in|ada", start);
    wrong = sent.digits == "000000" ? "000001" : "000000";
  }
  ~OneTimeCodeTest() override { std::filesystem::remove_all(folder); }
  CodeAnswer try_it(const std::string& typed, int after_s = 1,
                    std::string_view purpose = "sign_in|ada") {
    return try_one_time_code(*keystore, sent.stored, purpose, typed,
                             {start.micros + after_s * std::int64_t{1000000}});
  }
  std::string folder;
  std::unique_ptr<keys::LocalKeystore> keystore;
  Instant start = second(1800000000);
  SentCode sent;
  std::string wrong;
};

TEST_F(OneTimeCodeTest, IsGoodOnce) {
  EXPECT_EQ(try_it(wrong), CodeAnswer::wrong);
  EXPECT_EQ(try_it(sent.digits.substr(0, 3) + " " + sent.digits.substr(3)), CodeAnswer::right);
  EXPECT_EQ(try_it(sent.digits), CodeAnswer::used);
}

TEST_F(OneTimeCodeTest, EndsAfterFiveMinutes) {
  EXPECT_EQ(try_it(wrong, 299), CodeAnswer::wrong);
  EXPECT_EQ(try_it(sent.digits, 300), CodeAnswer::expired);
  EXPECT_EQ(try_it(sent.digits, 299), CodeAnswer::right);
}

TEST_F(OneTimeCodeTest, EndsAfterFiveTries) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(try_it(wrong), CodeAnswer::wrong);
  EXPECT_EQ(try_it(sent.digits), CodeAnswer::too_many_tries);
}

TEST_F(OneTimeCodeTest, FitsItsPurposeOnly) {
  EXPECT_EQ(try_it(sent.digits, 1, "sign_in|bob"), CodeAnswer::wrong);
  EXPECT_EQ(try_it(sent.digits, 1, "number|ada"), CodeAnswer::wrong);
  EXPECT_EQ(try_it(std::string(1 << 20, '1')), CodeAnswer::wrong);
  EXPECT_EQ(try_it(sent.digits), CodeAnswer::right);
}

TEST_F(OneTimeCodeTest, SurvivesANewPepperAndNotAnotherKeystore) {
  keystore->rotate_pepper();
  OneTimeCode copy = sent.stored;
  EXPECT_EQ(try_it(sent.digits), CodeAnswer::right);
  EXPECT_NE(copy.hash, crypto::sha256(sent.digits));
  copy.pepper = 9;
  EXPECT_THROW(try_one_time_code(*keystore, copy, "sign_in|ada", sent.digits, start), Breakdown);
}

TEST_F(OneTimeCodeTest, DigitsAreEven) {
  std::vector<int> counts(10);
  for (int i = 0; i < 2000; ++i) {
    std::string digits = make_one_time_code(*keystore, "", start).digits;
    ASSERT_EQ(digits.size(), 6u);
    for (char c : digits) ++counts.at(static_cast<std::size_t>(c - '0'));
  }
  auto [low, high] = std::ranges::minmax(counts);  // 1200 expected, sigma 33
  EXPECT_GT(low, 1000);
  EXPECT_LT(high, 1400);
}

}  // namespace
}  // namespace probity::credentials
