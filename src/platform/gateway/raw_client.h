// For tests: a client that sends exactly the bytes it is given, and replies as it got them.
#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace probity::gateway {

class RawClient {
 public:
  explicit RawClient(std::uint16_t port)
      : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
  }
  ~RawClient() { leave(); }
  RawClient(const RawClient&) = delete;

  bool connected() const { return connected_; }
  bool ended() const { return ended_; }  // the server has closed or reset
  int descriptor() const { return socket_; }
  void leave() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }

  // False when the server would not take all of it.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  // One reply, by its Content-Length (none when `without_body`); what has come by then when the
  // server ends or `timeout_ms` passes.
  std::string reply(int timeout_ms = 5000, bool without_body = false) {
    std::size_t whole = std::string::npos;
    auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
    for (;;) {
      std::size_t end = got_.find("\r\n\r\n");
      if (end != std::string::npos) {
        std::size_t at = got_.find("Content-Length: ");
        std::size_t body = without_body || at > end ? 0 : std::stoul(got_.substr(at + 16));
        whole = end + 4 + body;
      }
      if (got_.size() >= whole || !more(until)) break;
    }
    std::string taken = got_.substr(0, whole);
    got_.erase(0, taken.size());
    return taken;
  }

  // Everything until the server ends the connection.
  std::string rest(int timeout_ms = 5000) {
    auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
    while (more(until)) {
    }
    return std::move(got_);
  }

 private:
  bool more(std::chrono::steady_clock::time_point until) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        until - std::chrono::steady_clock::now());
    pollfd waited{socket_, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&waited, 1, static_cast<int>(left.count())) <= 0) return false;
    char bytes[16 * 1024];
    ssize_t received = ::recv(socket_, bytes, sizeof bytes, 0);
    ended_ = received <= 0;
    if (!ended_) got_.append(bytes, static_cast<std::size_t>(received));
    return !ended_;
  }

  int socket_;
  bool connected_ = false, ended_ = false;
  std::string got_;
};

inline int status_of(std::string_view reply) {
  if (!reply.starts_with("HTTP/1.1 ") || reply.size() < 12) return 0;
  return std::stoi(std::string(reply.substr(9, 3)));
}

inline std::string_view body_of(std::string_view reply) {
  std::size_t end = reply.find("\r\n\r\n");
  return end == std::string_view::npos ? std::string_view() : reply.substr(end + 4);
}

}  // namespace probity::gateway
