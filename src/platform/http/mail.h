// A mail as bytes (RFC 5322, MIME): plain text, and beside it HTML when there is some. Whatever
// stands in names, subject and text, it can't become a header, a further part or a further line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace probity::http {

struct Mailbox {
  std::string name;     // UTF-8, may be empty
  std::string address;  // is_mail_address
};

struct Mail {
  Mailbox from, to;
  std::string subject;  // UTF-8
  std::string text;     // UTF-8, at most mail_text_max bytes; lines end in \n
  std::string html;     // none when empty; same bounds
  std::string id;       // letters, digits and '-': makes the Message-ID with the sender's domain
  Instant at;
};

constexpr std::size_t mail_text_max = 64 << 10;
constexpr std::size_t mail_line_max = 150;  // code points of a name or subject; more is cut off

// ASCII, local@domain: a dot-atom of at most 64 characters at a domain name of at least two labels,
// 254 in all. No quotes, comments or address literals; a domain in other letters in its xn-- form.
bool is_mail_address(std::string_view text);

// What may stand on a line that others read: without control characters and marks that turn the
// direction of writing, at most `most` code points ("…" shows a cut). Bytes that are no UTF-8
// become '?'.
std::string one_line(std::string_view text, std::size_t most);

// The message, lines ended by CRLF. Addresses and id that are not of their form are bugs.
std::string write_mail(const Mail& mail);

}  // namespace probity::http
