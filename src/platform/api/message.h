// An HTTP request as it arrives and a reply as it leaves, without sockets.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace probity::api {

struct Header {
  std::string name;  // lower case on a request
  std::string value;
};

struct Request {
  std::string method;  // upper case
  std::string path;    // as sent, still percent-encoded, without the query
  std::string query;   // after '?', still encoded; empty when none
  std::vector<Header> headers;
  std::string body;
  std::string peer;  // the address of the other end, e.g. "127.0.0.1"

  // The value of the first header of that (lower-case) name; empty when absent.
  std::string_view header(std::string_view name) const {
    for (const Header& h : headers)
      if (h.name == name) return h.value;
    return {};
  }
};

struct Reply {
  int status = 200;
  std::string body;  // JSON unless a content-type header says otherwise
  std::vector<Header> headers = {};
  bool close = false;  // end the connection after this reply
};

}  // namespace probity::api
