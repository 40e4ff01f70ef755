#include "messages/templates.h"

#include <algorithm>
#include <functional>

#include "base/text.h"
#include "http/mail.h"

namespace probity::messages {
namespace {

std::vector<std::string_view> words(std::string_view text) {
  return text.empty() ? std::vector<std::string_view>{} : split(text, ' ');
}

bool holds(const std::vector<std::string_view>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

bool is_token(std::string_view text) {
  return !text.empty() && text.size() <= token_max && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("-._~").contains(c);
  });
}

// A name with a link in it would turn our mail into somebody's advertisement.
std::string without_links(std::string text) {
  for (std::size_t at; (at = text.find("://")) != text.npos;) text.replace(at, 3, " ");
  return text;
}

using Escape = std::function<std::string(std::string)>;

// One pass, so that what is put in is not read for parameters again.
std::string filled(std::string_view text, const Template& t, const json::Object& parameters,
                   const std::string& base_url, const Escape& escape) {
  std::string out;
  while (!text.empty()) {
    auto open = text.find('{');
    out += escape(std::string(text.substr(0, open)));
    if (open == text.npos) break;
    auto close = text.find('}', open);
    ENSURE(close != text.npos);  // the build has checked it
    auto name = text.substr(open + 1, close - open - 1);
    text.remove_prefix(close + 1);
    if (name == "base_url") {
      out += escape(base_url);
      continue;
    }
    const json::Value* value = parameters.find(name);
    ENSURE(value);
    bool is_text = holds(words(t.texts), name);
    out += escape(is_text ? without_links(http::one_line(value->string(), text_max))
                          : value->string());
  }
  return out;
}

std::string markup_free(std::string text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// A paragraph for each of the body's, a link for each line that is one.
std::string html_of(const Template& t, const json::Object& parameters,
                    const std::string& base_url) {
  std::string out = "<!DOCTYPE html>\n<html lang=\"en\"><body>\n<p>";
  for (auto line : split(trimmed(t.body), '\n')) {
    std::string text = filled(line, t, parameters, base_url, markup_free);
    if (line.empty())
      out += "</p>\n<p>";
    else if (line.starts_with("{base_url}"))
      out += "<a href=\"" + text + "\">" + text + "</a>\n";
    else
      out += text + "\n";
  }
  return out + "</p>\n</body></html>\n";
}

}  // namespace

std::string_view word_of(Channel channel) { return channel == Channel::mail ? "mail" : "sms"; }

const Template* find_template(std::string_view name) {
  auto found = std::ranges::find(templates(), name, &Template::name);
  return found == templates().end() ? nullptr : &*found;
}

std::vector<Fault> parameter_faults(const Template& t, const json::Object& parameters) {
  std::vector<Fault> faults;
  auto texts = words(t.texts), tokens = words(t.tokens);
  for (const auto& member : parameters)
    if (!holds(texts, member.key) && !holds(tokens, member.key))
      faults.push_back({"parameters", "holds one that this template doesn't take"});
  auto look_at = [&](std::string_view name, bool is_text) {
    const json::Value* value = parameters.find(name);
    std::string field = "parameters." + std::string(name);
    if (!value)
      faults.push_back({field, "is required"});
    else if (!value->is_string() || (is_text && !is_utf8(value->string())))
      faults.push_back({field, "must be a string"});
    else if (!is_text && !is_token(value->string()))
      faults.push_back({field, "must be of letters, digits and -._~, at most 2048"});
  };
  for (auto name : texts) look_at(name, true);
  for (auto name : tokens) look_at(name, false);
  return faults;
}

Rendered render(const Template& t, const json::Object& parameters, const std::string& base_url) {
  auto as_it_is = [](std::string text) { return text; };
  Rendered out{filled(t.subject, t, parameters, base_url, as_it_is),
               filled(t.body, t, parameters, base_url, as_it_is), ""};
  if (t.channel == Channel::mail) out.html = html_of(t, parameters, base_url);
  return out;
}

}  // namespace probity::messages
