#include "http/forwarder.h"

#include <future>
#include <gtest/gtest.h>

#include "http/test_server.h"

namespace probity::http {
namespace {

using Outcome = std::expected<Response, Forwarder::Failure>;

std::future<Outcome> ask(Forwarder& forwarder, Forwarded request) {
  auto promise = std::make_shared<std::promise<Outcome>>();
  auto future = promise->get_future();
  forwarder.send(std::move(request),
                 [promise](Outcome outcome) { promise->set_value(std::move(outcome)); });
  return future;
}

Forwarder::Settings to(const TestServer& server) {
  return {.upstream = server.url("127.0.0.1", "")};
}

TEST(Forwarder, HandsOnWhatCame) {
  TestServer server([](const std::string&) { return ok("done", "X-One: 1\r\nX-Two:  2 \r\n"); });
  Forwarder forwarder(to(server));
  auto outcome = ask(forwarder, {"POST",
                                 "/4.0/a/../b%2F?q=%20x",
                                 {{"x-mine", "a"}, {"x-mine", "b"}, {"x-empty", ""}},
                                 "a body"})
                     .get();
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->status, 200);
  EXPECT_EQ(outcome->body, "done");
  EXPECT_EQ(outcome->header("x-one"), "1");
  EXPECT_EQ(outcome->header("x-two"), "2");
  std::string seen = server.last_request();
  EXPECT_TRUE(seen.starts_with("POST /4.0/a/../b%2F?q=%20x HTTP/1.1\r\n")) << seen;
  for (auto line : {"x-mine: a\r\n", "x-mine: b\r\n", "x-empty:\r\n", "Content-Length: 6\r\n"})
    EXPECT_TRUE(seen.contains(line)) << line << seen;
  for (auto line : {"Accept", "User-Agent", "Content-Type", "Expect"})
    EXPECT_FALSE(seen.contains(line)) << line << seen;
  EXPECT_TRUE(seen.ends_with("\r\n\r\na body")) << seen;
}

TEST(Forwarder, KeepsConnections) {
  TestServer server([](const std::string&) { return ok("x"); });
  Forwarder forwarder(to(server));
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(ask(forwarder, {"GET", "/", {}, ""}).get());
  EXPECT_EQ(server.connections(), 1);
}

TEST(Forwarder, RunsManyAtOnceOnOneThread) {
  std::atomic<int> inside = 0, most = 0;
  TestServer server([&](const std::string&) {
    int now = ++inside;
    for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    --inside;
    return ok("x");
  });
  Forwarder forwarder(to(server));
  std::vector<std::future<Outcome>> all;
  for (int i = 0; i < 8; ++i) all.push_back(ask(forwarder, {"GET", "/", {}, ""}));
  for (auto& one : all) EXPECT_TRUE(one.get());
  EXPECT_GE(most, 4);
}

TEST(Forwarder, IsBounded) {
  std::promise<void> gate;
  auto opened = gate.get_future().share();
  TestServer server([&](const std::string&) {
    opened.wait();
    return ok("x");
  });
  auto settings = to(server);
  settings.in_flight = 2;
  Forwarder forwarder(settings);
  auto first = ask(forwarder, {"GET", "/", {}, ""}), second = ask(forwarder, {"GET", "/", {}, ""});
  auto third = ask(forwarder, {"GET", "/", {}, ""}).get();
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error(), Forwarder::Failure::busy);
  gate.set_value();
  EXPECT_TRUE(first.get());
  EXPECT_TRUE(second.get());
  EXPECT_TRUE(ask(forwarder, {"GET", "/", {}, ""}).get());
}

TEST(Forwarder, TellsWhatWasNotSentFromWhatWasLost) {
  std::string nowhere;
  {
    TestServer gone([](const std::string&) { return ok("x"); });
    nowhere = gone.url("127.0.0.1", "");
  }
  Forwarder closed({.upstream = nowhere});
  auto unreachable = ask(closed, {"GET", "/", {}, ""}).get();
  ASSERT_FALSE(unreachable);
  EXPECT_EQ(unreachable.error(), Forwarder::Failure::unreachable);

  TestServer hangs_up([](const std::string&) { return std::string(); });
  Forwarder cut(to(hangs_up));
  auto lost = ask(cut, {"POST", "/", {}, "x"}).get();
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error(), Forwarder::Failure::lost);
}

TEST(Forwarder, EndsWhatTakesTooLongOrIsTooMuch) {
  TestServer slow([](const std::string&) {
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    return ok("x");
  });
  auto settings = to(slow);
  settings.timeout_ms = 100;
  Forwarder impatient(settings);
  EXPECT_FALSE(ask(impatient, {"GET", "/", {}, ""}).get());

  TestServer large([](const std::string&) { return ok(std::string(5000, 'x')); });
  settings = to(large);
  settings.max_body_bytes = 4999;
  Forwarder narrow(settings);
  EXPECT_FALSE(ask(narrow, {"GET", "/", {}, ""}).get());
}

TEST(Forwarder, AnswersWhatIsUnderWayWhenItEnds) {
  TestServer slow([](const std::string&) {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    return ok("x");
  });
  std::future<Outcome> left;
  {
    Forwarder forwarder(to(slow));
    left = ask(forwarder, {"GET", "/", {}, ""});
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_FALSE(left.get());
}

TEST(Forwarder, RefusesAnythingButAnOrigin) {
  for (auto url :
       {"", "ftp://a", "http://a/b", "http://a?x", "http://a#x", "http://u:p@a", "a:80", "http://"})
    EXPECT_THROW(Forwarder({.upstream = url}), Breakdown) << url;
}

}  // namespace
}  // namespace probity::http
