#include "gateway/session.h"

#include <algorithm>
#include <boost/asio/write.hpp>
#include <utility>

#include "base/log.h"
#include "gateway/reply_bytes.h"

namespace probity::gateway {
namespace {

constexpr std::size_t read_bytes = 4 * 1024;               // at a time, of a head
constexpr std::size_t body_read_bytes = 64 * 1024;         // at a time, of a body
constexpr std::size_t kept_buffer_bytes = 16 * 1024;       // what an idle connection may hold on to
constexpr std::size_t discarded_bytes = 16 * 1024 * 1024;  // of a client that talks on at the end
constexpr std::size_t extension_bytes = 1024;              // of all chunks of a body

// The right to answer one request, once. Whoever holds it last answers, if nobody has.
class Ticket {
 public:
  Ticket(std::shared_ptr<Loop> loop, std::weak_ptr<Session> session)
      : loop_(std::move(loop)), session_(std::move(session)) {}
  Ticket(const Ticket&) = delete;
  ~Ticket() {
    if (!used_) answer(loop_->refusal(500, "the request was not answered"), true);
  }

  void answer(api::Reply&& reply, bool close = false) {
    if (used_.exchange(true)) return;
    reply.close |= close;
    if (loop_->here()) {
      if (auto session = session_.lock()) session->send(std::move(reply));
      return;
    }
    auto kept = std::make_shared<api::Reply>(std::move(reply));
    loop_->post([session = session_, kept] {
      if (auto open = session.lock()) open->send(std::move(*kept));
    });
  }

