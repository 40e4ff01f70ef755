// One connection and the loop that runs it. Includes Boost.Asio and Beast: for listener.cc only.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "gateway/listener.h"

namespace probity::gateway {

namespace asio = boost::asio;
namespace beast = boost::beast;
using tcp = asio::ip::tcp;
using ErrorCode = boost::system::error_code;
using SteadyTime = std::chrono::steady_clock::time_point;

class Session;

// One thread and its connections. post(), refusal() and `open` are for any thread, the rest is for
// its own.
struct Loop : std::enable_shared_from_this<Loop> {
  Loop(const ListenerSettings& s, const Handler& h) : settings(s), handler(h) {}

  void post(std::function<void()> work);  // to the loop's thread; dropped once the loop has ended
  bool here() { return io.get_executor().running_in_this_thread(); }
  api::Reply refusal(int status, std::string_view reason) const noexcept;

  void adopt(tcp::socket socket);
  void forget(Session& session);
  void keep_time();                    // from now on ends what is overdue
  void retire();                       // ends what is idle, and takes no more
  void cut();                          // ends all at once
  bool empty_by(SteadyTime deadline);  // for another thread: waits until no connection is left
  void end();  // for another thread, after the loop's own has stopped: lets go of everything

  const ListenerSettings settings;
  const Handler handler;
  asio::io_context io{1};
  asio::ssl::context* tls = nullptr;
  std::unordered_map<Session*, std::shared_ptr<Session>> sessions;
  std::size_t max_sessions = 0;
  std::atomic<std::size_t> open{0};
  bool draining = false;
  std::array<char, 64 * 1024> scrap;  // for bytes that nobody will read

 private:
  bool make_room();
  std::vector<std::shared_ptr<Session>> all() const;

  asio::steady_timer clock_{io};
  std::mutex door_;
  std::condition_variable emptied_;
  bool ended_ = false;
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(Loop& loop, tcp::socket socket);
  void start();
  void send(api::Reply&& reply);  // the answer to the request that is being handled
  void end_if_overdue(SteadyTime now);
  void end_if_idle();
  void close();
  bool waiting() const { return stage_ <= Stage::head; }  // for a request to be whole
  SteadyTime deadline() const { return deadline_; }

 private:
  enum class Stage { handshake, idle, head, body, handling, replying, closing, closed };
  using Parser = beast::http::request_parser<beast::http::string_body>;

  // Chunk extensions are read past, but few and without control characters.
  struct ChunkGuard {
    std::size_t bytes = 0;
    void operator()(std::uint64_t size, beast::string_view extension, ErrorCode& ec);
  };

  void enter(Stage stage, int timeout_ms);
  void read();
  void on_read(const ErrorCode& ec, std::size_t bytes);
  void proceed();
  void scan_head();
  void begin_body();
  void take_body();
  void hand_over();
  void refuse(int status, std::string_view reason);
  void write(void (*then)(Session&));  // out_, whole
  void say_continue();
  void finish();
  void linger();

  Loop& loop_;
  tcp::socket socket_;
  std::optional<asio::ssl::stream<tcp::socket&>> tls_;
  std::string peer_;
  Stage stage_ = Stage::handshake;
  SteadyTime deadline_{};
  beast::flat_buffer buffer_;
  std::optional<HeadScan> scan_;
  std::optional<Parser> parser_;
  ChunkGuard guard_;
  std::string out_;
  std::size_t requests_ = 0, discarded_ = 0;
  bool keep_alive_ = false, head_only_ = false, close_after_ = false;
};

}  // namespace probity::gateway
