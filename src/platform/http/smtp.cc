#include "http/smtp.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>

#include "http/curl.h"
#include "http/no_network.h"

namespace probity::http {
namespace {

constexpr long connect_timeout_ms = 5000;
constexpr long answer_timeout_s = 8;  // also of the farewell, which nothing else bounds
constexpr std::size_t answer_bytes_max = 64 << 10;
constexpr int closing = 221;  // the answer to our farewell says nothing about the mail
// Refusals of who we are, not of the mail: the operator can mend them.
constexpr int about_us[] = {530, 534, 535, 538};

struct Talk {
  Guard guard;
  std::string_view unsent;
  bool began = false;  // to send the message itself
  std::size_t answer_bytes = 0;
  int code = 0;
};

std::size_t read_mail(char* block, std::size_t, std::size_t size, void* data) {
  auto& talk = *static_cast<Talk*>(data);
  talk.began = true;
  size = std::min(size, talk.unsent.size());
  std::memcpy(block, talk.unsent.data(), size);
  talk.unsent.remove_prefix(size);
  return size;
}

std::size_t take_answer(char* line, std::size_t, std::size_t size, void* data) {
  auto& talk = *static_cast<Talk*>(data);
  talk.answer_bytes += size;
  if (talk.answer_bytes > answer_bytes_max)
    return talk.guard.stop("the mail server's answers are too large");
  auto digit = [&](int i) { return line[i] >= '0' && line[i] <= '9'; };
  if (size >= 3 && digit(0) && digit(1) && digit(2)) {
    int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0';
    if (code != closing) talk.code = code;
  }
  return size;
}

void set_rules(CURL* handle, const MailServer& server) {
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(handle, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(handle, CURLOPT_PROXY, "");  // nor one from the environment
  set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(server.timeout_ms));
  set(handle, CURLOPT_CONNECTTIMEOUT_MS, std::min<long>(server.timeout_ms, connect_timeout_ms));
  set(handle, CURLOPT_SERVER_RESPONSE_TIMEOUT, answer_timeout_s);
  set(handle, CURLOPT_FORBID_REUSE, 1L);  // a kept connection says farewell without our bounds
  if (!server.ca_file.empty()) {
    set(handle, CURLOPT_CAINFO, server.ca_file.c_str());
    set(handle, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
  if (!server.user.empty()) {
    set(handle, CURLOPT_USERNAME, server.user.c_str());
    set(handle, CURLOPT_PASSWORD, server.password.c_str());
  }
}

void set_mail(CURL* handle, Talk& talk, const Mail& mail, curl_slist* recipients) {
  set(handle, CURLOPT_MAIL_FROM, mail.from.address.c_str());
  set(handle, CURLOPT_MAIL_RCPT, recipients);
  set(handle, CURLOPT_UPLOAD, 1L);
  set(handle, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(talk.unsent.size()));
  set(handle, CURLOPT_READFUNCTION, &read_mail);
  set(handle, CURLOPT_READDATA, &talk);
  set(handle, CURLOPT_HEADERFUNCTION, &take_answer);
  set(handle, CURLOPT_HEADERDATA, &talk);
  set(handle, CURLOPT_WRITEFUNCTION, &take_answer);
  set(handle, CURLOPT_WRITEDATA, &talk);
  talk.guard.watch(handle);
}

std::string part_of(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return "";
  std::string copy(text);
  curl_free(text);
  return copy;
}

}  // namespace

std::string mail_url_fault(const std::string& text) {
  Url url(curl_url());
  if (!url || text.contains('\0') ||
      curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_DISALLOW_USER) != CURLUE_OK)
    return "must be smtp://HOST[:PORT] or smtps://HOST[:PORT], without user or password";
  std::string scheme = part_of(url.get(), CURLUPART_SCHEME);
  if (scheme != "smtp" && scheme != "smtps") return "must begin with smtp:// or smtps://";
  if (part_of(url.get(), CURLUPART_PATH) != "/" || !part_of(url.get(), CURLUPART_QUERY).empty())
    return "must end after the host and port";
  return "";
}

Delivery send_mail(const MailServer& server, const Mail& mail) {
  bool a_transaction_is_open = NoNetwork::in_force();
  ENSURE(!a_transaction_is_open);
  ENSURE(server.timeout_ms > 0);  // 0 would mean "for ever"
  if (!mail_url_fault(server.url).empty()) break_down("the mail server's URL is not usable");

  std::string message = write_mail(mail);
  Lines recipients(curl_slist_append(nullptr, mail.to.address.c_str()));
  if (!recipients) break_down("libcurl: no memory for the recipient");
  Talk talk{.guard = {server.allow_private}, .unsent = message};
  Handle handle = new_handle();  // goes first: its farewell still calls into `talk`
  set_rules(handle.get(), server);
  set_mail(handle.get(), talk, mail, recipients.get());
  set(handle.get(), CURLOPT_URL, server.url.c_str());
  CURLcode result = curl_easy_perform(handle.get());
  if (result == CURLE_OK) return {true, talk.code};
  if (talk.guard.refused) break_down(talk.guard.refused);
  // libcurl says "send error" of a refused sender, recipient or message.
  bool about_mail = result == CURLE_SEND_ERROR || talk.began;
  if (about_mail && talk.code / 100 == 5 &&
      std::ranges::find(about_us, talk.code) == std::end(about_us))
    return {false, talk.code};
  break_down(fmt::format("mail: {} (last answer {})", curl_easy_strerror(result), talk.code));
}

}  // namespace probity::http
