#include "http/forwarder.h"

#include <atomic>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "base/log.h"
#include "base/text.h"
#include "http/curl.h"

namespace probity::http {
namespace {

// Below the time after which the other side ends an idle connection, so that none is used as it
// dies.
constexpr long idle_seconds = 20;
constexpr int poll_ms = 1'000;

constexpr std::size_t head_bytes_max = 64 << 10;

void must_multi(CURLMcode code, const char* step) {
  if (code != CURLM_OK)
    break_down(std::string("libcurl: ") + step + ": " + curl_multi_strerror(code));
}

std::string origin_of(const std::string& upstream) {
  Url url(curl_url());
  char *scheme = nullptr, *host = nullptr, *path = nullptr;
  bool fits =
      url &&
      curl_url_set(url.get(), CURLUPART_URL, upstream.c_str(), CURLU_DISALLOW_USER) == CURLUE_OK &&
      curl_url_get(url.get(), CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
      curl_url_get(url.get(), CURLUPART_HOST, &host, 0) == CURLUE_OK &&
      curl_url_get(url.get(), CURLUPART_PATH, &path, 0) == CURLUE_OK;
  std::string_view name = scheme ? scheme : "", rest = path ? path : "";
  fits = fits && (name == "http" || name == "https") && (rest.empty() || rest == "/") &&
         !upstream.contains('?') && !upstream.contains('#');
  for (char* part : {scheme, host, path}) curl_free(part);
  if (!fits) break_down("the upstream's URL must be of a scheme, host and port");
  return upstream.ends_with('/') ? upstream : upstream + '/';
}

// One request under way. Its handle points into it, so it stays where it is.
struct Exchange {
  Forwarded request;
  Forwarder::Answered answered;
  Handle handle;
  Lines lines;
  Response response;
  std::size_t max_body_bytes = 0, head_bytes = 0;
};

std::size_t take_header(char* line, std::size_t, std::size_t size, void* data) {
  auto& exchange = *static_cast<Exchange*>(data);
  exchange.head_bytes += size;
  if (exchange.head_bytes > head_bytes_max) return 0;  // which ends the exchange
  std::string_view text(line, size);
  std::size_t colon = text.find(':');
  if (text.starts_with("HTTP/"))
    exchange.response.headers.clear();  // an interim answer came before
  else if (colon != text.npos)
    exchange.response.headers.push_back({lower_ascii(trimmed(text.substr(0, colon))),
                                         std::string(trimmed(text.substr(colon + 1)))});
  return size;
}

std::size_t take_body(char* block, std::size_t, std::size_t size, void* data) {
  auto& exchange = *static_cast<Exchange*>(data);
  if (size > exchange.max_body_bytes - exchange.response.body.size()) return 0;
  exchange.response.body.append(block, size);
  return size;
}

// What libcurl would add by itself is taken away: the request goes on as it came.
Lines header_lines(const std::vector<Header>& headers) {
  Lines lines;
  bool accept = false, content_type = false;
  for (const Header& header : headers) {
    accept |= header.name == "accept";
    content_type |= header.name == "content-type";
    add_line(lines, header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
  }
  add_line(lines, "Expect:");
  if (!accept) add_line(lines, "Accept:");
  if (!content_type) add_line(lines, "Content-Type:");
  return lines;
}

}  // namespace

class Forwarder::Loop {
 public:
  explicit Loop(Settings settings)
      : settings_(std::move(settings)), origin_(origin_of(settings_.upstream)) {
    new_handle();  // starts the library
    multi_.reset(curl_multi_init());
    if (!multi_) break_down("libcurl: no multi handle");
    must_multi(
        curl_multi_setopt(multi_.get(), CURLMOPT_MAX_HOST_CONNECTIONS, settings_.connections),
        "option");
    must_multi(curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, settings_.connections),
               "option");
    thread_ = std::thread([this] { run(); });
  }

  ~Loop() {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    curl_multi_wakeup(multi_.get());
    thread_.join();
  }

  void send(Forwarded request, Answered answered) {
    bool a_transaction_is_open = NoNetwork::in_force();
    ENSURE(!a_transaction_is_open);
    if (in_flight_.fetch_add(1) >= settings_.in_flight) {
      --in_flight_;
      return answered(std::unexpected(Failure::busy));
    }
    auto exchange = std::make_unique<Exchange>();
    exchange->request = std::move(request);
    exchange->answered = std::move(answered);
    {
      std::lock_guard lock(mutex_);
      arrived_.push_back(std::move(exchange));
    }
    curl_multi_wakeup(multi_.get());
  }

 private:
  using Multi = std::unique_ptr<CURLM, Freed<curl_multi_cleanup>>;

  void run() {
    for (;;) {
      int numbers = 0;
      curl_multi_poll(multi_.get(), nullptr, 0, poll_ms, &numbers);
      std::vector<std::unique_ptr<Exchange>> fresh;
      bool stopping;
      {
        std::lock_guard lock(mutex_);
        fresh.swap(arrived_);
        stopping = stopping_;
      }
      for (auto& exchange : fresh) start(std::move(exchange));
      int running = 0;
      curl_multi_perform(multi_.get(), &running);
      int left = 0;
      while (CURLMsg* message = curl_multi_info_read(multi_.get(), &left))
        if (message->msg == CURLMSG_DONE) finish(message->easy_handle, message->data.result);
      if (stopping) return give_up();
    }
  }

  void start(std::unique_ptr<Exchange> exchange) {
    try {
      set_up(*exchange);
      must_multi(curl_multi_add_handle(multi_.get(), exchange->handle.get()), "add");
      CURL* handle = exchange->handle.get();
      running_.emplace(handle, std::move(exchange));
    } catch (const Breakdown& b) {
      log::breakdown("forward", b.detail());
      end(std::move(exchange), std::unexpected(Failure::unreachable));
    }
  }

  void set_up(Exchange& e) {
    if (idle_.empty()) {
      e.handle = new_handle();
    } else {
      e.handle = std::move(idle_.back());
      idle_.pop_back();
    }
    CURL* handle = e.handle.get();
    e.lines = header_lines(e.request.headers);
    e.max_body_bytes = settings_.max_body_bytes;
    set(handle, CURLOPT_HEADERFUNCTION, &take_header);
    set(handle, CURLOPT_HEADERDATA, &e);
    set(handle, CURLOPT_WRITEFUNCTION, &take_body);
    set(handle, CURLOPT_WRITEDATA, &e);
    set(handle, CURLOPT_NOSIGNAL, 1L);
    set(handle, CURLOPT_URL, origin_.c_str());
    set(handle, CURLOPT_REQUEST_TARGET, e.request.target.c_str());
    set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(handle, CURLOPT_PROXY, "");
    set(handle, CURLOPT_MAXAGE_CONN, idle_seconds);
    set(handle, CURLOPT_TIMEOUT_MS, settings_.timeout_ms);
    set(handle, CURLOPT_CONNECTTIMEOUT_MS, settings_.connect_timeout_ms);
    if (e.request.method == "HEAD") {
      set(handle, CURLOPT_NOBODY, 1L);
    } else if (!e.request.body.empty() || e.request.method.starts_with('P')) {
      set(handle, CURLOPT_POST, 1L);
      set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(e.request.body.size()));
      set(handle, CURLOPT_POSTFIELDS, e.request.body.data());
    }
    set(handle, CURLOPT_CUSTOMREQUEST, e.request.method.c_str());
    set(handle, CURLOPT_HTTPHEADER, e.lines.get());
  }

