#include "config.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace probity::app {
namespace {

std::vector<std::string> faults_of(const std::string& toml) {
  std::string path = "/tmp/probity-config-" + std::to_string(getpid()) + ".toml";
  std::ofstream(path) << toml;
  std::vector<ConfigFault> faults;
  check_config(read_config(path, faults), faults);
  unlink(path.c_str());
  std::vector<std::string> keys;
  for (const auto& fault : faults) keys.push_back(fault.key);
  return keys;
}

const std::string valid = R"([database]
url = "host=/tmp"
[keystore]
path = "k"
root_key = "r"
)";

TEST(Config, AValidFileHasNoFaults) { EXPECT_EQ(faults_of(valid), std::vector<std::string>{}); }

TEST(Config, EveryFaultIsNamed) {
  struct Case {
    std::string toml, key;
  };
  const Case cases[] = {
      {"[server]\nport = 70000\n", "server.port"},
      {"[server]\nport = \"80\"\n", "server.port"},
      {"[server]\nprot = 80\n", "server.prot"},
      {"[sever]\nport = 80\n", "sever.port"},
      {"[log]\nlevel = \"loud\"\n", "log.level"},
      {"[server]\ntls_key = \"k.pem\"\n", "server.tls_key"},
      {"[portal]\npath = \"/no/such/portal\"\n", "portal.path"},
      {"[mail]\nfolder = \"/tmp\"\n", "mail.from"},
      {"[mail]\nurl = \"imap://x\"\nfrom = \"a@b.example\"\n", "mail.url"},
      {"[mail]\nallow_private = 2\n", "mail.allow_private"},
      {"[mail]\nuser = \"u\"\n", "mail.password_file"},
      {"[sms]\nurl = \"https://x.example\"\n", "sms.template"},
      {"[sms]\nheaders_file = \"/no/such\"\n", "sms.headers_file"},
      {"[portal]\nbase_url = \"here\"\n", "portal.base_url"},
      {"[screening]\nlists = \"/no/such/lists.toml\"\n", "screening.lists"},
  };
  for (const auto& c : cases) {
    auto keys = faults_of(c.toml + valid);
    EXPECT_TRUE(std::ranges::find(keys, c.key) != keys.end()) << c.toml;
  }
  auto all = faults_of("[server]\nport = -1\n[admin]\nport = 1.5\n");
  for (auto key :
       {"server.port", "admin.port", "database.url", "keystore.path", "keystore.root_key"})
    EXPECT_TRUE(std::ranges::find(all, key) != all.end()) << key;
}

TEST(Config, ABrokenFileIsAFaultWithItsLine) {
  auto keys = faults_of("[server\nport = 80\n");
  EXPECT_EQ(keys.size(), 4u);  // the file, and what it therefore lacks
}

TEST(Config, RolesAreAClosedSet) {
  auto keys = faults_of("roles = [\"gateway\", \"cook\"]\n" + valid);
  EXPECT_TRUE(std::ranges::find(keys, "roles") != keys.end());
}

TEST(Config, AGatewayAloneNeedsAnApi) {
  using Faults = std::vector<std::string>;
  EXPECT_EQ(faults_of("roles = [\"gateway\"]\n" + valid), Faults{"gateway.upstream"});
  EXPECT_EQ(faults_of("roles = [\"api\", \"worker\"]\n" + valid), Faults{});
  EXPECT_EQ(faults_of("roles = [\"gateway\"]\n" + valid +
                      "[gateway]\nupstream = \"http://127.0.0.1:1\"\n"),
            Faults{});
}

TEST(Config, TheEnvironmentOverridesTheFile) {
  setenv("PROBITY_SERVER_THREADS", "7", 1);
  std::vector<ConfigFault> faults;
  EXPECT_EQ(read_config("", faults).server_threads, 7);
  setenv("PROBITY_SERVER_THREADS", "seven", 1);
  faults.clear();
  read_config("", faults);
  EXPECT_TRUE(std::ranges::find(faults, "PROBITY_SERVER_THREADS", &ConfigFault::key) !=
              faults.end());
  unsetenv("PROBITY_SERVER_THREADS");
}

}  // namespace
}  // namespace probity::app
