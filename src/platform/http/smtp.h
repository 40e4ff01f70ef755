// Mail on its way out: one message to one recipient by SMTP. Always under TLS 1.2 or later with the
// certificate verified, by STARTTLS or from the first byte; credentials never travel before it.
#pragma once

#include <string>

#include "http/mail.h"

namespace probity::http {

struct MailServer {
  std::string url;             // smtp://host[:port] (STARTTLS is required) or smtps://host[:port]
  std::string user, password;  // none when the user is empty
  std::string ca_file;         // PEM with the authorities to trust; empty: the system's
  bool allow_private = false;  // off: only addresses of the public internet, as http::Request
  int timeout_ms = 15000;      // of the whole exchange; a farewell may take 8 s more
};

// What is wrong with such a URL; empty when nothing is.
std::string mail_url_fault(const std::string& url);

struct Delivery {
  bool accepted = false;  // else refused for good: the same message will not be taken later either
  int code = 0;           // the server's last answer
};

// No answer, a "later" (4xx), refused credentials or no TLS is a Breakdown: worth another try. Its
// texts hold neither addresses nor content. A bug while the thread has a transaction open.
Delivery send_mail(const MailServer& server, const Mail& mail);

}  // namespace probity::http
