// Reads the head of an HTTP/1 request strictly, before any other parser sees it. What two parsers
// could read differently is refused: nobody can disagree with us about where a message ends.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "api/message.h"

namespace probity::gateway {

struct HeadLimits {
  std::size_t head_bytes = 16 * 1024;   // request line, headers and their line ends; over: 431
  std::size_t headers = 64;             // over: 431
  std::size_t target_bytes = 8 * 1024;  // over: 414
};

// A request line and headers that were accepted, and how its body is framed.
struct Head {
  api::Request request;                         // body and peer are still empty
  std::optional<std::uint64_t> content_length;  // never together with `chunked`
  bool chunked = false;
  bool http_1_0 = false;
  bool expects_continue = false;
};

// Why a head is refused: 400, 414, 417, 431 or 505. The reason never repeats what was sent.
struct HeadRefusal {
  int status = 0;
  std::string_view reason;
};

// Feed it the growing bytes of one message until it is whole or refused; it reads each byte once.
class HeadScan {
 public:
  enum class Outcome { more, whole, refused };

  explicit HeadScan(const HeadLimits& limits) : limits_(limits) {}

  // `bytes`: everything of this message that has arrived, from its first byte.
  Outcome feed(std::string_view bytes);

  Head& head() { return head_; }
  std::size_t bytes() const { return seen_; }  // of a whole head; the body follows
  const HeadRefusal& refusal() const { return refusal_; }

 private:
  bool refuse(int status, std::string_view reason);
  bool line(std::string_view text);
  bool request_line(std::string_view text);
  bool target(std::string_view text);
  bool field(std::string_view text);
  bool framing(std::string_view name, std::string_view value);
  bool finish();

  HeadLimits limits_;
  Head head_;
  HeadRefusal refusal_;
  std::size_t line_start_ = 0, seen_ = 0;
  std::size_t headers_ = 0, hosts_ = 0, transfer_encodings_ = 0, content_lengths_ = 0;
  bool began_ = false, ended_ = false;
};

}  // namespace probity::gateway
