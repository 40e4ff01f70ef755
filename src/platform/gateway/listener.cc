#include "gateway/listener.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509err.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <thread>
#include <utility>
#include <vector>

#include "base/log.h"
#include "base/result.h"
#include "gateway/session.h"

namespace probity::gateway {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

int tick_ms(const ListenerSettings& s) {
  int shortest = std::min({s.header_timeout_ms, s.body_timeout_ms, s.idle_timeout_ms,
                           s.write_timeout_ms, s.linger_timeout_ms});
  return std::clamp(shortest / 4, 10, 250);
}

[[noreturn]] void unusable(const char* what, const ErrorCode& ec) {
  throw Breakdown("The listener cannot start", std::string(what) + ": " + ec.message());
}

// Only AEAD ciphers with forward secrecy; TLS 1.3 has no others.
void harden(SSL_CTX* context) {
  static constexpr unsigned char name[] = "probity";
  SSL_CTX_set_options(
      context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  bool done = SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
              SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1 &&
              SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384") == 1 &&
              SSL_CTX_set_session_id_context(context, name, sizeof name - 1) == 1;
  if (!done) throw Breakdown("The listener cannot start", "OpenSSL refuses the TLS settings");
}

std::optional<TlsFault> load(asio::ssl::context& context, const TlsFiles& files) {
  ErrorCode ec;
  // Nobody is there to be asked for a passphrase.
  context.set_password_callback([](std::size_t, auto) { return std::string(); });
  context.use_certificate_chain_file(files.certificate_chain, ec);
  if (ec) return TlsFault{false, "is no usable PEM certificate: " + ec.message()};
  context.use_private_key_file(files.private_key, asio::ssl::context::pem, ec);
  // A key of the certificate's kind is compared at once, one of another kind by the check.
  bool foreign =
      ERR_GET_REASON(static_cast<unsigned long>(ec.value())) == X509_R_KEY_VALUES_MISMATCH;
  if (ec && !foreign) return TlsFault{true, "is no usable PEM key: " + ec.message()};
  if (foreign || SSL_CTX_check_private_key(context.native_handle()) != 1)
    return TlsFault{true, "does not belong to the certificate"};
  return std::nullopt;
}

std::unique_ptr<asio::ssl::context> tls_context(const TlsFiles& files) {
  auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
  harden(context->native_handle());
  if (auto fault = load(*context, files))
    throw Breakdown("The listener cannot start",
                    "the TLS " + std::string(fault->in_key ? "key " : "certificate ") + fault->why);
  return context;
}

}  // namespace

std::optional<TlsFault> fault_in(const TlsFiles& files) {
  asio::ssl::context context(asio::ssl::context::tls_server);
  return load(context, files);
}

void Loop::post(std::function<void()> work) {
  std::lock_guard lock(door_);
  if (!ended_) asio::post(io, std::move(work));
}

api::Reply Loop::refusal(int status, std::string_view reason) const noexcept {
  try {
    if (settings.refusal) return settings.refusal(status, reason);
  } catch (const std::exception& failure) {
    log::breakdown("refusal", failure.what());
  }
  return {status, ""};
}

std::vector<std::shared_ptr<Session>> Loop::all() const {
  std::vector<std::shared_ptr<Session>> found;
  found.reserve(sessions.size());
  for (const auto& [key, session] : sessions) found.push_back(session);
  return found;
}

void Loop::adopt(tcp::socket socket) {
  if (draining || (sessions.size() >= max_sessions && !make_room())) return;
  auto session = std::make_shared<Session>(*this, std::move(socket));
  sessions.emplace(session.get(), session);
  ++open;
  session->start();
}

bool Loop::make_room() {
  std::shared_ptr<Session> oldest;
  for (const auto& [key, session] : sessions)
    if (session->waiting() && (!oldest || session->deadline() < oldest->deadline()))
      oldest = session;
  if (oldest) oldest->close();
  return oldest != nullptr;
}

void Loop::forget(Session& session) {
  sessions.erase(&session);
  std::lock_guard lock(door_);
  if (--open == 0) emptied_.notify_all();
}

void Loop::keep_time() {
  clock_.expires_after(milliseconds(tick_ms(settings)));
  clock_.async_wait([this](const ErrorCode& ec) {
    if (ec) return;
    for (const auto& session : all()) session->end_if_overdue(steady_clock::now());
    keep_time();
  });
}

void Loop::retire() {
  draining = true;
  for (const auto& session : all()) session->end_if_idle();
}

void Loop::cut() {
  for (const auto& session : all()) session->close();
}

bool Loop::empty_by(SteadyTime deadline) {
  std::unique_lock lock(door_);
  return emptied_.wait_until(lock, deadline, [this] { return open == 0; });
}

void Loop::end() {
  {
    std::lock_guard lock(door_);
    ended_ = true;
  }
  clock_.cancel();
  cut();
  io.restart();
  io.poll();  // the cancelled operations hold the sessions
}

class Listener::Engine {
 public:
  Engine(ListenerSettings settings, Handler handler);
  ~Engine();

