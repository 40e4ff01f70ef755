// Sign-ins with wrong passwords at a steady rate, from many loopback addresses, each sign-in by an
// address of its own. Prints one JSON object.
//
//   bench_sign_in_flood --port N --seconds S [--rate R] [--sources N]
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fmt/format.h>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "arguments.h"

namespace {

using namespace probity::bench;
using Clock = std::chrono::steady_clock;

struct Tally {
  std::mutex mutex;
  std::map<int, std::int64_t> statuses;
};

int connect_from(std::uint16_t port, int source) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in from{}, to{};
  from.sin_family = to.sin_family = AF_INET;
  from.sin_addr.s_addr = htonl(0x7f000100u + static_cast<unsigned>(source));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  to.sin_port = htons(port);
  timeval patience{30, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (bind(fd, reinterpret_cast<sockaddr*>(&from), sizeof from) ||
      connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to)) {
    close(fd);
    return -1;
  }
  return fd;
}

// The status of one sign-in on a connection of its own; 0 when there was no answer.
int sign_in(std::uint16_t port, int source, std::int64_t n) {
  int fd = connect_from(port, source);
  if (fd < 0) return 0;
  std::string body =
      fmt::format(R"({{"email":"flood{}@example.org","password":"not the right one {}"}})", n, n);
  std::string out = fmt::format(
      "POST /4.0/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: "
      "application/json\r\n"
      "Content-Length: {}\r\n\r\n{}",
      body.size(), body);
  char in[64] = {};
  bool sent = send(fd, out.data(), out.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(out.size());
  ssize_t got = sent ? recv(fd, in, sizeof in - 1, MSG_WAITALL) : 0;
  close(fd);
  return got > 12 ? std::atoi(in + 9) : 0;
}

int flood(const Arguments& arguments) {
  auto port = static_cast<std::uint16_t>(arguments.number("--port"));
  double rate = static_cast<double>(arguments.number("--rate", 500));
  auto sources = static_cast<int>(arguments.number("--sources", 50));
  auto end = Clock::now() + std::chrono::seconds(arguments.number("--seconds", 20));
  auto start = Clock::now();
  Tally tally;
  std::atomic<std::int64_t> next{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 64; ++t)
    threads.emplace_back([&] {
      for (;;) {
        std::int64_t n = next++;
        auto due = start + std::chrono::duration_cast<Clock::duration>(
                               std::chrono::duration<double>(double(n) / rate));
        if (due >= end) return;
        std::this_thread::sleep_until(due);
        int status = sign_in(port, int(n % sources), n);
        std::lock_guard lock(tally.mutex);
        ++tally.statuses[status];
      }
    });
  for (auto& thread : threads) thread.join();
  double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  std::string statuses;
  std::int64_t all = 0;
  for (auto [status, count] : tally.statuses) {
    statuses += fmt::format("{}\"{}\":{}", statuses.empty() ? "" : ",", status, count);
    all += count;
  }
  std::printf("{\"requests\":%lld,\"seconds\":%.3f,\"statuses\":{%s}}\n",
              static_cast<long long>(all), seconds, statuses.c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return flood(Arguments(argc, argv));
  } catch (const std::exception& e) {
    std::fprintf(stderr, "bench_sign_in_flood: %s\n", e.what());
    return 2;
  }
}
