#include "api/call.h"

#include <charconv>

#include "base/text.h"

namespace probity::api {
namespace {

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void number(const Call& call, std::string_view name, std::int64_t low, std::int64_t high,
            std::int64_t& out, std::vector<Fault>& faults) {
  const std::string* text = call.parameter(name);
  if (!text) return;
  std::int64_t value = 0;
  auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || end != text->data() + text->size() || value < low || value > high)
    faults.push_back({std::string(name), "must be a whole number from " + std::to_string(low) +
                                             " to " + std::to_string(high)});
  else
    out = value;
}

}  // namespace

Result<Page> page_of(const Call& call) {
  Page page;
  std::vector<Fault> faults;
  number(call, "limit", 1, 200, page.limit, faults);
  number(call, "offset", 0, 2'147'483'647, page.offset, faults);
  if (!faults.empty())
    return refuse(Refusal::invalid_input, "the query is not valid", std::move(faults));
  return page;
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      int high = nibble(text[i + 1]), low = nibble(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high << 4 | low);
      i += 2;
    }
  }
  if (!is_utf8(out) || out.find('\0') != std::string::npos) return std::nullopt;
  return out;
}

Result<std::vector<Parameter>> decode_query(std::string_view query) {
  std::vector<Parameter> parameters;
  if (query.empty()) return parameters;
  for (auto part : split(query, '&')) {
    if (part.empty()) continue;
    auto equals = part.find('=');
    auto name = percent_decode(part.substr(0, equals), true);
    auto value = equals == std::string_view::npos ? std::optional<std::string>("")
                                                  : percent_decode(part.substr(equals + 1), true);
    if (!name || !value || parameters.size() >= 50)
      return refuse(Refusal::invalid_input, "the query can't be read",
                    {{"query", "must be at most 50 form-encoded parameters in UTF-8"}});
    parameters.push_back({std::move(*name), std::move(*value)});
  }
  return parameters;
}

Reply json_reply(int status, const json::Value& body) { return {status, json::write(body)}; }

}  // namespace probity::api
