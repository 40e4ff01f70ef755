#include "http/http.h"

#include <algorithm>

#include "base/text.h"
#include "http/curl.h"

namespace probity::http {
namespace {

constexpr long connect_timeout_ms = 5000;
constexpr long connections_kept = 8;  // by a thread
constexpr std::size_t head_bytes_max = 64 << 10;
constexpr std::string_view methods[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};

// One handle a thread and kind: a connection to a private address, once allowed, must not be found
// again by a request that may not use it.
CURL* handle_of_thread(bool allow_private) {
  thread_local Handle handles[2];
  Handle& handle = handles[allow_private];
  if (!handle) handle = new_handle();
  curl_easy_reset(handle.get());  // forgets the options, keeps the connections
  return handle.get();
}

// What happens while curl works: filled by its callbacks, read after.
struct Exchange {
  const Request& request;
  Response response;
  std::size_t head_bytes = 0;
  Guard guard{request.allow_private};
};

std::size_t take_header(char* line, std::size_t, std::size_t size, void* data) {
  auto& exchange = *static_cast<Exchange*>(data);
  exchange.head_bytes += size;
  if (exchange.head_bytes > head_bytes_max)
    return exchange.guard.stop("the answer's head is too large");
  std::string_view text(line, size);
  if (text.starts_with("HTTP/"))
    exchange.response.headers.clear();  // an interim answer came before
  std::size_t colon = text.find(':');
  if (colon != text.npos && !text.starts_with("HTTP/"))
    exchange.response.headers.push_back({lower_ascii(trimmed(text.substr(0, colon))),
                                         std::string(trimmed(text.substr(colon + 1)))});
  return size;
}

std::size_t take_body(char* block, std::size_t, std::size_t size, void* data) {
  auto& exchange = *static_cast<Exchange*>(data);
  std::string& body = exchange.response.body;
  if (size > exchange.request.max_body_bytes - body.size())
    return exchange.guard.stop("the answer's body is too large");
  body.append(block, size);
  return size;
}

Url parsed_url(const std::string& text) {
  Url url(curl_url());
  if (!url || text.contains('\0') ||
      curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_DISALLOW_USER) != CURLUE_OK)
    break_down("the target's URL is not usable");
  char* scheme = nullptr;
  if (curl_url_get(url.get(), CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK)
    break_down("the target's URL is not usable");
  bool fits = std::string_view(scheme) == "http" || std::string_view(scheme) == "https";
  curl_free(scheme);
  if (!fits) break_down("the target's URL is neither http nor https");
  return url;
}

bool is_token(std::string_view name) {
  constexpr std::string_view others = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           others.contains(c);
  });
}

bool is_field_text(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) {
    return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
  });
}

Lines header_lines(const std::vector<Header>& headers) {
  Lines lines;
  add_line(lines, "Expect:");        // no waiting for "100 Continue"
  add_line(lines, "Content-Type:");  // nor is a body a form unless the caller says so
  for (const Header& header : headers) {
    if (!is_token(header.name) || !is_field_text(header.value))
      break_down("a header can't be sent as it is");
    add_line(lines,
             trimmed(header.value).empty() ? header.name + ";" : header.name + ": " + header.value);
  }
  return lines;
}

void set_rules(CURL* handle, const Request& request) {
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(handle, CURLOPT_FOLLOWLOCATION, 0L);
  set(handle, CURLOPT_PROXY, "");  // nor one from the environment
  set(handle, CURLOPT_USERAGENT, "Probity");
  set(handle, CURLOPT_MAXCONNECTS, connections_kept);
  set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout_ms));
  set(handle, CURLOPT_CONNECTTIMEOUT_MS, std::min<long>(request.timeout_ms, connect_timeout_ms));
  if (!request.ca_file.empty()) {
    set(handle, CURLOPT_CAINFO, request.ca_file.c_str());
    set(handle, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
}

void set_message(CURL* handle, const Request& request) {
  bool carries = !request.body.empty() || request.method.starts_with('P');
  if (request.method == "HEAD") {
    set(handle, CURLOPT_NOBODY, 1L);
  } else if (carries) {
    set(handle, CURLOPT_POST, 1L);
    set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(handle, CURLOPT_POSTFIELDS, request.body.data());
  }
  set(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

void set_callbacks(CURL* handle, Exchange& exchange) {
  exchange.guard.watch(handle);
  set(handle, CURLOPT_HEADERFUNCTION, &take_header);
  set(handle, CURLOPT_HEADERDATA, &exchange);
  set(handle, CURLOPT_WRITEFUNCTION, &take_body);
  set(handle, CURLOPT_WRITEDATA, &exchange);
}

}  // namespace

std::string_view Response::header(std::string_view name) const {
  for (const Header& header : headers)
    if (header.name == name) return header.value;
  return {};
}

Response Client::send(const Request& request) const {
  bool a_transaction_is_open = NoNetwork::in_force();
  ENSURE(!a_transaction_is_open);
  ENSURE(std::ranges::find(methods, request.method) != std::end(methods));
  ENSURE(request.timeout_ms > 0);  // 0 would mean "for ever"

  CURL* handle = handle_of_thread(request.allow_private);
  Url url = parsed_url(request.url);
  Lines headers = header_lines(request.headers);
  Exchange exchange{request};
  set_rules(handle, request);
  set_message(handle, request);
  set_callbacks(handle, exchange);
  set(handle, CURLOPT_CURLU, url.get());
  set(handle, CURLOPT_HTTPHEADER, headers.get());
  CURLcode code = curl_easy_perform(handle);
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_reset(handle);  // it must not keep pointers into this call
  if (code != CURLE_OK)
    break_down(exchange.guard.refused ? exchange.guard.refused : curl_easy_strerror(code));
  exchange.response.status = static_cast<int>(status);
  return std::move(exchange.response);
}

}  // namespace probity::http
