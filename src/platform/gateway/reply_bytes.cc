#include "gateway/reply_bytes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "base/clock.h"
#include "base/text.h"

namespace probity::gateway {
namespace {

struct Phrase {
  int status;
  std::string_view text;
};

constexpr std::array phrases = {
    Phrase{200, "OK"},
    Phrase{201, "Created"},
    Phrase{202, "Accepted"},
    Phrase{204, "No Content"},
    Phrase{301, "Moved Permanently"},
    Phrase{302, "Found"},
    Phrase{303, "See Other"},
    Phrase{304, "Not Modified"},
    Phrase{307, "Temporary Redirect"},
    Phrase{308, "Permanent Redirect"},
    Phrase{400, "Bad Request"},
    Phrase{401, "Unauthorized"},
    Phrase{403, "Forbidden"},
    Phrase{404, "Not Found"},
    Phrase{405, "Method Not Allowed"},
    Phrase{406, "Not Acceptable"},
    Phrase{408, "Request Timeout"},
    Phrase{409, "Conflict"},
    Phrase{410, "Gone"},
    Phrase{412, "Precondition Failed"},
    Phrase{413, "Content Too Large"},
    Phrase{414, "URI Too Long"},
    Phrase{415, "Unsupported Media Type"},
    Phrase{417, "Expectation Failed"},
    Phrase{422, "Unprocessable Content"},
    Phrase{428, "Precondition Required"},
    Phrase{429, "Too Many Requests"},
    Phrase{431, "Request Header Fields Too Large"},
    Phrase{500, "Internal Server Error"},
    Phrase{501, "Not Implemented"},
    Phrase{502, "Bad Gateway"},
    Phrase{503, "Service Unavailable"},
    Phrase{504, "Gateway Timeout"},
    Phrase{505, "HTTP Version Not Supported"},
};

std::string_view phrase(int status) {
  auto row = std::ranges::lower_bound(phrases, status, {}, &Phrase::status);
  return row != phrases.end() && row->status == status ? row->text : std::string_view();
}

void number(std::string& out, std::size_t value) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void field(std::string& out, std::string_view name, std::string_view value) {
  ((((out += name) += ": ") += value) += "\r\n");
}

bool may_send(const api::Header& header) {
  auto clean = [](unsigned char c) { return (c >= 0x20 && c != 0x7f) || c == '\t'; };
  auto named = [](char c) { return c > 0x20 && c < 0x7f && c != ':'; };
  return !header.name.empty() && std::ranges::all_of(header.name, named) &&
         std::ranges::all_of(header.value, clean);
}

// Formatted once a second and thread.
std::string_view date() {
  thread_local std::int64_t second = 0;
  thread_local std::string text;
  Instant at = now();
  if (text.empty() || second != at.micros / 1'000'000) {
    second = at.micros / 1'000'000;
    text = http_time(at);
    text.replace(text.rfind(' ') + 1, std::string::npos, "GMT");
  }
  return text;
}

struct Given {
  bool content_type = false, cache_control = false;
};

Given own_fields(std::string& out, const api::Reply& reply) {
  Given given;
  for (const api::Header& header : reply.headers) {
    std::string name = lower_ascii(header.name);
    if (name == "connection" || name == "content-length" || name == "transfer-encoding") continue;
    if (!may_send(header)) continue;
    given.content_type |= name == "content-type";
    given.cache_control |= name == "cache-control";
    field(out, header.name, header.value);
  }
  return given;
}

}  // namespace

std::string reply_bytes(const api::Reply& reply, const ReplyForm& form) {
  if (reply.status < 200 || reply.status > 599) return reply_bytes({500, ""}, form);
  bool has_body = reply.status != 204 && reply.status != 304;
  std::string out;
  out.reserve(reply.body.size() + 384);
  out += "HTTP/1.1 ";
  number(out, static_cast<std::size_t>(reply.status));
  ((out += ' ') += phrase(reply.status)) += "\r\n";
  Given given = own_fields(out, reply);
  if (has_body && !given.content_type) field(out, "Content-Type", "application/json");
  if (!given.cache_control) field(out, "Cache-Control", "no-store");
  field(out, "X-Content-Type-Options", "nosniff");
  if (form.secure) field(out, "Strict-Transport-Security", "max-age=63072000; includeSubDomains");
  field(out, "Date", date());
  if (has_body) {
    out += "Content-Length: ";
    number(out, reply.body.size());
    out += "\r\n";
  }
  if (form.close) field(out, "Connection", "close");
  out += "\r\n";
  if (has_body && !form.without_body) out += reply.body;
  return out;
}

}  // namespace probity::gateway
