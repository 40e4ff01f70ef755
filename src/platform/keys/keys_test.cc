#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "base/result.h"
#include "base/text.h"
#include "keys/keystore.h"

namespace probity::keys {
namespace {

const Uuid tenant_a = *Uuid::parse("018f0000-0000-7000-8000-00000000000a");
const Uuid tenant_b = *Uuid::parse("018f0000-0000-7000-8000-00000000000b");
const Uuid subject = *Uuid::parse("018f0000-0000-7000-8000-000000000001");
const Uuid row = *Uuid::parse("018f0000-0000-7000-8000-000000000002");

// The vectors of docs/adr/0002-sealed-envelope.md. If this fails, stored data would not open any
// more.
TEST(Seal, FrozenBytes) {
  Place place{tenant_a, subject, columns::collected_data_body, row, 3};
  EXPECT_EQ(hex(aad_of(place)),
            "0000000e70726f626974792e7365616c2e31"
            "00000010018f000000007000800000000000000a"
            "00000010018f0000000070008000000000000001"
            "0000000400000001"
            "0000000400000001"
            "00000010018f0000000070008000000000000002"
            "000000080000000000000003");
  std::string key(32, '\x42'), nonce(12, '\x24');
  auto sealed = seal_with(crypto::Key::from(key), 7, aad_of(place), "plain", nonce);
  EXPECT_EQ(hex(sealed).substr(0, 36), "010100000007242424242424242424242424");
  EXPECT_EQ(sealed.size(), 6u + 12 + 5 + 16);
  EXPECT_EQ(hex(sealed).substr(36), "65fda528874520e0996a134b35991743c64cab0bf9");
  EXPECT_EQ(open_with(crypto::Key::from(key), 7, aad_of(place), sealed), "plain");
}

// A long text is compressed under the seal; the head says so and cannot be changed.
TEST(Seal, LongTextsAreShorterAndHeadsAreBound) {
  std::string key(32, '\x42'), nonce(12, '\x24'), text;
  for (int i = 0; i < 200; ++i) text += "the same words again ";
  auto sealed = seal_with(crypto::Key::from(key), 7, "place", text, nonce);
  EXPECT_EQ(sealed[1], 2);
  EXPECT_LT(sealed.size(), text.size() / 4);
  EXPECT_EQ(open_with(crypto::Key::from(key), 7, "place", sealed), text);
  for (std::size_t i = 0; i < 6; ++i) {
    auto bent = sealed;
    bent[i] ^= 3;
    EXPECT_FALSE(open_with(crypto::Key::from(key), 7, "place", bent)) << i;
  }
  std::string random = crypto::random_bytes(5000);
  auto kept = seal_with(crypto::Key::from(key), 7, "place", random, nonce);
  EXPECT_EQ(kept[1], 1);
  EXPECT_EQ(open_with(crypto::Key::from(key), 7, "place", kept), random);
}

class KeystoreTest : public ::testing::Test {
 protected:
  KeystoreTest() {
    char path[] = "/tmp/probity-keys-XXXXXX";
    folder = mkdtemp(path);
  }
  ~KeystoreTest() override { std::filesystem::remove_all(folder); }
  LocalKeystore open(bool create = false) {
    return LocalKeystore({folder + "/keystore.json", folder + "/root.key", ""}, create);
  }
  static std::string read(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::string folder;
};

TEST_F(KeystoreTest, ValuesOpenOnlyWhereTheyWereSealed) {
  auto store = open(true);
  store.create_tenant(tenant_a);
  store.create_tenant(tenant_b);
  auto keys = store.tenant(tenant_a);
  auto key = keys->make_subject(subject);
  auto sealed = key.seal(columns::tags_name, row, 1, "secret");
  EXPECT_EQ(key.open(columns::tags_name, row, 1, sealed), "secret");
  EXPECT_THROW(key.open(columns::notes_body, row, 1, sealed), Breakdown);
  EXPECT_THROW(key.open(columns::tags_name, subject, 1, sealed), Breakdown);
  EXPECT_THROW(key.open(columns::tags_name, row, 2, sealed), Breakdown);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto bent = sealed;
    bent[i] ^= 1;
    EXPECT_THROW(key.open(columns::tags_name, row, 1, bent), Breakdown) << i;
  }
  auto wrapped = keys->wrap(key, 1);
  EXPECT_EQ(keys->unwrap(subject, 1, 1, wrapped).open(columns::tags_name, row, 1, sealed),
            "secret");
  EXPECT_THROW(keys->unwrap(row, 1, 1, wrapped), Breakdown);
  EXPECT_THROW(store.tenant(tenant_b)->unwrap(subject, 1, 1, wrapped), Breakdown);
}

TEST_F(KeystoreTest, SurvivesAReopenAndSeesNewTenants) {
  auto server = open(true);
  auto tool = open();
  tool.create_tenant(tenant_a);
  auto token = server.tenant(tenant_a)->search_token("word", "smith");
  EXPECT_EQ(open().tenant(tenant_a)->search_token("word", "smith"), token);
  EXPECT_NE(open().tenant(tenant_a)->search_token("tag", "smith"), token);
  EXPECT_THROW(server.tenant(tenant_b), Breakdown);
}

TEST_F(KeystoreTest, ADestroyedTenantIsGone) {
  auto store = open(true);
  store.create_tenant(tenant_a);
  store.tenant(tenant_a);
  store.destroy_tenant(tenant_a);
  EXPECT_THROW(store.tenant(tenant_a), Breakdown);
  EXPECT_THROW(open().tenant(tenant_a), Breakdown);
}

TEST_F(KeystoreTest, RefusesFilesThatOthersCanRead) {
  open(true);
  chmod((folder + "/root.key").c_str(), 0644);
  EXPECT_THROW(open(), Breakdown);
  chmod((folder + "/root.key").c_str(), 0600);
  chmod((folder + "/keystore.json").c_str(), 0640);
  EXPECT_THROW(open(), Breakdown);
}

TEST_F(KeystoreTest, RefusesAnotherRoot) {
  open(true).create_tenant(tenant_a);
  LocalKeystore other({folder + "/other.json", folder + "/other.key", ""}, true);
  EXPECT_THROW(LocalKeystore({folder + "/keystore.json", folder + "/other.key", ""}, false),
               Breakdown);
  EXPECT_THROW(LocalKeystore({folder + "/keystore.json", "", "a passphrase"}, false), Breakdown);
}

TEST_F(KeystoreTest, EnsuringATenantKeepsItsKeys) {
  auto store = open(true);
  store.ensure_tenant(tenant_a);
  auto hash = store.tenant(tenant_a)->lookup_hash("one", "value");
  store.ensure_tenant(tenant_a);
  EXPECT_EQ(open().tenant(tenant_a)->lookup_hash("one", "value"), hash);
}

TEST_F(KeystoreTest, PassphraseOpensWhatItMade) {
  LocalKeystore::Settings with{folder + "/keystore.json", "", "correct horse"};
  LocalKeystore(with, true).create_tenant(tenant_a);
  EXPECT_NO_THROW(LocalKeystore(with, false).tenant(tenant_a));
  with.passphrase = "wrong horse";
  EXPECT_THROW(LocalKeystore(with, false), Breakdown);
}

TEST_F(KeystoreTest, PeppersAreMadeOnceAndStay) {
  auto server = open(true);
  server.create_tenant(tenant_a);
  auto keystore = folder + "/keystore.json";
  EXPECT_EQ(read(keystore).find("pepper"), std::string::npos);  // as files were before peppers
  auto first = open().peppers();
  ASSERT_EQ(first->current_version(), 1u);
  EXPECT_EQ(server.peppers()->find(1)->view(), first->find(1)->view());
  EXPECT_EQ(read(keystore).find(hex(first->find(1)->view())), std::string::npos);  // wrapped
  EXPECT_EQ(first->find(0), nullptr);
  EXPECT_EQ(first->find(2), nullptr);
  EXPECT_NO_THROW(open().tenant(tenant_a));
}

TEST_F(KeystoreTest, PeppersRotateAndOldOnesStay) {
  auto server = open(true), tool = open();
  auto before = server.peppers();
  EXPECT_EQ(tool.rotate_pepper(), 2u);
  EXPECT_EQ(tool.peppers()->find(1)->view(), before->find(1)->view());
  EXPECT_NE(tool.peppers()->find(2)->view(), before->find(1)->view());
  EXPECT_EQ(server.peppers()->current_version(), 1u);   // not looked again
  EXPECT_EQ(server.peppers(2)->current_version(), 2u);  // met a hash of version 2
  EXPECT_EQ(server.peppers()->current_version(), 2u);
  EXPECT_EQ(server.peppers(7)->find(7), nullptr);
  EXPECT_EQ(open().rotate_pepper(), 3u);
}

TEST_F(KeystoreTest, OneFirstPepperAmongManyProcesses) {
  open(true);
  std::vector<std::string> seen(8);
  std::vector<std::thread> threads;
  for (auto& one : seen) threads.emplace_back([&] { one = open().peppers()->find(1)->view(); });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), 1u);
  EXPECT_EQ(open().peppers()->current_version(), 1u);
}

// A wrapped pepper of another version, or of another keystore, does not open.
TEST_F(KeystoreTest, RefusesPeppersThatWereMoved) {
  open(true).peppers();
  auto path = folder + "/keystore.json";
  auto text = read(path);
  auto at = text.find("\"current\":1,\"keys\":{\"1\"");
  ASSERT_NE(at, std::string::npos);
  text.replace(at, 24, "\"current\":2,\"keys\":{\"2\"");
  std::ofstream(path) << text;
  EXPECT_THROW(open().peppers(), Breakdown);
}

}  // namespace
}  // namespace probity::keys
