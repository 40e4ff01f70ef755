#include "gateway/head_scan.h"

#include <algorithm>
#include <charconv>

#include "base/fault.h"
#include "base/text.h"

namespace probity::gateway {
namespace {

constexpr std::size_t method_bytes = 32;
// What a request line may hold besides its target: a method, two spaces, "HTTP/1.1".
constexpr std::size_t around_target = method_bytes + 10;
constexpr std::size_t length_digits = 19;  // always fits 64 bits

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; }
bool is_visible(char c) { return c > 0x20 && c < 0x7f; }

bool is_token_char(char c) {
  return is_letter(c) || is_digit(c) ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_host_char(char c) {
  return is_letter(c) || is_digit(c) ||
         std::string_view("-._~%!$&'()*+;=:[]").find(c) != std::string_view::npos;
}

bool is_method(std::string_view text) {
  return !text.empty() && text.size() <= method_bytes &&
         std::ranges::all_of(text, [](char c) { return (c >= 'A' && c <= 'Z') || c == '-'; });
}

std::string_view without_padding(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

// The seeded fault lets everything doubtful pass, as a lenient parser would.
bool HeadScan::refuse(int status, std::string_view reason) {
  if (status == 400 && fault("lenient_http")) return true;
  refusal_ = {status, reason};
  return false;
}

HeadScan::Outcome HeadScan::feed(std::string_view bytes) {
  while (!ended_) {
    std::size_t at = seen_;
    while (at < bytes.size() && !is_control(bytes[at])) ++at;
    if (!began_ && at > limits_.target_bytes + around_target) {
      refusal_ = {414, "the request target is too long"};
      return Outcome::refused;
    }
    bool cut = at == bytes.size() || (bytes[at] == '\r' && at + 1 == bytes.size());
    if (at + (cut ? 1 : 2) > limits_.head_bytes) {
      refusal_ = {431, "the request head is too large"};
      return Outcome::refused;
    }
    if (cut) {
      seen_ = at;
      return Outcome::more;
    }
    if (bytes[at] != '\r' || bytes[at + 1] != '\n') {
      refusal_ = {400, "a control character or a bare line end in the request head"};
      return Outcome::refused;
    }
    if (!line(bytes.substr(line_start_, at - line_start_))) return Outcome::refused;
    line_start_ = seen_ = at + 2;
  }
  return Outcome::whole;
}

bool HeadScan::line(std::string_view text) {
  if (!began_) {
    began_ = true;
    return request_line(text);
  }
  if (!text.empty()) return field(text);
  ended_ = true;
  return finish();
}

bool HeadScan::request_line(std::string_view text) {
  std::size_t first = text.find(' ');
  std::size_t last = text.rfind(' ');
  if (first == std::string_view::npos || first == last)
    return refuse(400, "the request line is not: method, target, version");
  std::string_view version = text.substr(last + 1);
  head_.request.method = text.substr(0, first);
  if (!is_method(head_.request.method)) return refuse(400, "the method is malformed");
  if (!target(text.substr(first + 1, last - first - 1))) return false;
  head_.http_1_0 = version == "HTTP/1.0";
  if (version == "HTTP/1.1" || version == "HTTP/1.0") return true;
  bool other = version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) &&
               version[6] == '.' && is_digit(version[7]);
  return other ? refuse(505, "only HTTP/1.1 and HTTP/1.0 are spoken here")
               : refuse(400, "the HTTP version is malformed");
}

bool HeadScan::target(std::string_view text) {
  if (text.size() > limits_.target_bytes) return refuse(414, "the request target is too long");
  bool server_wide = text == "*" && head_.request.method == "OPTIONS";
  if (!server_wide && !text.starts_with('/'))
    return refuse(400, "the request target must begin with a slash");
  if (!std::ranges::all_of(text, [](char c) { return is_visible(c) && c != '#'; }))
    return refuse(400, "the request target holds a character that must be percent-encoded");
  std::size_t mark = text.find('?');
  head_.request.path = text.substr(0, mark);
  if (mark != std::string_view::npos) head_.request.query = text.substr(mark + 1);
  return true;
}

bool HeadScan::field(std::string_view text) {
  if (text.front() == ' ' || text.front() == '\t')
    return refuse(400, "a header is folded over lines");
  if (++headers_ > limits_.headers) return refuse(431, "too many headers");
  std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return refuse(400, "a header has no colon");
  std::string_view name = text.substr(0, colon);
  if (name.empty() || !std::ranges::all_of(name, is_token_char))
    return refuse(400, "the name of a header is malformed");
  api::Header& header = head_.request.headers.emplace_back(
      lower_ascii(name), std::string(without_padding(text.substr(colon + 1))));
  return framing(header.name, header.value);
}

bool HeadScan::framing(std::string_view name, std::string_view value) {
  if (name == "host") {
    if (++hosts_ > 1) return refuse(400, "more than one Host header");
    if (value.empty() || !std::ranges::all_of(value, is_host_char))
      return refuse(400, "the Host header is malformed");
  } else if (name == "content-length") {
    if (++content_lengths_ > 1) return refuse(400, "more than one Content-Length header");
    if (value.empty() || value.size() > length_digits || !std::ranges::all_of(value, is_digit))
      return refuse(400, "Content-Length must be one number of at most 19 digits");
    std::from_chars(value.data(), value.data() + value.size(), head_.content_length.emplace(0));
  } else if (name == "transfer-encoding") {
    if (++transfer_encodings_ > 1) return refuse(400, "more than one Transfer-Encoding header");
    if (lower_ascii(value) != "chunked")
      return refuse(400, "the only Transfer-Encoding understood is chunked");
    head_.chunked = true;
  } else if (name == "expect") {
    if (lower_ascii(value) != "100-continue") return refuse(417, "this Expect is not understood");
    head_.expects_continue = true;
  }
  return true;
}

bool HeadScan::finish() {
  if (hosts_ == 0 && !head_.http_1_0) return refuse(400, "the Host header is missing");
  if (transfer_encodings_ > 0 && content_lengths_ > 0)
    return refuse(400, "both Content-Length and Transfer-Encoding");
  if (transfer_encodings_ > 0 && head_.http_1_0)
    return refuse(400, "HTTP/1.0 has no Transfer-Encoding");
  head_.expects_continue = head_.expects_continue && !head_.http_1_0;
  return true;
}

}  // namespace probity::gateway
