#include "load.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <fmt/format.h>
#include <memory>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace probity::bench {
namespace {

double now_s() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double cpu_s() {
  rusage u;
  getrusage(RUSAGE_SELF, &u);
  auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(u.ru_utime) + seconds(u.ru_stime);
}

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what); }

class Connection {
 public:
  explicit Connection(std::uint16_t port) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) fail("cannot connect");
    int on = 1;
    setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  ~Connection() { close(fd_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  int fd() const { return fd_; }

  // A request is smaller than the socket's buffer, so that a blocking send does not wait.
  void send(std::string_view request) {
    while (!request.empty()) {
      ssize_t sent = ::send(fd_, request.data(), request.size(), MSG_NOSIGNAL);
      if (sent <= 0) fail("the connection was lost while sending");
      request.remove_prefix(static_cast<std::size_t>(sent));
    }
    in_.clear();
    head_ = expected_ = 0;
  }

  // Reads what is there; true when the reply is whole.
  bool receive() {
    std::size_t old = in_.size();
    in_.resize(old + 65536);
    ssize_t got = recv(fd_, in_.data() + old, 65536, 0);
    if (got <= 0) fail("the connection was lost while receiving");
    in_.resize(old + static_cast<std::size_t>(got));
    if (head_ == 0) read_head();
    return head_ != 0 && in_.size() >= expected_;
  }

  Reply reply() const {
    int status = 0;
    std::from_chars(in_.data() + 9, in_.data() + 12, status);  // "HTTP/1.1 201 …"
    return {status, std::string_view(in_).substr(head_, expected_ - head_)};
  }

  std::int64_t number = 0;
  double since = 0;

 private:
  void read_head() {
    auto end = in_.find("\r\n\r\n");
    if (end == std::string::npos) return;
    std::string head = in_.substr(0, end);
    std::ranges::transform(head, head.begin(), [](unsigned char c) { return std::tolower(c); });
    constexpr std::string_view name = "\r\ncontent-length: ";
    auto at = head.find(name);
    if (!head.starts_with("http/1.1 ") || at == std::string::npos)
      fail("a reply is not understood");
    std::size_t length = 0;
    std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
    head_ = end + 4;
    expected_ = head_ + length;
  }

  int fd_;
  std::string in_;
  std::size_t head_ = 0, expected_ = 0;
};

class Run {
 public:
  explicit Run(const Load& load) : load_(load), epoll_(epoll_create1(0)) {
    for (int i = 0; i < load.connections; ++i) {
      connections_.push_back(std::make_unique<Connection>(load.port));
      epoll_event wanted{EPOLLIN, {.ptr = connections_.back().get()}};
      epoll_ctl(epoll_, EPOLL_CTL_ADD, connections_.back()->fd(), &wanted);
    }
  }
  ~Run() { close(epoll_); }

  Outcome operator()() {
    start_ = shown_ = now_s();
    double cpu = cpu_s();
    for (auto& connection : connections_) ask(*connection);
    while (under_way_) {
      epoll_event ready[64];
      int n = epoll_wait(epoll_, ready, 64, 60'000);
      if (n <= 0) fail("no reply in 60 s");
      for (int i = 0; i < n; ++i) {
        auto& connection = *static_cast<Connection*>(ready[i].data.ptr);
        if (!connection.receive()) continue;
        take(connection);
        ask(connection);
      }
    }
    out_.seconds = now_s() - start_;
    out_.cpu_seconds = cpu_s() - cpu;
    std::ranges::sort(out_.latencies_ms);
    if (!load_.progress.empty()) std::fputc('\n', stderr);
    return std::move(out_);
  }

 private:
  void ask(Connection& connection) {
    double now = now_s();
    if (load_.count && asked_ >= load_.count) return;
    if (load_.seconds > 0 && now - start_ >= load_.seconds) return;
    connection.number = asked_++;
    text_.clear();
    load_.request(connection.number, text_);
    connection.since = now_s();
    connection.send(text_);
    ++under_way_;
  }

  void take(Connection& connection) {
    double now = now_s();
    Reply reply = connection.reply();
    --under_way_;
    ++out_.requests;
    ++out_.statuses[reply.status];
    out_.latencies_ms.push_back(static_cast<float>((now - connection.since) * 1e3));
    load_.reply(connection.number, reply);
    if (load_.progress.empty() || now - shown_ < 1) return;
    shown_ = now;
    std::fprintf(stderr, "\r   %s: %lld%s in %.0f s, %.0f/s   ", load_.progress.c_str(),
                 static_cast<long long>(out_.requests),
                 load_.count ? fmt::format(" of {}", load_.count).c_str() : "", now - start_,
                 static_cast<double>(out_.requests) / (now - start_));
  }

  const Load& load_;
  int epoll_;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::int64_t asked_ = 0;
  int under_way_ = 0;
  double start_ = 0, shown_ = 0;
  std::string text_;
  Outcome out_;
};

}  // namespace

double Outcome::latency_ms(double percentile) const {
  if (latencies_ms.empty()) return 0;
  auto at = static_cast<std::size_t>(percentile * static_cast<double>(latencies_ms.size()));
  return latencies_ms[std::min(at, latencies_ms.size() - 1)];
}

Outcome run(const Load& load) { return Run(load)(); }

std::string members(const Outcome& o) {
  std::string statuses;
  for (auto [status, count] : o.statuses)
    statuses += fmt::format("{}\"{}\":{}", statuses.empty() ? "" : ",", status, count);
  return fmt::format(
      R"("requests":{},"seconds":{:.3f},"cpu_seconds":{:.3f},"p50_ms":{:.2f},"p99_ms":{:.2f},"statuses":{{{}}})",
      o.requests, o.seconds, o.cpu_seconds, o.latency_ms(.5), o.latency_ms(.99), statuses);
}

}  // namespace probity::bench
