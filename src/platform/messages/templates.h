// The texts that are sent, from templates/*.txt (made into a table by cmake/embed_templates.py,
// which also checks them). A template says which parameters it takes and of which kind.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"

namespace probity::messages {

enum class Channel { mail, sms };
std::string_view word_of(Channel channel);

struct Template {
  std::string_view name;
  Channel channel;
  int useful_minutes;              // after which it is not worth sending
  std::string_view subject, body;  // {parameter}; {base_url} is the portal's
  std::string_view texts;          // parameters that people read, separated by spaces
  std::string_view tokens;         // parameters that become part of a link, or are typed in
};
std::span<const Template> templates();
const Template* find_template(std::string_view name);  // nullptr: no such

constexpr std::size_t text_max = 100;    // code points of a text parameter; more is cut off
constexpr std::size_t token_max = 2048;  // bytes

// What is wrong with the parameters: each must be there, nothing else may, all are strings, and a
// token has only letters, digits and "-._~".
std::vector<Fault> parameter_faults(const Template& t, const json::Object& parameters);

struct Rendered {
  std::string subject, text, html;  // subject and html are empty for SMS
};
// Parameters without faults. What stands in a text can't become a line, a link or markup.
Rendered render(const Template& t, const json::Object& parameters, const std::string& base_url);

}  // namespace probity::messages
