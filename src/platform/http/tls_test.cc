// TLS against a real server: `openssl s_server`, where that program is present.
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include "http/http.h"
#include "http/test_server.h"

extern char** environ;

namespace probity::http {
namespace {

class Tls : public testing::Test {
 protected:
  void SetUp() override {
    if (std::system("openssl version >/dev/null 2>&1") != 0) GTEST_SKIP() << "not present";
    char name[] = "/tmp/probity-tls-XXXXXX";
    folder_ = mkdtemp(name);
    make_certificate("good", "DNS:localhost,IP:127.0.0.1");
    make_certificate("other", "DNS:other.example");
  }

  void TearDown() override {
    stop();
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }

  std::string file(const std::string& name) const { return folder_ + "/" + name; }

  void make_certificate(const std::string& name, const std::string& subject) {
    ASSERT_EQ(std::system(("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
                           "-days 2 -subj /CN=test -addext subjectAltName=" +
                           subject + " -keyout " + file(name + ".key") + " -out " +
                           file(name + ".pem") + " 2>/dev/null")
                              .c_str()),
              0);
  }

  void serve(const std::string& certificate, std::vector<std::string> versions) {
    {
      TestServer free([](const std::string&) { return std::string(); });
      std::string url = free.url();
      port_ = url.substr(url.rfind(':') + 1, url.rfind('/') - url.rfind(':') - 1);
    }
    std::vector<std::string> words = {"openssl", "s_server",
                                      "-accept", "127.0.0.1:" + port_,
                                      "-www",    "-quiet",
                                      "-cert",   file(certificate + ".pem"),
                                      "-key",    file(certificate + ".key"),
                                      "-cipher", "ALL:@SECLEVEL=0"};
    words.insert(words.end(), versions.begin(), versions.end());
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ASSERT_EQ(posix_spawnp(&server_, "openssl", nullptr, nullptr, arguments.data(), environ), 0);
    for (int i = 0; i < 200 && !listens(); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    ASSERT_TRUE(listens());
  }

  bool listens() const {
    sockaddr_in at{.sin_family = AF_INET, .sin_port = htons(std::stoi(port_))};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int probe = socket(AF_INET, SOCK_STREAM, 0);
    bool connected = connect(probe, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0;
    close(probe);
    return connected;
  }

  void stop() {
    if (server_ <= 0) return;
    kill(server_, SIGTERM);
    waitpid(server_, nullptr, 0);
    server_ = 0;
  }

  Request request(const std::string& authority) const {
    return {.url = "https://127.0.0.1:" + port_ + "/",
            .ca_file = authority.empty() ? "" : file(authority + ".pem"),
            .allow_private = true};
  }

  std::string folder_, port_;
  pid_t server_ = 0;
};

TEST_F(Tls, TrustsWhomItShould) {
  serve("good", {});
  EXPECT_EQ(Client().send(request("good")).status, 200);
  EXPECT_THROW(Client().send(request("")), Breakdown);  // not one of the system's authorities
  EXPECT_THROW(Client().send(request("other")), Breakdown);
  EXPECT_THROW(Client().send(request("absent")), Breakdown);
}

TEST_F(Tls, ChecksTheName) {
  serve("other", {});
  EXPECT_THROW(Client().send(request("other")), Breakdown);
}

TEST_F(Tls, Speaks12) {
  serve("good", {"-tls1_2"});
  EXPECT_EQ(Client().send(request("good")).status, 200);
}

TEST_F(Tls, RefusesOlderVersions) {
  serve("good", {"-tls1_1"});
  EXPECT_THROW(Client().send(request("good")), Breakdown);
}

}  // namespace
}  // namespace probity::http