  std::size_t drain(int timeout_ms);
  std::size_t connections() const;
  std::uint16_t port() const { return port_; }

 private:
  void bind(const ListenerSettings& settings);
  void accept();
  void run(Loop& loop);

  std::unique_ptr<asio::ssl::context> tls_;
  std::vector<std::shared_ptr<Loop>> loops_;
  std::optional<tcp::acceptor> acceptor_;  // on the first loop
  std::optional<asio::steady_timer> pause_;
  std::uint16_t port_ = 0;
  std::size_t next_ = 0;
  std::vector<std::thread> threads_;
};

Listener::Engine::Engine(ListenerSettings settings, Handler handler) {
  if (settings.tls) tls_ = tls_context(*settings.tls);
  std::size_t count = static_cast<std::size_t>(std::max(settings.threads, 1));
  for (std::size_t i = 0; i < count; ++i) {
    auto loop = std::make_shared<Loop>(settings, handler);
    loop->tls = tls_.get();
    loop->max_sessions = std::max<std::size_t>(settings.max_connections / count, 1);
    loops_.push_back(std::move(loop));
  }
  bind(settings);
  pause_.emplace(loops_.front()->io);
  accept();
  for (auto& loop : loops_) {
    loop->keep_time();
    threads_.emplace_back([this, &loop = *loop] { run(loop); });
  }
}

void Listener::Engine::bind(const ListenerSettings& settings) {
  ErrorCode ec;
  auto address = asio::ip::make_address(settings.address, ec);
  if (ec) unusable("address", ec);
  acceptor_.emplace(loops_.front()->io);
  acceptor_->open(tcp::endpoint(address, settings.port).protocol(), ec);
  if (ec) unusable("socket", ec);
  acceptor_->set_option(tcp::acceptor::reuse_address(true), ec);
  if (!ec) acceptor_->bind(tcp::endpoint(address, settings.port), ec);
  if (ec) unusable("bind", ec);
  acceptor_->listen(asio::socket_base::max_listen_connections, ec);
  if (ec) unusable("listen", ec);
  port_ = acceptor_->local_endpoint().port();
}

// Out of descriptors, accepting fails at once and again: it pauses until some may be free.
void Listener::Engine::accept() {
  Loop& loop = *loops_[next_++ % loops_.size()];
  acceptor_->async_accept(loop.io, [this, &loop](const ErrorCode& ec, tcp::socket socket) {
    if (!acceptor_->is_open()) return;
    if (ec) {
      pause_->expires_after(milliseconds(100));
      return pause_->async_wait([this](const ErrorCode& cancelled) {
        if (!cancelled && acceptor_->is_open()) accept();
      });
    }
    if (loop.here()) {
      loop.adopt(std::move(socket));
    } else {
      auto kept = std::make_shared<tcp::socket>(std::move(socket));
      loop.post([&loop, kept] { loop.adopt(std::move(*kept)); });
    }
    accept();
  });
}

// What a handler or a callback throws has been caught nearer; this keeps the thread in any case.
void Listener::Engine::run(Loop& loop) {
  for (;;) {
    try {
      loop.io.run();
      return;
    } catch (const std::exception& failure) {
      log::breakdown("listener", failure.what());
    }
  }
}

std::size_t Listener::Engine::connections() const {
  std::size_t sum = 0;
  for (const auto& loop : loops_) sum += loop->open;
  return sum;
}

std::size_t Listener::Engine::drain(int timeout_ms) {
  auto deadline = steady_clock::now() + milliseconds(timeout_ms);
  loops_.front()->post([this] {
    ErrorCode ignored;
    acceptor_->close(ignored);
  });
  for (auto& loop : loops_) loop->post([&loop = *loop] { loop.retire(); });
  std::size_t left = 0;
  for (auto& loop : loops_) {
    if (loop->empty_by(deadline)) continue;
    left += loop->open;
    loop->post([&loop = *loop] { loop.cut(); });
  }
  return left;
}

Listener::Engine::~Engine() {
  for (auto& loop : loops_) loop->io.stop();
  for (auto& thread : threads_) thread.join();
  ErrorCode ignored;
  acceptor_->close(ignored);
  pause_->cancel();
  for (auto& loop : loops_) loop->end();
}

Listener::Listener(ListenerSettings settings, Handler handler)
    : engine_(std::make_unique<Engine>(std::move(settings), std::move(handler))) {}
Listener::~Listener() = default;

std::uint16_t Listener::port() const { return engine_->port(); }
std::size_t Listener::connections() const { return engine_->connections(); }
std::size_t Listener::drain(int timeout_ms) { return engine_->drain(timeout_ms); }

}  // namespace probity::gateway
