#include "http/http.h"

#include <chrono>
#include <cstdlib>
#include <gtest/gtest.h>

#include "http/address.h"
#include "http/test_server.h"

#ifdef PROBITY_TEST_BUILD
#define EXPECT_BUG(statement) EXPECT_DEATH(statement, "")
#else
#define EXPECT_BUG(statement) EXPECT_THROW(statement, Bug)
#endif

namespace probity::http {
namespace {

Request local(std::string url) { return {.url = std::move(url), .allow_private = true}; }

// The detail of the breakdown, or "" when there is an answer.
std::string failure(const Request& request) {
  try {
    Client().send(request);
    return "";
  } catch (const Breakdown& breakdown) {
    EXPECT_EQ(breakdown.detail().find("127.0.0.1"), std::string::npos);
    return breakdown.detail();
  }
}

TEST(Http, SendsAndReceives) {
  TestServer server([](const std::string&) {
    return "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" +
           ok("{\"a\":1}", "Content-Type: application/json\r\nX-Empty:\r\n");
  });
  Request request = local(server.url("127.0.0.1", "/path?x=1"));
  request.method = "POST";
  request.headers = {{"Content-Type", "application/json"}, {"X-None", ""}};
  request.body = std::string("{\"b\":\0}", 7);
  Response response = Client().send(request);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "{\"a\":1}");
  EXPECT_EQ(response.header("content-type"), "application/json");
  EXPECT_EQ(response.header("link"), "");
  EXPECT_EQ(response.header("absent"), "");
  std::string sent = server.last_request();
  EXPECT_TRUE(sent.starts_with("POST /path?x=1 HTTP/1.1\r\n")) << sent;
  EXPECT_NE(sent.find("\r\nContent-Type: application/json\r\n"), sent.npos) << sent;
  EXPECT_NE(sent.find("\r\nX-None:\r\n"), sent.npos) << sent;
  EXPECT_EQ(sent.find("Expect"), sent.npos) << sent;
  EXPECT_TRUE(sent.ends_with("\r\n\r\n" + request.body)) << sent;
}

TEST(Http, KnowsItsMethods) {
  TestServer server([](const std::string& request) {
    return request.starts_with("HEAD") ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
                                       : ok("five!");
  });
  for (std::string method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}) {
    Request request = local(server.url());
    request.method = method;
    EXPECT_EQ(Client().send(request).body, method == "HEAD" ? "" : "five!") << method;
    std::string sent = server.last_request();
    EXPECT_TRUE(sent.starts_with(method + " / HTTP/1.1\r\n")) << sent;
    EXPECT_EQ(sent.find("\r\nContent-Length: 0\r\n") != sent.npos, method[0] == 'P') << sent;
    EXPECT_EQ(sent.find("\r\nContent-Type:"), sent.npos) << sent;
  }
}

// Without a server, as a test build forks to see the process end.
TEST(Http, WrongCallsAreBugs) {
  for (std::string method : {"", "get", "CONNECT", "GET / HTTP/1.1\r\nX: y"}) {
    Request request = local("http://127.0.0.1:1/");
    request.method = method;
    EXPECT_BUG(Client().send(request)) << method;
  }
  Request request = local("http://127.0.0.1:1/");
  request.timeout_ms = 0;
  EXPECT_BUG(Client().send(request));
}

TEST(Http, KeepsConnectionsForItsThread) {
  TestServer server([](const std::string&) { return ok("x"); });
  for (int i = 0; i < 5; ++i) Client().send(local(server.url()));
  EXPECT_EQ(server.connections(), 1);
  std::thread([&] { Client().send(local(server.url())); }).join();
  EXPECT_EQ(server.connections(), 2);
  // A kept connection to a private address is no way around the rule.
  EXPECT_EQ(failure({.url = server.url()}), "the target's address is not public");
  EXPECT_EQ(server.connections(), 2);
}

TEST(Http, DoesNotFollow) {
  TestServer other([](const std::string&) { return ok("secret"); });
  TestServer server([&](const std::string&) {
    return "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + other.url() + "\r\n\r\n";
  });
  Response response = Client().send(local(server.url()));
  EXPECT_EQ(response.status, 302);
  EXPECT_EQ(response.header("location"), other.url());
  EXPECT_EQ(other.connections(), 0);
}

