#include "http/mail.h"

#include <gtest/gtest.h>

#include "base/result.h"
#include "base/text.h"
#include "http/smtp.h"

namespace probity::http {
namespace {

Mail sample() {
  return {.from = {"Probity", "no-reply@example.com"},
          .to = {"Jane", "jane@example.com"},
          .subject = "Hello",
          .text = "One\nTwo\n",
          .html = "",
          .id = "1",
          .at = Instant{0}};
}

// The lines of the head; a folded one counts once.
std::vector<std::string> head_of(const std::string& message) {
  std::vector<std::string> lines;
  std::string_view head = std::string_view(message).substr(0, message.find("\r\n\r\n"));
  for (auto line : split(head, '\n')) {
    if (line.starts_with(' ') && !lines.empty())
      lines.back() += line;
    else
      lines.emplace_back(line);
  }
  return lines;
}

TEST(Mail, IsWrittenWhole) {
  EXPECT_EQ(write_mail(sample()),
            "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n"
            "From: Probity\r\n <no-reply@example.com>\r\n"
            "To: Jane\r\n <jane@example.com>\r\n"
            "Subject: Hello\r\n"
            "Message-ID: <1@example.com>\r\n"
            "Auto-Submitted: auto-generated\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
            "One\r\nTwo\r\n");
}

TEST(Mail, EncodesWhatIsNotPlain) {
  Mail mail = sample();
  mail.to.name = "Zoë, \"X\" <a@b.example>";
  mail.subject = "Grüße =?UTF-8?Q?x?=";
  mail.text = "a=b €\n.\nend \n" + std::string(100, 'x') + "\n" + std::string(72, 'x') + ".\n";
  std::string out = write_mail(mail);
  EXPECT_TRUE(
      out.contains("To: =?UTF-8?Q?Zo=C3=AB=2C_=22X=22_=3Ca=40b=2Eexample=3E?=\r\n"
                   " <jane@example.com>\r\n"))
      << out;
  EXPECT_TRUE(out.contains("Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe_=3D=3FUTF=2D8=3FQ=3Fx=3F=3D?=\r\n"))
      << out;
  EXPECT_TRUE(out.ends_with("\r\n\r\na=3Db =E2=82=AC\r\n=2E\r\nend=20\r\n" + std::string(73, 'x') +
                            "=\r\n" + std::string(27, 'x') + "\r\n" + std::string(72, 'x') +
                            ".\r\n"))
      << out;
}

TEST(Mail, HostileTextStaysWhereItWasPut) {
  std::vector<std::string> hostile = {"x\r\nBcc: victim@example.com",
                                      "x\nBcc: victim@example.com",
                                      "x\rBcc: victim@example.com",
                                      "x\r\n\r\n<html>",
                                      std::string("x\0y", 3),
                                      "\u202Eevil\u202C",
                                      "x\u2028Bcc: v@example.com",
                                      "x\u0085Bcc: v@example.com",
                                      "\r\n.\r\nQUIT\r\n",
                                      "--=_1--",
                                      "\"",
                                      "\\",
                                      "=?UTF-8?B?DQpCY2M6?=",
                                      "אבג \u2067دهو",
                                      std::string(10000, 'a'),
                                      std::string(10000, '\n'),
                                      "\xff\xfe\r\nBcc: x",
                                      ","};
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "é";
  hostile.push_back(many);
  for (int c = 0; c < 256; ++c) hostile.push_back("a" + std::string(1, static_cast<char>(c)) + "b");
  auto names_of = [](const std::vector<std::string>& lines) {
    std::vector<std::string> names;
    for (const auto& line : lines) names.push_back(line.substr(0, line.find(':')));
    return names;
  };
  for (bool html : {false, true}) {
    Mail usual = sample();
    if (html) usual.html = "<p>Hello</p>";
    auto expected = names_of(head_of(write_mail(usual)));
    for (const auto& text : hostile) {
      Mail mail = usual;
      mail.from.name = mail.to.name = mail.subject = mail.text = text;
      if (html) mail.html = text;
      std::string out = write_mail(mail);
      EXPECT_EQ(names_of(head_of(out)), expected) << hex(text.substr(0, 40));
      int boundaries = 0;
      for (auto line : split(out, '\n')) {
        boundaries += line.starts_with("--=_1");
        EXPECT_LE(line.size(), 79u);  // with its CR
        EXPECT_TRUE(line.empty() || line.ends_with('\r'));
        EXPECT_FALSE(line.starts_with('.'));
        for (char c : line.substr(0, line.empty() ? 0 : line.size() - 1))
          EXPECT_TRUE((c >= 0x20 && c < 0x7f) || c == '\t') << hex(text.substr(0, 40));
      }
      EXPECT_EQ(boundaries, html ? 3 : 0);
    }
  }
}

TEST(Mail, OneLineIsBoundedAndSeen) {
  EXPECT_EQ(one_line("a\r\nb\tc", 10), "a  b c");
  EXPECT_EQ(one_line("a\u202Eb\u2066c\u200Ed\uFEFF\u061C\u0007", 10), "abcd");
  EXPECT_EQ(one_line("می\u200Cخواهم", 20), "می\u200Cخواهم");
  EXPECT_EQ(one_line("ééé", 2), "éé…");
  EXPECT_EQ(one_line("ééé", 3), "ééé");
  EXPECT_EQ(one_line("a\xff", 9), "a?");
  EXPECT_EQ(one_line("", 0), "");
}

TEST(Mail, KnowsAddresses) {
  for (std::string good :
       {"a@b.example", "a.b+c@mail.example.com", "o'neil@x-y.example", "x@xn--bcher-kva.example"})
    EXPECT_TRUE(is_mail_address(good)) << good;
  for (std::string bad : {std::string(),
                          std::string("a"),
                          std::string("@b.example"),
                          std::string("a@"),
                          std::string("a@b"),
                          std::string("a@b..example"),
                          std::string(".a@b.example"),
                          std::string("a.@b.example"),
                          std::string("a..b@b.example"),
                          std::string("a@-b.example"),
                          std::string("a@b-.example"),
                          std::string("a b@c.example"),
                          std::string("\"a\"@b.example"),
                          std::string("a@[127.0.0.1]"),
                          std::string("a@b.example\r\nBcc: c@d.example"),
                          std::string("a\r\n@b.example"),
                          std::string("a@b.example\n"),
                          std::string("<a@b.example>"),
                          std::string("a,c@b.example"),
                          std::string("zoë@b.example"),
                          std::string("a@bücher.example"),
                          std::string("a@b.example\0", 12),
                          std::string("a@c@b.example"),
                          std::string(65, 'a') + "@b.example",
                          "a@" + std::string(64, 'b') + ".example",
                          "a@" + std::string(260, 'b')})
    EXPECT_FALSE(is_mail_address(bad)) << bad;
}

std::string failure(const MailServer& server) {
  try {
    send_mail(server, sample());
    return "";
  } catch (const Breakdown& breakdown) {
    EXPECT_FALSE(breakdown.detail().contains("example")) << breakdown.detail();
    return breakdown.detail();
  }
}

TEST(Smtp, KnowsItsUrls) {
  for (std::string good : {"smtp://mail.example.com", "smtp://mail.example.com:587",
                           "smtps://mail.example.com:465", "smtps://[2001:db8::1]:465/"})
    EXPECT_EQ(mail_url_fault(good), "") << good;
  for (std::string bad : {"", "mail.example.com", "http://mail.example.com", "smtp://",
                          "smtp://user@mail.example.com", "smtp://user:word@mail.example.com",
                          "smtp://mail.example.com/x", "smtp://mail.example.com?x",
                          "smtp://mail.example.com:x", "smtp://mail.example.com\r\nX"}) {
    EXPECT_NE(mail_url_fault(bad), "") << bad;
    EXPECT_EQ(failure({.url = bad}), "the mail server's URL is not usable") << bad;
  }
}

TEST(Smtp, ReachesNoPrivateAddressUnlessAllowed) {
  for (std::string host : {"127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "2130706433"})
    for (std::string scheme : {"smtp://", "smtps://"})
      EXPECT_EQ(failure({.url = scheme + host + ":1"}), "the target's address is not public")
          << host;
  EXPECT_TRUE(failure({.url = "smtp://127.0.0.1:1", .allow_private = true}).starts_with("mail: "));
}

}  // namespace
}  // namespace probity::http
