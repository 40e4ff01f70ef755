// Hands requests on to another process of ours, many at a time: one thread runs them all over
// kept connections, so that nobody waits for an answer.
#pragma once

#include <expected>
#include <functional>
#include <memory>

#include "http/http.h"

namespace probity::http {

// As it came in; nothing of it is decoded or encoded on the way.
struct Forwarded {
  std::string method;  // a token of HTTP
  std::string target;  // path and query
  std::vector<Header> headers;
  std::string body;
};

class Forwarder {
 public:
  struct Settings {
    std::string upstream;         // "http://host:port" or https; any address: operators set it
    std::size_t in_flight = 512;  // one more fails at once as `busy`
    long connections = 64;        // open at once; the rest wait for one
    long connect_timeout_ms = 2'000;
    long timeout_ms = 60'000;  // of a whole exchange, with waiting for a connection
    std::size_t max_body_bytes = 64 << 20;
  };
  // `busy`: too many in flight, nothing was sent. `unreachable`: no connection, nothing was sent.
  // `lost`: it may have been done or not.
  enum class Failure { busy, unreachable, lost };
  using Answered = std::function<void(std::expected<Response, Failure>)>;

  // Throws Breakdown when the URL is not one of a scheme, host and port.
  explicit Forwarder(Settings settings);
  ~Forwarder();  // what is still under way is answered as `lost`
  Forwarder(const Forwarder&) = delete;
  Forwarder& operator=(const Forwarder&) = delete;

  // From any thread; `answered` is called once, on the forwarder's own thread or, when it fails at
  // once, on the caller's. It must not block and must not throw. The headers Connection,
  // Content-Length, Host and Transfer-Encoding are the connection's own: don't send them along.
  void send(Forwarded request, Answered answered);

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace probity::http
