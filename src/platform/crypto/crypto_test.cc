#include "crypto/crypto.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <new>
#include <set>
#include <thread>
#include <vector>

#include "base/text.h"

// A bug aborts a test build and is thrown in a release.
#ifdef PROBITY_TEST_BUILD
#define EXPECT_BUG(statement) EXPECT_DEATH(statement, "")
#else
#define EXPECT_BUG(statement) EXPECT_THROW(statement, Bug)
#endif

namespace probity::crypto {
namespace {

Key some_key() { return Key::from("0123456789abcdef0123456789ABCDEF"); }
const std::string some_nonce = "nonce-12byte";

TEST(Crypto, HashesKnownTexts) {
  EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(hmac_sha256("", {})),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
  EXPECT_EQ(hex(hmac_sha256("key", "The quick brown fox jumps over the lazy dog")),
            "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
  EXPECT_EQ(hex(sha1("abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(hex(hmac_sha1("Jefe", "what do ya want for nothing?")),  // RFC 2202
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  EXPECT_EQ(hex(sha512("abc")),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
  EXPECT_EQ(crc32("123456789"), 0xcbf43926u);
  EXPECT_EQ(crc32(""), 0u);
  EXPECT_EQ(crc32(std::string(32, '\xff')), 0xff6cab0bu);
}

TEST(Crypto, DerivesKeys) {
  EXPECT_EQ(hkdf_sha256("k", "s", "i", 0), "");
  EXPECT_EQ(hkdf_sha256("k", {}, {}, 42), hkdf_sha256("k", std::string(32, '\0'), "", 42));
  EXPECT_EQ(hkdf_sha256("", "s", "i", 64).size(), 64u);
  EXPECT_NE(hkdf_sha256("k", "s", "i", 32), hkdf_sha256("k", "s", "j", 32));
  EXPECT_EQ(hkdf_sha256("k", "s", std::string(1024, 'i'), 8160).size(), 8160u);
  EXPECT_BUG(hkdf_sha256("k", "s", "i", 8161));
  EXPECT_BUG(hkdf_sha256("k", "s", std::string(1025, 'i'), 32));
}

// RFC 7914, section 12 (its last case takes 1 GiB, over our bound).
TEST(Crypto, PassphrasesBecomeKeys) {
  EXPECT_EQ(hex(scrypt("", "", 64, {16, 1, 1})),
            "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
            "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906");
  EXPECT_EQ(hex(scrypt("password", "NaCl", 64, {1024, 8, 16})),
            "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
            "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640");
  EXPECT_EQ(hex(scrypt("pleaseletmein", "SodiumChloride", 64, {16384, 8, 1})),
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
            "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887");
  EXPECT_THROW(scrypt("pleaseletmein", "SodiumChloride", 64, {1048576, 8, 1}), Breakdown);
  EXPECT_EQ(key_from_passphrase("correct horse", "salt of a file").view(),
            scrypt("correct horse", "salt of a file", 32, {1 << 17, 8, 1}));
}

TEST(Crypto, SealedTextOpensAgain) {
  Key key = some_key();
  for (std::size_t size : {0u, 1u, 15u, 16u, 17u, 1000u, 100000u}) {
    std::string plain = random_bytes(size), nonce = random_bytes(nonce_size);
    for (std::string aad : {"", "tenant-1"}) {
      Bytes sealed = aes_gcm_seal(key, nonce, aad, plain);
      EXPECT_EQ(sealed.size(), size + tag_size);
      EXPECT_EQ(aes_gcm_open(key, nonce, aad, sealed), plain);
      EXPECT_EQ(aes_gcm_open(Key::random(), nonce, aad, sealed), std::nullopt);
      EXPECT_EQ(aes_gcm_open(key, nonce, aad + "x", sealed), std::nullopt);
    }
  }
}

TEST(Crypto, AnyFlippedBitIsNoticed) {
  Key key = some_key();
  const std::string aad = "tenant, table, column", plain = "a name and a date of birth";
  const Bytes sealed = aes_gcm_seal(key, some_nonce, aad, plain);
  auto opens = [&](const std::string& nonce, const std::string& with, const std::string& text) {
    return aes_gcm_open(key, nonce, with, text).has_value();
  };
  ASSERT_TRUE(opens(some_nonce, aad, sealed));
  auto flipped = [](std::string text, std::size_t bit) {
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << bit % 8));
    return text;
  };
  for (std::size_t bit = 0; bit < some_nonce.size() * 8; ++bit)
    EXPECT_FALSE(opens(flipped(some_nonce, bit), aad, sealed)) << bit;
  for (std::size_t bit = 0; bit < aad.size() * 8; ++bit)
    EXPECT_FALSE(opens(some_nonce, flipped(aad, bit), sealed)) << bit;
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit)
    EXPECT_FALSE(opens(some_nonce, aad, flipped(sealed, bit))) << bit;
  for (std::size_t bit = 0; bit < Key::size * 8; ++bit)
    EXPECT_FALSE(
        aes_gcm_open(Key::from(flipped(std::string(key.view()), bit)), some_nonce, aad, sealed))
        << bit;
  for (std::size_t size = 0; size < sealed.size(); ++size)
    EXPECT_FALSE(opens(some_nonce, aad, sealed.substr(0, size))) << size;
  EXPECT_FALSE(opens(some_nonce, aad, sealed + "x"));
  EXPECT_FALSE(opens("", aad, sealed));
  EXPECT_FALSE(opens(some_nonce + "x", aad, sealed));
  EXPECT_TRUE(opens(some_nonce, aad, sealed)) << "a refusal leaves nothing behind";
}

TEST(Crypto, WrongSizesAreBugs) {
  EXPECT_BUG(Key::from("too short"));
  EXPECT_BUG(aes_gcm_seal(some_key(), "short", "", "plain"));
}

TEST(Crypto, KeysAreWipedWhenTheyEndOrMove) {
  alignas(Key) char room[sizeof(Key)];
  Key* key = new (room) Key(some_key());
  ASSERT_NE(std::string(room, sizeof room).find("0123456789abcdef"), std::string::npos);
  key->~Key();
  EXPECT_EQ(std::string(room, sizeof room), std::string(sizeof room, '\0'));

  const std::string zeros(Key::size, '\0');
  Key first = some_key(), second = std::move(first);
  EXPECT_EQ(first.view(), zeros);
  EXPECT_EQ(second.view(), some_key().view());
  Key third = Key::random();
  third = std::move(second);
  EXPECT_EQ(second.view(), zeros);
  EXPECT_EQ(third.view(), some_key().view());
  Key& same = third;
  third = std::move(same);
  EXPECT_EQ(third.view(), some_key().view());
  EXPECT_EQ(third.copy().view(), third.view());
  static_assert(!std::is_copy_constructible_v<Key> && !std::is_copy_assignable_v<Key>);
}

TEST(Crypto, TextsAreWiped) {
  for (std::string secret : {std::string("short"), std::string(100, 's')}) {
    const char* place = secret.data();
    std::size_t size = secret.size();
    wipe(secret);
    EXPECT_TRUE(secret.empty());
    ASSERT_EQ(secret.data(), place);
    EXPECT_TRUE(std::all_of(place, place + size, [](char byte) { return byte == 0; }));
  }
}

TEST(Crypto, RandomnessDoesNotRepeat) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    EXPECT_TRUE(seen.insert(random_bytes(16)).second);
    EXPECT_TRUE(seen.insert(std::string(Key::random().view())).second);
  }
  EXPECT_EQ(random_bytes(0), "");
}

TEST(Crypto, ThreadsDoNotDisturbEachOther) {
  std::vector<std::thread> threads;
  std::vector<int> wrong(4);
  for (int n = 0; n < 4; ++n)
    threads.emplace_back([n, &wrong] {
      Key key = Key::from(std::string(Key::size, static_cast<char>('a' + n)));
      std::string plain(100, static_cast<char>('A' + n)), mac = hmac_sha256(key.view(), plain);
      for (int i = 0; i < 300; ++i) {
        Bytes sealed = aes_gcm_seal(key, some_nonce, "aad", plain);
        wrong[n] += aes_gcm_open(key, some_nonce, "aad", sealed) != plain;
        wrong[n] += hmac_sha256(key.view(), plain) != mac;
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4));
}

}  // namespace
}  // namespace probity::crypto
