#include "messages/sms.h"

#include <algorithm>
#include <functional>

#include "base/text.h"
#include "json/json.h"

namespace probity::messages {
namespace {

constexpr std::size_t answer_bytes_max = 64 << 10;
constexpr int timeout_ms = 15000;

bool is_json(std::string_view text) { return trimmed(text).starts_with('{'); }

// One pass: a message that holds "{to}" is not filled again.
std::string filled(std::string_view text, const std::string& to, const std::string& message) {
  std::string out;
  while (!text.empty()) {
    if (text.starts_with("{to}")) {
      out += to;
      text.remove_prefix(4);
    } else if (text.starts_with("{text}")) {
      out += message;
      text.remove_prefix(6);
    } else {
      out += text[0];
      text.remove_prefix(1);
    }
  }
  return out;
}

json::Value fill_json(json::Value value, const std::string& to, const std::string& message) {
  if (value.is_string()) return filled(value.string(), to, message);
  if (value.is_array())
    for (auto& item : value.array()) item = fill_json(std::move(item), to, message);
  if (value.is_object())
    for (auto& member : value.object())
      member.value = fill_json(std::move(member.value), to, message);
  return value;
}

std::string form_escaped(const std::string& text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    bool as_it_is = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                    std::string_view("-._~").contains(c);
    out += as_it_is ? std::string(1, c) : std::string{'%', digits[byte >> 4], digits[byte & 15]};
  }
  return out;
}

std::string fill_form(std::string_view form, const std::string& to, const std::string& message) {
  return filled(form, form_escaped(to), form_escaped(message));
}

}  // namespace

bool is_phone_number(std::string_view text) {
  return text.size() >= 8 && text.size() <= 16 && text[0] == '+' && text[1] != '0' &&
         std::ranges::all_of(text.substr(1), [](char c) { return c >= '0' && c <= '9'; });
}

std::string sms_template_fault(const std::string& text) {
  if (!text.contains("{to}") || !text.contains("{text}")) return "must hold {to} and {text}";
  if (is_json(text))
    return json::parse(text) ? ""
                             : "begins like JSON, and is none; {to} and {text} go into strings";
  for (auto pair : split(trimmed(text), '&')) {
    auto name = pair.substr(0, pair.find('='));
    bool plain = std::ranges::all_of(pair, [](char c) { return c > 0x20 && c < 0x7f; });
    if (name.size() == pair.size() || name.empty() || name.contains('{') || !plain)
      return "must be JSON, or a form like to={to}&text={text}";
  }
  return "";
}

http::Request sms_request(const std::string& url, const std::string& text_template,
                          const std::string& to, const std::string& text) {
  http::Request request{
      .method = "POST", .url = url, .timeout_ms = timeout_ms, .max_body_bytes = answer_bytes_max};
  if (is_json(text_template)) {
    auto document = json::parse(text_template);
    ENSURE(document);
    request.body = json::write(fill_json(std::move(*document), to, text));
    request.headers = {{"Content-Type", "application/json"}};
  } else {
    request.body = fill_form(trimmed(text_template), to, text);
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  }
  return request;
}

std::optional<std::vector<http::Header>> header_lines(std::string_view file) {
  std::vector<http::Header> headers;
  for (auto line : split(file, '\n')) {
    line = trimmed(line);
    if (line.empty() || line.starts_with('#')) continue;
    auto colon = line.find(':');
    if (colon == line.npos || colon == 0) return std::nullopt;
    headers.push_back({std::string(trimmed(line.substr(0, colon))),
                       std::string(trimmed(line.substr(colon + 1)))});
  }
  return headers;
}

SmsAnswer sms_answer(int status) {
  if (status / 100 == 2) return SmsAnswer::sent;
  return status == 400 || status == 422 ? SmsAnswer::refused : SmsAnswer::later;
}

}  // namespace probity::messages
