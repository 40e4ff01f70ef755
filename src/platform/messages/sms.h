// Short messages through whatever HTTP gateway an operator has: one POST, made from a template.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/http.h"

namespace probity::messages {

// E.164: '+', then 7 to 15 digits of which the first is not 0.
bool is_phone_number(std::string_view text);

// The body of a gateway's request: a JSON document, or a form (a=b&c=d) when it doesn't begin with
// '{'. In its values {to} and {text} stand for the number and the message, escaped as the kind
// needs it.
std::string sms_template_fault(const std::string& text);  // empty when there is none
// The request; of a template without fault.
http::Request sms_request(const std::string& url, const std::string& text_template,
                          const std::string& to, const std::string& text);

// Lines of `Name: value`; empty ones and those that begin with '#' are left out. Nothing when a
// line is something else.
std::optional<std::vector<http::Header>> header_lines(std::string_view file);

enum class SmsAnswer { sent, refused, later };
// 2xx: sent. 400 and 422 speak of the message: refused. All else may be better later.
SmsAnswer sms_answer(int status);

}  // namespace probity::messages
