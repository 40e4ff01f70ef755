// The network door: HTTP/1.1 with keep-alive over TCP or TLS, everything bounded. Requests leave it
// whole, one at a time per connection; replies may come from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/message.h"
#include "gateway/head_scan.h"

namespace probity::gateway {

// Answers one request. Any thread, any time, also after the listener is gone; only the first call
// counts, and the reply is dropped when the client has left. Letting go of every copy unanswered
// answers 500 and ends the connection.
using Respond = std::function<void(api::Reply&&)>;

// Called on an io thread, so it must not block: hand the request to a worker. If it throws: 500.
using Handler = std::function<void(api::Request&&, Respond)>;

struct TlsFiles {
  std::string certificate_chain;  // PEM, the server's certificate first
  std::string private_key;        // PEM, without a passphrase
};

// What keeps a listener from using the files.
struct TlsFault {
  bool in_key;  // else in the certificate chain
  std::string why;
};
std::optional<TlsFault> fault_in(const TlsFiles& files);

struct ListenerSettings {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any free one, see Listener::port
  int threads = 1;
  std::optional<TlsFiles> tls = {};  // TLS 1.2 and 1.3; none: plain

  HeadLimits head = {};
  std::size_t body_bytes = 1024 * 1024;  // over: 413
  // The body limit of one request, asked before its body is read; empty: body_bytes.
  std::function<std::size_t(const api::Request& head)> body_limit = {};

  int header_timeout_ms = 10'000;  // TLS handshake; then a head from its first byte; over: 408
  int body_timeout_ms = 30'000;    // a whole body; over: 408
  int idle_timeout_ms = 60'000;    // between two requests
  int write_timeout_ms = 30'000;   // until the client has taken a reply
  int linger_timeout_ms = 1'000;   // for a client to see the end of a connection
  // When full, of the connections without a whole request the one nearest to its time-out makes
  // room (so slow heads can't keep others out); if there is none, the newcomer is closed.
  std::size_t max_connections = 1024;

  // The body of what the listener refuses itself (400, 408, 413, 414, 417, 431, 500, 505).
  std::function<api::Reply(int status, std::string_view reason)> refusal = {};
};

class Listener {
 public:
  // Listens and serves from here on. Throws Breakdown when the address can't be bound or a TLS
  // file can't be used.
  Listener(ListenerSettings settings, Handler handler);
  ~Listener();  // cuts what is still open
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  std::uint16_t port() const;
  std::size_t connections() const;

  // Stops accepting, ends idle connections and waits until running requests are answered. Returns
  // how many connections it had to cut at the end of `timeout_ms`.
  std::size_t drain(int timeout_ms);

 private:
  class Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace probity::gateway
