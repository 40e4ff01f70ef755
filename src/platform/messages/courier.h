// Takes rendered messages out of the house: mail by SMTP, SMS by the configured gateway, or both
// into folders where nobody has a server yet (a trial).
#pragma once

#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "http/smtp.h"
#include "messages/templates.h"

namespace probity::messages {

// What the operator has set; empty: not. Without URL and folder a channel is not available.
struct Settings {
  std::string base_url;  // of the portal, without a slash at its end

  http::MailServer mail;  // its password comes from the file
  std::string mail_from;  // an address, or `Name <address>`
  std::string mail_password_file, mail_folder;

  std::string sms_url, sms_template, sms_headers_file, sms_ca_file, sms_folder;
  bool sms_allow_private = false;
};

// All that is wrong with them, files that are missing or that others can read included. `field` is
// the key of the configuration: "mail.url", "portal.base_url".
std::vector<Fault> setting_faults(const Settings& settings);

struct Parcel {
  Uuid id;
  Channel channel;
  std::string to, name;  // a mail address or phone number, and whose it is
  Rendered content;
};

class Courier {
 public:
  explicit Courier(Settings settings) : settings_(std::move(settings)) {}

  const Settings& settings() const { return settings_; }
  // False: refused for good. Breakdown: worth another try, also when the channel is not set up.
  // Files with secrets are read each time, so that a changed one needs no restart.
  bool deliver(const Parcel& parcel) const;

 private:
  bool deliver_mail(const Parcel& parcel) const;
  bool deliver_sms(const Parcel& parcel) const;
  Settings settings_;
};

}  // namespace probity::messages
