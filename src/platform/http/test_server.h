// A tiny server for the tests of this room, on a loopback address of its own.
#pragma once

#include <arpa/inet.h>
#include <atomic>
#include <functional>
#include <mutex>
#include <netinet/in.h>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace probity::http {

// Answers each request by `answer(request as it came)`; an empty answer closes the connection.
class TestServer {
 public:
  using Answer = std::function<std::string(const std::string&)>;

  explicit TestServer(Answer answer) : answer_(std::move(answer)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bind(listener_, reinterpret_cast<sockaddr*>(&at), size);
    listen(listener_, 16);
    getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size);
    port_ = ntohs(at.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
  }

  ~TestServer() {
    ending_ = true;
    acceptor_.join();
    for (std::thread& serving : serving_) serving.join();
    close(listener_);
  }

  std::string url(const std::string& host = "127.0.0.1", const std::string& path = "/") const {
    return "http://" + host + ":" + std::to_string(port_) + path;
  }
  int connections() const { return connections_; }
  std::string last_request() {
    std::lock_guard lock(mutex_);
    return last_request_;
  }

 private:
  bool readable(int socket) {
    pollfd waiting{socket, POLLIN, 0};
    while (!ending_)
      if (poll(&waiting, 1, 20) > 0) return true;
    return false;
  }

  void accept_all() {
    while (readable(listener_)) {
      int socket = accept(listener_, nullptr, nullptr);
      if (socket < 0) continue;
      ++connections_;
      serving_.emplace_back([this, socket] { serve(socket); });
    }
  }

  static bool whole(const std::string& request) {
    std::size_t head = request.find("\r\n\r\n"), field = request.find("Content-Length: ");
    if (head == request.npos) return false;
    std::size_t body = field < head ? std::stoul(request.substr(field + 16)) : 0;
    return request.size() >= head + 4 + body;
  }

  void serve(int socket) {
    std::string request;
    while (readable(socket)) {
      char block[4096];
      ssize_t n = recv(socket, block, sizeof block, 0);
      if (n <= 0) break;
      request.append(block, static_cast<std::size_t>(n));
      if (!whole(request)) continue;
      {
        std::lock_guard lock(mutex_);
        last_request_ = request;
      }
      std::string answer = answer_(request);
      if (answer.empty()) break;
      send(socket, answer.data(), answer.size(), MSG_NOSIGNAL);
      request.clear();
    }
    close(socket);
  }

  Answer answer_;
  int listener_ = -1, port_ = 0;
  std::atomic<bool> ending_ = false;
  std::atomic<int> connections_ = 0;
  std::mutex mutex_;
  std::string last_request_;
  std::thread acceptor_;
  std::vector<std::thread> serving_;  // touched by the acceptor, then by the destructor
};

inline std::string ok(const std::string& body, const std::string& headers = "") {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers +
         "\r\n" + body;
}

}  // namespace probity::http
