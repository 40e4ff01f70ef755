#include "messages/courier.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace probity::messages {
namespace {

class Folder : public testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/probity-courier-XXXXXX";
    path_ = mkdtemp(name);
    settings_ = {.base_url = "https://portal.example",
                 .mail_from = "Probity <no-reply@example.com>",
                 .mail_folder = path_,
                 .sms_folder = path_};
  }
  void TearDown() override { std::filesystem::remove_all(path_); }

  // The only file there, and its text; removed.
  std::pair<std::filesystem::path, std::string> taken() {
    std::filesystem::path found;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) {
      EXPECT_TRUE(found.empty());
      found = entry.path();
    }
    struct stat status{};
    EXPECT_EQ(stat(found.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u);
    std::ostringstream text;
    text << std::ifstream(found, std::ios::binary).rdbuf();
    std::filesystem::remove(found);
    return {found, text.str()};
  }

  std::string file(const std::string& name, const std::string& text, int mode) {
    std::string path = path_ + "/" + name;
    std::ofstream(path) << text;
    chmod(path.c_str(), static_cast<mode_t>(mode));
    return path;
  }

  std::vector<std::string> faulty() const {
    std::vector<std::string> fields;
    for (const auto& fault : setting_faults(settings_)) fields.push_back(fault.field);
    return fields;
  }
  using Fields = std::vector<std::string>;

  std::string path_;
  Settings settings_;
};

TEST_F(Folder, TakesMailAndSms) {
  Courier courier(settings_);
  Uuid id = Uuid::make();
  EXPECT_TRUE(courier.deliver(
      {id, Channel::mail, "jane@example.com", "Jane", {"Hello", "One\n", "<p>One</p>\n"}}));
  auto [mail, message] = taken();
  EXPECT_EQ(mail.extension(), ".eml");
  EXPECT_TRUE(message.contains("\r\nFrom: Probity\r\n <no-reply@example.com>\r\n")) << message;
  EXPECT_TRUE(message.contains("\r\nTo: Jane\r\n <jane@example.com>\r\n")) << message;
  EXPECT_TRUE(message.contains("\r\nMessage-ID: <" + id.text() + "@example.com>\r\n")) << message;
  EXPECT_TRUE(courier.deliver({id, Channel::sms, "+6421123456", "", {"", "123456", ""}}));
  auto [sms, text] = taken();
  EXPECT_EQ(sms.extension(), ".txt");
  EXPECT_EQ(text, "To: +6421123456\n\n123456\n");
}

TEST_F(Folder, WhatIsNotSetUpOrNotThereIsTriedAgain) {
  Parcel parcel{Uuid::make(), Channel::mail, "jane@example.com", "", {"a", "b", ""}};
  EXPECT_THROW(Courier({}).deliver(parcel), Breakdown);
  settings_.mail_folder = path_ + "/absent";
  EXPECT_THROW(Courier(settings_).deliver(parcel), Breakdown);
  parcel.channel = Channel::sms;
  EXPECT_THROW(Courier({}).deliver(parcel), Breakdown);
}

TEST_F(Folder, SettingsAreChecked) {
  EXPECT_EQ(faulty(), Fields{});
  settings_.mail_from = "no address";
  settings_.base_url = "portal.example/";
  EXPECT_EQ(faulty(), (Fields{"portal.base_url", "portal.base_url", "mail.from"}));
  settings_.base_url = "https://portal.example";
  settings_.mail_from = "no-reply@example.com";
  EXPECT_EQ(faulty(), Fields{});

  settings_.mail.url = "smtp://mail.example.com:587";
  EXPECT_EQ(faulty(), Fields{"mail.folder"});  // one of both
  settings_.mail_folder = "";
  settings_.mail.user = "u";
  EXPECT_EQ(faulty(), Fields{"mail.password_file"});
  settings_.mail_password_file = file("open", "secret\n", 0644);
  EXPECT_EQ(faulty(), Fields{"mail.password_file"});
  settings_.mail_password_file = path_ + "/absent";
  EXPECT_EQ(faulty(), Fields{"mail.password_file"});
  settings_.mail_password_file = file("closed", "secret\n", 0600);
  EXPECT_EQ(faulty(), Fields{});
  settings_.mail.url = "http://mail.example.com";
  settings_.mail.ca_file = path_ + "/absent";
  EXPECT_EQ(faulty(), (Fields{"mail.url", "mail.ca_file"}));
}

TEST_F(Folder, SettingsOfSmsAreChecked) {
  settings_.sms_folder = path_ + "/absent";
  EXPECT_EQ(faulty(), Fields{"sms.folder"});
  settings_.sms_folder = "";
  settings_.sms_url = "http://127.0.0.1:1/";
  settings_.sms_template = "to={to}";
  EXPECT_EQ(faulty(), (Fields{"sms.url", "sms.template"}));
  settings_.sms_allow_private = true;
  settings_.sms_template = "to={to}&text={text}";
  EXPECT_EQ(faulty(), Fields{});
  settings_.sms_headers_file = file("headers", "nonsense\n", 0600);
  EXPECT_EQ(faulty(), Fields{"sms.headers_file"});
  settings_.sms_headers_file = file("headers2", "Authorization: x\n", 0640);
  EXPECT_EQ(faulty(), Fields{"sms.headers_file"});
  settings_.sms_headers_file = file("headers3", "Authorization: x\n", 0600);
  settings_.sms_ca_file = path_ + "/absent";
  EXPECT_EQ(faulty(), Fields{"sms.ca_file"});
}

}  // namespace
}  // namespace probity::messages
