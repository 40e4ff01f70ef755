#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "gateway/listener.h"
#include "gateway/raw_client.h"

namespace probity::gateway {
namespace {

using namespace std::chrono_literals;

api::Reply refusal(int status, std::string_view reason) {
  return {status, "{\"error\":\"" + std::string(reason) + "\"}"};
}

ListenerSettings quick() {
  ListenerSettings s;
  s.linger_timeout_ms = 300;
  s.refusal = refusal;
  return s;
}

void echo(api::Request&& request, Respond respond) { respond({200, std::move(request.body)}); }

std::string get(std::string_view path, std::string_view headers = "") {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: h\r\n" + std::string(headers) + "\r\n";
}

std::string post(std::string_view body, std::string_view headers = "") {
  return "POST / HTTP/1.1\r\nHost: h\r\n" + std::string(headers) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

template <class Condition>
bool soon(Condition condition) {
  for (int i = 0; i < 500 && !condition(); ++i) std::this_thread::sleep_for(10ms);
  return condition();
}

class Timer {
 public:
  int ms() const { return static_cast<int>((std::chrono::steady_clock::now() - began_) / 1ms); }

 private:
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

TEST(Listener, TellsTheHandlerWhatWasSent) {
  std::atomic<bool> right{false};
  Listener listener(quick(), [&](api::Request&& r, Respond respond) {
    right = r.method == "PUT" && r.path == "/a%2Fb" && r.query == "c=d?e" && r.body == "xyz" &&
            r.peer == "127.0.0.1" && r.header("x-one") == "1 2" && r.headers.size() == 3;
    respond({200, ""});
  });
  RawClient client(listener.port());
  client.send(
      "PUT /a%2Fb?c=d?e HTTP/1.1\r\nHost: h\r\nX-One:  1 2 \r\nContent-Length: 3\r\n\r\nxyz");
  EXPECT_EQ(status_of(client.reply()), 200);
  EXPECT_TRUE(right);
}

TEST(Listener, TrailersNeverBecomeHeaders) {
  Listener listener(quick(), [](api::Request&& r, Respond respond) {
    respond({200, std::string(r.header("apikey"))});
  });
  RawClient client(listener.port());
  client.send(
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\napikey: k\r\n\r\n");
  EXPECT_EQ(body_of(client.reply()), "");
}

TEST(Listener, KeepsTheConnectionAndTheOrder) {
  Listener listener(quick(), echo);
  RawClient client(listener.port());
  for (int i = 0; i < 200; ++i) {
    ASSERT_TRUE(client.send(post(std::to_string(i))));
    ASSERT_EQ(body_of(client.reply()), std::to_string(i));
  }
  std::string many;
  for (int i = 0; i < 200; ++i) many += post(std::to_string(i));
  client.send(many);
  for (int i = 0; i < 200; ++i) ASSERT_EQ(body_of(client.reply()), std::to_string(i));
  EXPECT_EQ(listener.connections(), 1u);
}

TEST(Listener, HandlesOneRequestOfAConnectionAtATime) {
  std::atomic<int> running{0}, most{0};
  std::vector<std::jthread> workers;
  std::mutex door;
  Listener listener(quick(), [&](api::Request&&, Respond respond) {
    most = std::max(most.load(), ++running);
    std::lock_guard lock(door);
    workers.emplace_back([&, respond] {
      std::this_thread::sleep_for(5ms);
      --running;
      respond({200, "x"});
    });
  });
  RawClient client(listener.port());
  client.send(get("/") + get("/") + get("/") + get("/"));
  for (int i = 0; i < 4; ++i) ASSERT_EQ(body_of(client.reply()), "x");
  EXPECT_EQ(most, 1);
}

TEST(Listener, HeadTellsTheLengthOnly) {
  Listener listener(quick(), [](api::Request&&, Respond respond) { respond({200, "12345"}); });
  RawClient client(listener.port());
  client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
  std::string head = client.reply(2000, true);
  EXPECT_NE(head.find("Content-Length: 5\r\n"), std::string::npos);
  client.send(get("/"));
  std::string next = client.reply();
  EXPECT_EQ(status_of(next), 200);
  EXPECT_EQ(body_of(next), "12345");
}

TEST(Listener, SaysContinueOnlyWhenAsked) {
  Listener listener(quick(), echo);
  RawClient client(listener.port());
  client.send("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\n");
  EXPECT_EQ(client.reply(), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("abc");
  EXPECT_EQ(body_of(client.reply()), "abc");
  client.send(post("abc", "Expect: 100-continue\r\n"));  // the body did not wait
  EXPECT_EQ(status_of(client.reply()), 200);
  client.send(
      "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 9999999\r\n\r\n");
  EXPECT_EQ(status_of(client.reply()), 413);
}

TEST(Listener, ErrorsCarryTheOwnersBody) {
  Listener listener(quick(), echo);
  RawClient client(listener.port());
  client.send("GET / HTTP/1.1\r\n\r\n");
  std::string reply = client.reply();
  EXPECT_EQ(body_of(reply), "{\"error\":\"the Host header is missing\"}");
  EXPECT_NE(reply.find("Content-Type: application/json\r\n"), std::string::npos);
  EXPECT_NE(reply.find("X-Content-Type-Options: nosniff\r\n"), std::string::npos);
  EXPECT_NE(reply.find("Cache-Control: no-store\r\n"), std::string::npos);
  EXPECT_EQ(reply.find("Server:"), std::string::npos);
}

struct Bound {
  const char* name;
  std::size_t n;
  int over;
  std::string (*of)(std::size_t size);
};

std::string head_of(std::size_t bytes) {
  std::string head = get("/", "A: \r\n");
  return get("/", "A: " + std::string(bytes > head.size() ? bytes - head.size() : 0, 'a') + "\r\n");
}

const Bound bounds[] = {
    {"head", 2000, 431, head_of},
    {"headers", 10, 431,
     [](std::size_t n) {
       std::string lines;
       for (std::size_t i = 1; i < n; ++i) lines += "A: b\r\n";
       return get("/", lines);
     }},
    {"target", 1000, 414, [](std::size_t n) { return get("/" + std::string(n - 1, 'a')); }},
    {"body", 50'000, 413, [](std::size_t n) { return post(std::string(n, 'a')); }},
    {"chunks", 50'000, 413,
     [](std::size_t n) {
       std::string all = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
       for (; n >= 10; n -= 10) all += "a\r\n0123456789\r\n";
       if (n > 0) all += std::to_string(n) + "\r\n" + std::string(n, 'x') + "\r\n";
       return all + "0\r\n\r\n";
     }},
};

TEST(Listener, EachBoundHoldsAtOneMore) {
  ListenerSettings s = quick();
  s.head = {.head_bytes = 2000, .headers = 10, .target_bytes = 1000};
  s.body_bytes = 50'000;
  Listener listener(s, [](api::Request&&, Respond respond) { respond({200, ""}); });
  for (const Bound& bound : bounds) {
    for (std::size_t size : {bound.n, bound.n + 1, bound.n * 100}) {
      RawClient client(listener.port());
      Timer timer;
      client.send(bound.of(size));
      std::string reply = client.reply();
      EXPECT_EQ(status_of(reply), size == bound.n ? 200 : bound.over) << bound.name << ' ' << size;
      EXPECT_LT(timer.ms(), 2000) << bound.name;
    }
  }
}

TEST(Listener, ChunkHeadersAndTrailersAreBounded) {
  ListenerSettings s = quick();
  s.head.head_bytes = 2000;
  Listener listener(s, echo);
  std::string begin = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::string& body : {"0\r\nA: " + std::string(200'000, 'a'), std::string(200'000, '0'),
                                  "3;a=" + std::string(200'000, 'a'),
                                  "3;a=" + std::string(1500, 'b') + "\r\nabc\r\n0\r\n\r\n"}) {
    RawClient client(listener.port());
    client.send(begin + body);
    EXPECT_EQ(status_of(client.reply()), 400);
  }
}

TEST(Listener, OneRequestMayHaveAnotherBodyLimit) {
  ListenerSettings s = quick();
  s.body_limit = [](const api::Request& head) { return head.path == "/upload" ? 10u : 5u; };
  Listener listener(s, echo);
  for (auto [path, size, status] :
       {std::tuple{"/upload", 10, 200}, {"/upload", 11, 413}, {"/", 5, 200}, {"/", 6, 413}}) {
    RawClient client(listener.port());
    std::string body(static_cast<std::size_t>(size), 'a');
    client.send("POST " + std::string(path) + " HTTP/1.1\r\nHost: h\r\nContent-Length: " +
                std::to_string(size) + "\r\n\r\n" + body);
    EXPECT_EQ(status_of(client.reply()), status) << path << size;
  }
}

ListenerSettings impatient() {
  ListenerSettings s = quick();
  s.header_timeout_ms = s.body_timeout_ms = s.write_timeout_ms = 300;
  s.idle_timeout_ms = 600;
  return s;
}

TEST(Listener, SlowHeadsEndHoweverTheyDrip) {
  Listener listener(impatient(), echo);
  RawClient silent(listener.port()), drip(listener.port());
  Timer timer;
  std::string head = get("/", "A: " + std::string(100, 'a') + "\r\n");
  std::size_t sent = 0;
  while (timer.ms() < 1000 && drip.send(head.substr(sent++, 1))) std::this_thread::sleep_for(50ms);
  EXPECT_LT(sent, head.size());
  EXPECT_EQ(status_of(drip.reply()), 408);
  EXPECT_EQ(silent.rest(), "");
  EXPECT_TRUE(silent.ended());
}

TEST(Listener, SlowHeadAfterAnother) {
  ListenerSettings s = impatient();
  s.idle_timeout_ms = 20'000;
  Listener listener(s, echo);
  RawClient client(listener.port());
  client.send(get("/"));
  EXPECT_EQ(status_of(client.reply()), 200);
  client.send("GET / HT");
  Timer timer;
  EXPECT_EQ(status_of(client.reply()), 408);
  EXPECT_LT(timer.ms(), 10'000);  // the head's time, not the idle one
}

TEST(Listener, SlowBodiesAndIdleConnectionsEnd) {
  Listener listener(impatient(), echo);
  RawClient body(listener.port()), idle(listener.port());
  body.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nab");
  idle.send(get("/"));
  EXPECT_EQ(status_of(idle.reply()), 200);
  Timer timer;
  EXPECT_EQ(status_of(body.reply()), 408);
  EXPECT_EQ(idle.rest(), "");
  EXPECT_TRUE(idle.ended());
  EXPECT_GE(timer.ms(), 400);
  EXPECT_TRUE(soon([&] { return listener.connections() == 0; }));
}

TEST(Listener, ClientsThatDoNotReadEnd) {
  Listener listener(impatient(), [](api::Request&&, Respond respond) {
    respond({200, std::string(32 * 1024 * 1024, 'a')});
  });
  RawClient client(listener.port());
  client.send(get("/"));
  EXPECT_TRUE(soon([&] { return listener.connections() == 1; }));
  EXPECT_TRUE(soon([&] { return listener.connections() == 0; }));
}

TEST(Listener, RunningRequestsHaveTheirTime) {
  std::jthread worker;
  Listener listener(impatient(), [&](api::Request&&, Respond respond) {
    worker = std::jthread([respond] {
      std::this_thread::sleep_for(900ms);
      respond({200, "late"});
    });
  });
  RawClient client(listener.port());
  client.send(get("/"));
  EXPECT_EQ(body_of(client.reply()), "late");
}

TEST(Listener, SlowHeadsDoNotKeepOthersOut) {
  ListenerSettings s = quick();
  s.max_connections = 4;
  Listener listener(s, echo);
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < 20; ++i) {
    slow.push_back(std::make_unique<RawClient>(listener.port()));
    slow.back()->send("GET / HT");
  }
  RawClient client(listener.port());
  client.send(get("/"));
  EXPECT_EQ(status_of(client.reply()), 200);
  EXPECT_LE(listener.connections(), 4u);
}

TEST(Listener, FullOfRunningRequestsItTakesNoMore) {
  std::vector<Respond> held;
  std::mutex door;
  ListenerSettings s = quick();
  s.max_connections = 2;
  Listener listener(s, [&](api::Request&&, Respond respond) {
    std::lock_guard lock(door);
    held.push_back(std::move(respond));
  });
  RawClient first(listener.port()), second(listener.port());
  first.send(get("/"));
  second.send(get("/"));
  ASSERT_TRUE(soon([&] { return std::lock_guard(door), held.size() == 2; }));
  RawClient third(listener.port());
  third.send(get("/"));
  EXPECT_EQ(third.rest(), "");
  EXPECT_TRUE(third.ended());
  for (Respond& respond : held) respond({200, "x"});
  EXPECT_EQ(body_of(first.reply()), "x");
  EXPECT_EQ(body_of(second.reply()), "x");
}

TEST(Listener, OnlyTheFirstAnswerCounts) {
  Listener listener(quick(), [](api::Request&& request, Respond respond) {
    respond({200, request.path});
    respond({200, "again"});
  });
  RawClient client(listener.port());
  for (auto path : {"/1", "/2", "/3"}) {
    client.send(get(path));
    EXPECT_EQ(body_of(client.reply()), path);
  }
}

TEST(Listener, ForgottenAndFailedRequestsAreAnswered) {
  Listener listener(quick(), [](api::Request&& request, Respond respond) {
    if (request.path == "/throw") throw std::runtime_error("seeded");
    if (request.path == "/later") std::thread([respond = std::move(respond)] {}).detach();
  });
  for (auto path : {"/throw", "/forget", "/later"}) {
    RawClient client(listener.port());
    client.send(get(path));
    EXPECT_EQ(status_of(client.reply()), 500) << path;
    client.rest();
    EXPECT_TRUE(client.ended());
  }
}

TEST(Listener, AnswersAfterTheClientOrTheListenerAreDropped) {
  std::vector<Respond> held;
  std::mutex door;
  auto waiting = [&] { return std::lock_guard(door), held.size(); };
  RawClient* kept = nullptr;
  {
    Listener listener(quick(), [&](api::Request&&, Respond respond) {
      std::lock_guard lock(door);
      held.push_back(std::move(respond));
    });
    RawClient gone(listener.port());
    kept = new RawClient(listener.port());
    gone.send(get("/"));
    kept->send(get("/"));
    ASSERT_TRUE(soon([&] { return waiting() == 2; }));
    gone.leave();
  }
  for (Respond& respond : held) respond({200, "x"});
  held.clear();
  EXPECT_EQ(kept->rest(), "");
  delete kept;
}

TEST(Listener, ClientsMayLeaveAtAnyByte) {
  Listener listener(quick(), echo);
  std::string whole = post("0123456789") + post("abc");
  for (std::size_t cut = 0; cut < whole.size(); ++cut) {
    RawClient client(listener.port());
    client.send(whole.substr(0, cut));
  }
  EXPECT_TRUE(soon([&] { return listener.connections() == 0; }));
  RawClient client(listener.port());
  client.send(get("/"));
  EXPECT_EQ(status_of(client.reply()), 200);
}

// Clients on many connections, answered from other threads, on two loops.
TEST(Listener, ManyClientsAtOnce) {
  ListenerSettings s = quick();
  s.threads = 2;
  std::vector<std::pair<std::string, Respond>> queue;
  std::mutex door;
  std::atomic<bool> over{false};
  Listener listener(s, [&](api::Request&& request, Respond respond) {
    std::lock_guard lock(door);
    queue.emplace_back(std::move(request.body), std::move(respond));
  });
  auto work = [&] {
    while (!over) {
      decltype(queue) taken;
      (std::lock_guard(door), taken.swap(queue));
      for (auto& [body, respond] : taken) respond({200, body});
      std::this_thread::sleep_for(1ms);
    }
  };
  std::jthread one(work), two(work);
  std::atomic<int> right{0};
  {
    std::vector<std::jthread> clients;
    for (int c = 0; c < 16; ++c)
      clients.emplace_back([&, c] {
        RawClient client(listener.port());
        for (int i = 0; i < 50; ++i) {
          std::string body = std::to_string(c * 1000 + i);
          body.append(static_cast<std::size_t>(i) * 40, 'b');
          client.send(post(body));
          right += body_of(client.reply()) == body;
        }
      });
  }
  over = true;
  EXPECT_EQ(right, 16 * 50);
}

TEST(Drain, EndsIdleConnectionsAndAwaitsRunningRequests) {
  std::jthread worker;
  std::atomic<bool> began{false};
  Listener listener(quick(), [&](api::Request&& request, Respond respond) {
    if (request.path == "/") return respond({200, "x"});
    began = true;
    worker = std::jthread([respond] {
      std::this_thread::sleep_for(300ms);
      respond({200, "done"});
    });
  });
  RawClient idle(listener.port()), silent(listener.port()), running(listener.port());
  idle.send(get("/"));
  EXPECT_EQ(status_of(idle.reply()), 200);
  running.send(get("/slow") + get("/never"));
  ASSERT_TRUE(soon([&] { return listener.connections() == 3 && began; }));
  std::jthread client([&] {
    std::string reply = running.reply();
    EXPECT_EQ(body_of(reply), "done");
    EXPECT_NE(reply.find("Connection: close\r\n"), std::string::npos);
    EXPECT_EQ(running.rest(), "");
    running.leave();
  });
  EXPECT_EQ(listener.drain(5000), 0u);
  EXPECT_EQ(listener.connections(), 0u);
  EXPECT_EQ(idle.rest(), "");
  EXPECT_TRUE(idle.ended());
  EXPECT_FALSE(RawClient(listener.port()).connected());
}

TEST(Drain, CutsWhatTakesTooLong) {
  std::vector<Respond> held;
  std::mutex door;
  Listener listener(quick(), [&](api::Request&&, Respond respond) {
    std::lock_guard lock(door);
    held.push_back(std::move(respond));
  });
  RawClient client(listener.port());
  client.send(get("/"));
  ASSERT_TRUE(soon([&] { return std::lock_guard(door), held.size() == 1; }));
  Timer timer;
  EXPECT_EQ(listener.drain(200), 1u);
  EXPECT_LT(timer.ms(), 2000);
  EXPECT_EQ(client.rest(), "");
  EXPECT_TRUE(client.ended());
}

// Under load: every request that was handled was answered whole.
TEST(Drain, LosesNoAnswerUnderLoad) {
  std::atomic<int> handled{0}, answered{0};
  Listener listener(quick(), [&](api::Request&&, Respond respond) {
    ++handled;
    respond({200, "whole"});
  });
  std::vector<std::jthread> clients;
  for (int c = 0; c < 8; ++c)
    clients.emplace_back([&] {
      RawClient client(listener.port());
      while (client.send(get("/")) && body_of(client.reply()) == "whole") ++answered;
    });
  ASSERT_TRUE(soon([&] { return answered > 200; }));
  EXPECT_EQ(listener.drain(5000), 0u);
  clients.clear();
  EXPECT_EQ(handled, answered);
}

TEST(Listener, RefusesWhatItCannotUse) {
  Listener first(quick(), echo);
  ListenerSettings taken = quick();
  taken.port = first.port();
  EXPECT_THROW(Listener(taken, echo), Breakdown);
  ListenerSettings nowhere = quick();
  nowhere.address = "not an address";
  EXPECT_THROW(Listener(nowhere, echo), Breakdown);
  ListenerSettings no_certificate = quick();
  no_certificate.tls = TlsFiles{"/nonexistent", "/nonexistent"};
  EXPECT_THROW(Listener(no_certificate, echo), Breakdown);
}

TEST(Listener, TheSamePortAtOnceAgain) {
  ListenerSettings s = quick();
  {
    Listener first(s, echo);
    s.port = first.port();
    RawClient client(s.port);
    client.send(get("/", "Connection: close\r\n"));
    client.rest();
  }
  Listener second(s, echo);
  RawClient client(s.port);
  client.send(get("/"));
  EXPECT_EQ(status_of(client.reply()), 200);
}

}  // namespace
}  // namespace probity::gateway