TEST(Http, BoundsTheAnswer) {
  std::string endless = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 200; ++i) endless += "400\r\n" + std::string(1024, 'x') + "\r\n";
  TestServer server([&](const std::string& request) {
    if (request.contains("/endless")) return endless;
    if (request.contains("/heads")) return ok("", "X: " + std::string(70000, 'x') + "\r\n");
    return ok(std::string(1000, 'x'));
  });
  Request request = local(server.url());
  request.max_body_bytes = 1000;
  EXPECT_EQ(Client().send(request).body.size(), 1000u);
  request.max_body_bytes = 999;
  EXPECT_EQ(failure(request), "the answer's body is too large");
  request.url = server.url("127.0.0.1", "/endless");
  EXPECT_EQ(failure(request), "the answer's body is too large");
  request.url = server.url("127.0.0.1", "/heads");
  EXPECT_EQ(failure(request), "the answer's head is too large");
}

TEST(Http, DoesNotWaitForEver) {
  TestServer server([](const std::string&) {
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    return ok("late");
  });
  Request request = local(server.url());
  request.timeout_ms = 100;
  auto begin = std::chrono::steady_clock::now();
  EXPECT_NE(failure(request), "");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(400));
}

TEST(Http, BrokenAnswersAreBreakdowns) {
  std::string answer;
  TestServer server([&](const std::string&) { return answer; });
  for (auto text : {"", "nonsense\r\n\r\n"}) {
    answer = text;
    EXPECT_NE(failure(local(server.url())), "") << text;
  }
  EXPECT_NE(failure(local("http://127.0.0.1:1/")), "");  // nobody listens
  EXPECT_NE(failure(local("http://no-such-name.invalid/")), "");
}

TEST(Http, RefusesUnfitTargetsAndHeaders) {
  TestServer server([](const std::string&) { return ok("x"); });
  std::string port = server.url("").substr(8);
  for (std::string url :
       {std::string(), std::string("no url"), "ftp://127.0.0.1:" + port,
        std::string("file:///etc/passwd"), "gopher://127.0.0.1:" + port, std::string("http://"),
        "http://user:word@127.0.0.1:" + port, "http://user@127.0.0.1:" + port,
        "http://127.0.0.1:" + port.substr(0, 5) + "x", server.url() + "\r\nX: y",
        server.url() + std::string(1, '\0') + "x"})
    EXPECT_NE(failure(local(url)), "") << url;
  for (Header header : {Header{"X", "a\r\nY: b"}, Header{"X\r\nY", "b"}, Header{"X", "a\nb"},
                        Header{"", "x"}, Header{"X: y", "x"}, Header{"X", std::string(1, '\0')}}) {
    Request request = local(server.url());
    request.headers = {header};
    EXPECT_EQ(failure(request), "a header can't be sent as it is") << header.name;
  }
  EXPECT_EQ(server.connections(), 0);
}

TEST(Http, UsesNoProxyFromTheEnvironment) {
  TestServer proxy([](const std::string&) { return ok("proxied"); });
  TestServer server([](const std::string&) { return ok("direct"); });
  setenv("http_proxy", proxy.url().c_str(), 1);
  EXPECT_EQ(Client().send(local(server.url())).body, "direct");
  unsetenv("http_proxy");
}

TEST(Http, ReachesNoPrivateAddressUnlessAllowed) {
  TestServer server([](const std::string&) { return ok("private"); });
  // Each way to write 127.0.0.1; with permission most get through, which shows that the rule stops
  // them.
  for (std::string host :
       {"127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "0",
        "10.0.0.1", "169.254.169.254", "192.168.0.1"})
    EXPECT_EQ(failure({.url = server.url(host)}), "the target's address is not public") << host;
  EXPECT_EQ(server.connections(), 0);
  for (std::string host : {"127.0.0.1", "127.1", "0x7f000001"})
    EXPECT_EQ(Client().send(local(server.url(host))).body, "private") << host;
}

