#include "gateway/admin.h"

#include <gtest/gtest.h>

#include "gateway/raw_client.h"

namespace probity::gateway {
namespace {

std::string ask(const Admin& admin, std::string_view line) {
  RawClient client(admin.port());
  client.send(std::string(line) + " HTTP/1.1\r\nHost: h\r\n\r\n");
  return client.reply();
}

TEST(Admin, TellsHowItIs) {
  std::vector<std::string> missing = {"database", "list \"ofac\""};
  Admin admin({}, {[&] { return missing; }, [] { return std::string("up 1\n"); }});
  std::string health = ask(admin, "GET /healthz");
  EXPECT_EQ(status_of(health), 200);
  std::string unready = ask(admin, "GET /readyz");
  EXPECT_EQ(status_of(unready), 503);
  EXPECT_EQ(body_of(unready), R"({"status":"not ready","missing":["database","list \"ofac\""]})");
  missing.clear();
  EXPECT_EQ(status_of(ask(admin, "GET /readyz")), 200);
  std::string metrics = ask(admin, "GET /metrics");
  EXPECT_EQ(body_of(metrics), "up 1\n");
  EXPECT_NE(metrics.find("Content-Type: text/plain; version=0.0.4"), std::string::npos);
}

TEST(Admin, HasNothingElse) {
  Admin admin({}, {[] { return std::vector<std::string>(); }, [] { return std::string(); }});
  for (auto line :
       {"GET /", "GET /metrics/", "GET /4.0/whoami", "POST /metrics", "DELETE /healthz"}) {
    std::string reply = ask(admin, line);
    EXPECT_EQ(status_of(reply), 404) << line;
    EXPECT_EQ(body_of(reply), R"({"status":"no such page"})");
  }
}

TEST(Admin, AFailingFaceIsAnError) {
  Admin admin({}, {[]() -> std::vector<std::string> { throw std::runtime_error("seeded"); },
                   [] { return std::string(); }});
  EXPECT_EQ(status_of(ask(admin, "GET /readyz")), 500);
  EXPECT_EQ(status_of(ask(admin, "GET /healthz")), 200);
}

}  // namespace
}  // namespace probity::gateway
