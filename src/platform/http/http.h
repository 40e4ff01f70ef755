// Calls to the outside: a small blocking HTTP client. The only room that includes libcurl.
// Only http and https, HTTP/1.1, TLS 1.2 or later with the certificate verified, no redirects, no
// proxy, no cookies, no credentials in URLs; time and sizes are bounded.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/no_network.h"

namespace probity::http {

struct Header {
  std::string name;
  std::string value;
};

struct Request {
  std::string method = "GET";  // GET, HEAD, POST, PUT, PATCH or DELETE
  std::string url;
  std::vector<Header> headers;
  std::string body;
  int timeout_ms = 10000;                // of the whole exchange, from the look-up of the name on
  std::size_t max_body_bytes = 1 << 20;  // of the answer; a longer one is a Breakdown
  std::string ca_file;                   // PEM with the authorities to trust; empty: the system's
  // Off: only addresses of the public internet are connected to (http/address.h), whatever the name
  // resolves to. On: any; for targets that the operator, not a tenant, has configured.
  bool allow_private = false;
};

struct Response {
  int status = 0;
  std::vector<Header> headers;  // names in lower case
  std::string body;
  // The value of the first header of this name (lower case), or an empty view.
  std::string_view header(std::string_view name) const;
};

class Client {
 public:
  // Any status is a Response. No answer, an unfit or refused target, an answer over its bound or a
  // header that can't be sent is a Breakdown, whose texts hold neither URL nor content. A bug while
  // the thread has a transaction open (NoNetwork). Each thread keeps its connections for the next
  // call.
  Response send(const Request& request) const;
};

}  // namespace probity::http
