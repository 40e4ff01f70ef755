// What the room's files share of libcurl; not for other rooms.
#pragma once

#include <curl/curl.h>
#include <memory>
#include <string>
#include <sys/socket.h>

#include "base/result.h"
#include "http/address.h"

namespace probity::http {

[[noreturn]] inline void break_down(std::string detail) {
  throw Breakdown("A service that we called did not answer as it should.", std::move(detail));
}

inline void must(CURLcode code, const char* step) {
  if (code != CURLE_OK)
    break_down(std::string("libcurl: ") + step + ": " + curl_easy_strerror(code));
}

template <auto free>
struct Freed {
  void operator()(auto* object) const { free(object); }
};
using Handle = std::unique_ptr<CURL, Freed<curl_easy_cleanup>>;
using Url = std::unique_ptr<CURLU, Freed<curl_url_cleanup>>;
using Lines = std::unique_ptr<curl_slist, Freed<curl_slist_free_all>>;

inline void add_line(Lines& lines, const std::string& line) {
  curl_slist* longer = curl_slist_append(lines.get(), line.c_str());
  if (!longer) break_down("libcurl: no memory for headers");
  (void)lines.release();
  lines.reset(longer);
}

inline Handle new_handle() {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  must(ready, "start");
  Handle handle(curl_easy_init());
  if (!handle) break_down("libcurl: no handle");
  return handle;
}

template <class Value>
void set(CURL* handle, CURLoption option, Value value) {
  must(curl_easy_setopt(handle, option, value), "option");
}

// Vetoes addresses as libcurl is about to connect to them, and remembers why a call was stopped.
struct Guard {
  bool allow_private = false;
  const char* refused = nullptr;

  std::size_t stop(const char* why) {
    refused = why;
    return 0;
  }
  static curl_socket_t open_socket(void* guard, curlsocktype, curl_sockaddr* target) {
    auto& self = *static_cast<Guard*>(guard);
    if (!self.allow_private && !is_public(&target->addr)) {
      self.refused = "the target's address is not public";
      return CURL_SOCKET_BAD;
    }
    return socket(target->family, target->socktype | SOCK_CLOEXEC, target->protocol);
  }
  void watch(CURL* handle) {
    set(handle, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
    set(handle, CURLOPT_OPENSOCKETDATA, this);
  }
};

}  // namespace probity::http
