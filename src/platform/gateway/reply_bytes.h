// A reply as the bytes of an HTTP/1.1 message.
#pragma once

#include <string>

#include "api/message.h"

namespace probity::gateway {

struct ReplyForm {
  bool close = false;         // adds Connection: close
  bool without_body = false;  // the request was HEAD: the length is told, the body is not sent
  bool secure = false;        // adds Strict-Transport-Security
};

// Adds what every reply carries: Content-Type (JSON unless given), Content-Length, Date, nosniff
// and Cache-Control: no-store (unless given). The listener owns the framing: Connection,
// Content-Length and Transfer-Encoding among the reply's own headers are left out, and so is a
// header with control characters, which could end the head early. A status outside 200 to 599
// becomes an empty 500.
std::string reply_bytes(const api::Reply& reply, const ReplyForm& form);

}  // namespace probity::gateway
