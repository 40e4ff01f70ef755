#include "messages/courier.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/text.h"
#include "messages/sms.h"

namespace probity::messages {
namespace {

[[noreturn]] void break_down(std::string detail) {
  throw Breakdown("A message could not be sent.", std::move(detail));
}

std::string read_secret(const std::string& path, const char* key) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) break_down(std::string(key) + " can't be read");
  return std::string(trimmed(text.str()));
}

// Whole or not at all, and for our eyes only.
void put_into(const std::string& folder, const std::string& name, const std::string& text) {
  std::string path = folder + "/" + name, fresh = path + ".new";
  int file = open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  bool written =
      file >= 0 && write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (file >= 0) close(file);
  if (!written || rename(fresh.c_str(), path.c_str()) != 0)
    break_down("the folder of messages can't be written");
}

// Sorts by time.
std::string file_name(Instant at, const Uuid& id, const char* kind) {
  return iso_time(at) + "-" + id.text() + kind;
}

http::Mailbox mailbox_of(std::string_view text) {
  text = trimmed(text);
  auto open = text.rfind('<');
  if (!text.ends_with('>') || open == text.npos) return {"", std::string(text)};
  return {std::string(trimmed(text.substr(0, open))),
          std::string(text.substr(open + 1, text.size() - open - 2))};
}

// A file with a secret: there, and closed to others.
std::string secret_fault(const std::string& path) {
  struct stat status;
  if (stat(path.c_str(), &status) != 0) return "no such file: " + path;
  return status.st_mode & 077 ? "can be read by others; run chmod 600 on it: " + path : "";
}

std::string folder_fault(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_directory(path, ignored) ? "" : "no such folder: " + path;
}

std::string web_url_fault(const std::string& url, bool plain_allowed) {
  bool fits = url.starts_with("https://") || (plain_allowed && url.starts_with("http://"));
  for (char c : url) fits = fits && c > 0x20 && c < 0x7f && c != '"' && c != '<' && c != '>';
  if (fits) return "";
  return plain_allowed ? "must be a URL that begins with https:// or http://"
                       : "must be a URL that begins with https://";
}

}  // namespace

std::vector<Fault> setting_faults(const Settings& s) {
  std::vector<Fault> faults;
  auto fault = [&](const char* key, std::string message) {
    if (!message.empty()) faults.push_back({key, std::move(message)});
  };
  fault("portal.base_url", web_url_fault(s.base_url, true));
  if (s.base_url.ends_with('/')) fault("portal.base_url", "must not end with a slash");

  bool mail = !s.mail.url.empty() || !s.mail_folder.empty();
  if (!s.mail.url.empty()) fault("mail.url", http::mail_url_fault(s.mail.url));
  if (mail && !http::is_mail_address(mailbox_of(s.mail_from).address))
    fault("mail.from", "must be a mail address, or Name <address>");
  if (!s.mail.url.empty() && !s.mail_folder.empty())
    fault("mail.folder", "is only for trials without mail.url; set one of both");
  if (s.mail.user.empty() != s.mail_password_file.empty())
    fault("mail.password_file", "user and password_file belong together");
  if (!s.mail_password_file.empty())
    fault("mail.password_file", secret_fault(s.mail_password_file));
  if (!s.mail.ca_file.empty() && !std::filesystem::exists(s.mail.ca_file))
    fault("mail.ca_file", "no such file: " + s.mail.ca_file);
  if (!s.mail_folder.empty()) fault("mail.folder", folder_fault(s.mail_folder));

  // A gateway of our own network may speak plainly; across the internet codes would be read.
  if (!s.sms_url.empty()) fault("sms.url", web_url_fault(s.sms_url, s.sms_allow_private));
  if (!s.sms_url.empty()) fault("sms.template", sms_template_fault(s.sms_template));
  if (!s.sms_url.empty() && !s.sms_folder.empty())
    fault("sms.folder", "is only for trials without sms.url; set one of both");
  if (!s.sms_headers_file.empty()) {
    fault("sms.headers_file", secret_fault(s.sms_headers_file));
    if (secret_fault(s.sms_headers_file).empty() &&
        !header_lines(read_secret(s.sms_headers_file, "sms.headers_file")))
      fault("sms.headers_file", "must hold lines like Name: value");
  }
  if (!s.sms_ca_file.empty() && !std::filesystem::exists(s.sms_ca_file))
    fault("sms.ca_file", "no such file: " + s.sms_ca_file);
  if (!s.sms_folder.empty()) fault("sms.folder", folder_fault(s.sms_folder));
  return faults;
}

bool Courier::deliver(const Parcel& parcel) const {
  return parcel.channel == Channel::mail ? deliver_mail(parcel) : deliver_sms(parcel);
}

bool Courier::deliver_mail(const Parcel& parcel) const {
  http::Mail mail{.from = mailbox_of(settings_.mail_from),
                  .to = {parcel.name, parcel.to},
                  .subject = parcel.content.subject,
                  .text = parcel.content.text,
                  .html = parcel.content.html,
                  .id = parcel.id.text(),
                  .at = now()};
  if (!settings_.mail.url.empty()) {
    http::MailServer server = settings_.mail;
    if (!settings_.mail_password_file.empty())
      server.password = read_secret(settings_.mail_password_file, "mail.password_file");
    return http::send_mail(server, mail).accepted;
  }
  if (settings_.mail_folder.empty()) break_down("neither mail.url nor mail.folder is set");
  put_into(settings_.mail_folder, file_name(mail.at, parcel.id, ".eml"), http::write_mail(mail));
  return true;
}

bool Courier::deliver_sms(const Parcel& parcel) const {
  const std::string& text = parcel.content.text;
  if (settings_.sms_url.empty()) {
    if (settings_.sms_folder.empty()) break_down("neither sms.url nor sms.folder is set");
    put_into(settings_.sms_folder, file_name(now(), parcel.id, ".txt"),
             "To: " + parcel.to + "\n\n" + text + "\n");
    return true;
  }
  http::Request request = sms_request(settings_.sms_url, settings_.sms_template, parcel.to, text);
  request.allow_private = settings_.sms_allow_private;
  request.ca_file = settings_.sms_ca_file;
  if (!settings_.sms_headers_file.empty()) {
    auto headers = header_lines(read_secret(settings_.sms_headers_file, "sms.headers_file"));
    if (!headers) break_down("sms.headers_file doesn't hold lines like Name: value");
    request.headers.insert(request.headers.end(), headers->begin(), headers->end());
  }
  http::Response response = http::Client().send(request);
  SmsAnswer answer = sms_answer(response.status);
  if (answer == SmsAnswer::later)
    break_down("the SMS gateway answered " + std::to_string(response.status));
  return answer == SmsAnswer::sent;
}

}  // namespace probity::messages