  void finish(CURL* handle, CURLcode code) {
    long status = 0, sent = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(handle, CURLINFO_REQUEST_SIZE, &sent);
    curl_multi_remove_handle(multi_.get(), handle);
    auto found = running_.extract(handle);
    if (found.empty()) return;
    auto exchange = std::move(found.mapped());
    if (code == CURLE_OK) {
      Response response = std::move(exchange->response);
      response.status = static_cast<int>(status);
      return end(std::move(exchange), std::move(response));
    }
    log::breakdown("forward", curl_easy_strerror(code));
    end(std::move(exchange), std::unexpected(sent == 0 ? Failure::unreachable : Failure::lost));
  }

  // The handle is kept for another; the connection is the multi handle's.
  void end(std::unique_ptr<Exchange> exchange, std::expected<Response, Failure> outcome) {
    if (exchange->handle && idle_.size() < static_cast<std::size_t>(settings_.connections)) {
      curl_easy_reset(exchange->handle.get());
      idle_.push_back(std::move(exchange->handle));
    }
    --in_flight_;
    exchange->answered(std::move(outcome));
  }

  void give_up() {
    auto left = std::exchange(running_, {});
    for (auto& [handle, exchange] : left) {
      curl_multi_remove_handle(multi_.get(), handle);
      end(std::move(exchange), std::unexpected(Failure::lost));
    }
  }

  Settings settings_;
  std::string origin_;
  Multi multi_;
  std::vector<Handle> idle_;                                      // the loop's
  std::unordered_map<CURL*, std::unique_ptr<Exchange>> running_;  // the loop's
  std::atomic<std::size_t> in_flight_ = 0;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Exchange>> arrived_;
  bool stopping_ = false;
  std::thread thread_;
};

Forwarder::Forwarder(Settings settings) : loop_(std::make_unique<Loop>(std::move(settings))) {}
Forwarder::~Forwarder() = default;

void Forwarder::send(Forwarded request, Answered answered) {
  loop_->send(std::move(request), std::move(answered));
}

}  // namespace probity::http