 private:
  std::shared_ptr<Loop> loop_;
  std::weak_ptr<Session> session_;
  std::atomic<bool> used_{false};
};

constexpr SteadyTime never = SteadyTime::max();

bool is_text(char c) { return (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) || c == '\t'; }

}  // namespace

Session::Session(Loop& loop, tcp::socket socket) : loop_(loop), socket_(std::move(socket)) {
  if (loop.tls) tls_.emplace(socket_, *loop.tls);
}

void Session::enter(Stage stage, int timeout_ms) {
  stage_ = stage;
  deadline_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
}

void Session::start() {
  ErrorCode ec;
  socket_.set_option(tcp::no_delay(true), ec);
  auto end = socket_.remote_endpoint(ec);
  if (ec) return close();
  auto address = end.address();
  bool mapped = address.is_v6() && address.to_v6().is_v4_mapped();
  peer_ = mapped ? asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string()
                 : address.to_string();
  enter(tls_ ? Stage::handshake : Stage::idle, loop_.settings.header_timeout_ms);
  if (!tls_) return read();
  tls_->async_handshake(asio::ssl::stream_base::server,
                        [self = shared_from_this()](const ErrorCode& failed) {
                          if (self->stage_ != Stage::handshake) return;
                          if (failed) return self->close();
                          self->enter(Stage::idle, self->loop_.settings.header_timeout_ms);
                          self->read();
                        });
}

void Session::read() {
  auto room = buffer_.prepare(stage_ == Stage::body ? body_read_bytes : read_bytes);
  auto then = [self = shared_from_this()](const ErrorCode& ec, std::size_t bytes) {
    self->on_read(ec, bytes);
  };
  if (tls_)
    tls_->async_read_some(room, std::move(then));
  else
    socket_.async_read_some(room, std::move(then));
}

void Session::on_read(const ErrorCode& ec, std::size_t bytes) {
  bool wanted = stage_ == Stage::idle || stage_ == Stage::head || stage_ == Stage::body;
  if (!wanted) return;  // overdue in the meantime
  if (ec) return close();
  buffer_.commit(bytes);
  proceed();
}

// Goes as far as the bytes that are here allow.
void Session::proceed() {
  try {
    if (stage_ == Stage::idle) {
      if (buffer_.size() == 0) return read();
      if (requests_++ > 0) enter(Stage::head, loop_.settings.header_timeout_ms);
      stage_ = Stage::head;  // the first head shares the time of its connection's opening
      scan_.emplace(loop_.settings.head);
    }
    if (stage_ == Stage::head)
      scan_head();
    else
      take_body();
  } catch (const std::exception& failure) {
    log::breakdown("listener", failure.what());
    refuse(500, "the request could not be read");
  }
}

void Session::scan_head() {
  std::string_view bytes(static_cast<const char*>(buffer_.cdata().data()), buffer_.size());
  switch (scan_->feed(bytes)) {
    case HeadScan::Outcome::more:
      return read();
    case HeadScan::Outcome::refused:
      return refuse(scan_->refusal().status, scan_->refusal().reason);
    case HeadScan::Outcome::whole:
      return begin_body();
  }
}

// Beast reads the head a second time: it frames the body, and must agree with the scan about it.
void Session::begin_body() {
  const ListenerSettings& settings = loop_.settings;
  Head& head = scan_->head();
  head_only_ = head.request.method == "HEAD";
  std::size_t limit = settings.body_limit ? settings.body_limit(head.request) : settings.body_bytes;
  if (head.content_length.value_or(0) > limit) return refuse(413, "the body is too large");
  Parser& parser = parser_.emplace();
  parser.header_limit(static_cast<std::uint32_t>(settings.head.head_bytes + 1));
  parser.body_limit(limit);
  parser.eager(true);
  guard_ = {};
  parser.on_chunk_header(guard_);
  ErrorCode ec;
  std::size_t used = parser.put(asio::buffer(buffer_.cdata(), scan_->bytes()), ec);
  if (ec || used != scan_->bytes() || parser.chunked() != head.chunked ||
      parser.content_length().value_or(0) != head.content_length.value_or(0))
    return refuse(400, "the request head is malformed");
  buffer_.consume(used);
  keep_alive_ = parser.keep_alive() && !head.http_1_0;
  enter(Stage::body, settings.body_timeout_ms);
  if (head.expects_continue && !parser.is_done() && buffer_.size() == 0) return say_continue();
  take_body();
}

void Session::ChunkGuard::operator()(std::uint64_t, beast::string_view extension, ErrorCode& ec) {
  bytes += extension.size();
  if (bytes > extension_bytes || !std::ranges::all_of(extension, is_text))
    ec = beast::http::error::bad_chunk_extension;
}

void Session::take_body() {
  while (!parser_->is_done() && buffer_.size() > 0) {
    ErrorCode ec;
    std::size_t used = parser_->put(buffer_.cdata(), ec);
    buffer_.consume(used);
    if (ec == beast::http::error::body_limit) return refuse(413, "the body is too large");
    if (ec && ec != beast::http::error::need_more) return refuse(400, "the body is malformed");
    if (used == 0) break;
  }
  if (parser_->is_done()) return hand_over();
  if (buffer_.size() > loop_.settings.head.head_bytes)
    return refuse(400, "a chunk header or the trailers are too large");
  read();
}

void Session::hand_over() {
  api::Request request = std::move(scan_->head().request);
  request.body = std::move(parser_->get().body());
  request.peer = peer_;
  parser_.reset();
  if (buffer_.size() == 0 && buffer_.capacity() > kept_buffer_bytes) buffer_.shrink_to_fit();
  stage_ = Stage::handling;
  deadline_ = never;
  auto ticket = std::make_shared<Ticket>(loop_.shared_from_this(), weak_from_this());
  try {
    loop_.handler(std::move(request), [ticket = std::move(ticket)](api::Reply&& reply) {
      ticket->answer(std::move(reply));
    });
  } catch (const std::exception& failure) {
    log::breakdown("handler", failure.what());  // the ticket, let go of, has answered
  }
}

void Session::refuse(int status, std::string_view reason) {
  ErrorCode ec;
  socket_.cancel(ec);
  keep_alive_ = false;
  stage_ = Stage::handling;
  send(loop_.refusal(status, reason));
}

void Session::send(api::Reply&& reply) {
  if (stage_ != Stage::handling) return;
  close_after_ = reply.close || !keep_alive_ || loop_.draining;
  out_ = reply_bytes(
      reply, {.close = close_after_, .without_body = head_only_, .secure = tls_.has_value()});
  enter(Stage::replying, loop_.settings.write_timeout_ms);
  write([](Session& session) {
    if (session.stage_ != Stage::replying) return;
    session.out_ = {};
    if (session.close_after_ || session.loop_.draining) return session.finish();
    session.head_only_ = false;
    session.enter(Stage::idle, session.loop_.settings.idle_timeout_ms);
    session.proceed();
  });
}

void Session::say_continue() {
  out_ = "HTTP/1.1 100 Continue\r\n\r\n";
  write([](Session& session) {
    if (session.stage_ == Stage::body) session.read();
  });
}

void Session::write(void (*then)(Session&)) {
  auto written = [self = shared_from_this(), then](const ErrorCode& ec, std::size_t) {
    if (!ec) return then(*self);
    if (self->stage_ != Stage::closed && ec != asio::error::operation_aborted) self->close();
  };
  if (tls_)
    asio::async_write(*tls_, asio::buffer(out_), std::move(written));
  else
    asio::async_write(socket_, asio::buffer(out_), std::move(written));
}

// Closing with bytes unread would reset the connection and take our reply from the client.
void Session::finish() {
  enter(Stage::closing, loop_.settings.linger_timeout_ms);
  if (!tls_) return linger();
  tls_->async_shutdown([self = shared_from_this()](const ErrorCode&) {
    if (self->stage_ == Stage::closing) self->linger();
  });
}

void Session::linger() {
  ErrorCode ignored;
  if (discarded_ == 0) socket_.shutdown(tcp::socket::shutdown_send, ignored);
  socket_.async_read_some(asio::buffer(loop_.scrap),
                          [self = shared_from_this()](const ErrorCode& ec, std::size_t bytes) {
                            if (self->stage_ != Stage::closing) return;
                            self->discarded_ += bytes;
                            if (ec || self->discarded_ > discarded_bytes)
                              self->close();
                            else
                              self->linger();
                          });
}

void Session::close() {
  if (stage_ == Stage::closed) return;
  auto self = shared_from_this();
  stage_ = Stage::closed;
  deadline_ = never;
  ErrorCode ignored;
  socket_.close(ignored);
  loop_.forget(*this);
}

void Session::end_if_overdue(SteadyTime now) {
  if (now < deadline_) return;
  if (stage_ == Stage::head)
    refuse(408, "the request head took too long");
  else if (stage_ == Stage::body)
    refuse(408, "the request body took too long");
  else
    close();
}

void Session::end_if_idle() {
  ErrorCode ec;
  if (stage_ == Stage::idle && (socket_.available(ec) == 0 || ec)) close();
}

}  // namespace probity::gateway