TEST(Http, ReachesNoPrivateAddressThroughIpv6) {
  int probe = socket(AF_INET6, SOCK_STREAM, 0);
  if (probe < 0) GTEST_SKIP() << "no IPv6";
  close(probe);
  TestServer server([](const std::string&) { return ok("private"); });
  for (std::string host :
       {"[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::1]", "[::]", "[fe80::1]", "[fd00::1]",
        "[::ffff:10.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"})
    EXPECT_EQ(failure({.url = server.url(host)}), "the target's address is not public") << host;
  EXPECT_EQ(server.connections(), 0);
  EXPECT_EQ(Client().send(local(server.url("[::ffff:127.0.0.1]"))).body, "private");
}

bool public_text(const char* text) {
  sockaddr_in v4{.sin_family = AF_INET};
  sockaddr_in6 v6{.sin6_family = AF_INET6};
  if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
    return is_public(reinterpret_cast<sockaddr*>(&v4));
  EXPECT_EQ(inet_pton(AF_INET6, text, &v6.sin6_addr), 1) << text;
  return is_public(reinterpret_cast<sockaddr*>(&v6));
}

TEST(Addresses, PublicOnes) {
  for (auto text :
       {"1.1.1.1",         "9.255.255.255",   "11.0.0.0",        "100.63.255.255", "100.128.0.0",
        "126.255.255.255", "128.0.0.0",       "169.253.255.255", "169.255.0.0",    "172.15.255.255",
        "172.32.0.0",      "192.0.1.0",       "192.167.255.255", "192.169.0.0",    "198.17.255.255",
        "198.20.0.0",      "223.255.255.255", "2606:4700::1111", "2a00::1",        "2001:200::1",
        "2001:db7::1",     "2003::1",         "3ffe::1",         "::ffff:1.1.1.1"})
    EXPECT_TRUE(public_text(text)) << text;
}

TEST(Addresses, ClosedOnes) {
  for (auto text : {"0.0.0.0",
                    "0.255.255.255",
                    "10.0.0.0",
                    "10.255.255.255",
                    "100.64.0.0",
                    "100.127.255.255",
                    "127.0.0.1",
                    "127.255.255.255",
                    "169.254.0.0",
                    "169.254.169.254",
                    "172.16.0.0",
                    "172.31.255.255",
                    "192.0.0.1",
                    "192.0.2.1",
                    "192.88.99.1",
                    "192.168.0.0",
                    "192.168.255.255",
                    "198.18.0.0",
                    "198.19.255.255",
                    "198.51.100.7",
                    "203.0.113.7",
                    "224.0.0.1",
                    "240.0.0.1",
                    "255.255.255.255",
                    "::",
                    "::1",
                    "::2",
                    "::127.0.0.1",
                    "::ffff:127.0.0.1",
                    "::ffff:10.1.2.3",
                    "::ffff:169.254.169.254",
                    "::ffff:0:127.0.0.1",
                    "64:ff9b::1.1.1.1",
                    "64:ff9b:1::1",
                    "100::1",
                    "2001::1",
                    "2001:1ff::1",
                    "2001:db8::1",
                    "2002:7f00:1::",
                    "3fff::1",
                    "4000::1",
                    "fc00::1",
                    "fd12:3456::1",
                    "fe80::1",
                    "fec0::1",
                    "ff02::1"})
    EXPECT_FALSE(public_text(text)) << text;
  sockaddr other{.sa_family = AF_UNIX};
  EXPECT_FALSE(is_public(&other));
}

TEST(NoNetwork, StopsCallsWhileHeld) {
  Request nowhere = local("http://127.0.0.1:1/");
  {
    NoNetwork outer;
    {
      NoNetwork inner;
      EXPECT_BUG(Client().send(nowhere));
    }
    EXPECT_BUG(Client().send(nowhere));
  }
  EXPECT_NE(failure(nowhere), "");
}

TEST(NoNetwork, StopsOnlyItsThread) {
  TestServer server([](const std::string&) { return ok("x"); });
  NoNetwork held;
  std::thread([&] { EXPECT_EQ(Client().send(local(server.url())).body, "x"); }).join();
}

}  // namespace
}  // namespace probity::http
