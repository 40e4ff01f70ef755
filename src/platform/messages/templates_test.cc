#include "messages/templates.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace probity::messages {
namespace {

const std::string base_url = "https://portal.example";

json::Object parameters_of(const Template& t, const std::string& text) {
  json::Object parameters;
  for (auto name : split(t.texts, ' '))
    if (!name.empty()) parameters.set(std::string(name), text);
  for (auto name : split(t.tokens, ' '))
    if (!name.empty()) parameters.set(std::string(name), "abc-123");
  return parameters;
}

std::vector<std::string> fields_of(const std::vector<Fault>& faults) {
  std::vector<std::string> fields;
  for (const auto& fault : faults) fields.push_back(fault.field);
  return fields;
}

TEST(Templates, AllRenderWithWhatTheyTake) {
  EXPECT_GE(templates().size(), 11u);
  for (const Template& t : templates()) {
    SCOPED_TRACE(t.name);
    auto parameters = parameters_of(t, "Zoë & Co");
    EXPECT_TRUE(parameter_faults(t, parameters).empty());
    auto out = render(t, parameters, base_url);
    EXPECT_FALSE((out.subject + out.text + out.html).contains('{'));
    EXPECT_GT(t.useful_minutes, 0);
    if (t.channel == Channel::sms) {
      EXPECT_EQ(out.subject + out.html, "");
      EXPECT_LE(out.text.size(), 160u);
      continue;
    }
    EXPECT_NE(out.subject, "");
    EXPECT_EQ(t.texts.empty(), !out.text.contains("Zoë & Co"));
    EXPECT_EQ(t.texts.empty(), !out.html.contains("Zoë &amp; Co"));
  }
}

TEST(Templates, ALinkIsWhole) {
  const Template* t = find_template("invitation");
  ASSERT_TRUE(t);
  auto out =
      render(*t, {{"name", "Jane"}, {"institution", "A Bank"}, {"token", "x-1._~"}}, base_url);
  EXPECT_EQ(out.subject, "A Bank invites you to Probity");
  EXPECT_TRUE(out.text.starts_with("Hello Jane,\n\nA Bank uses Probity")) << out.text;
  EXPECT_TRUE(out.text.contains("\nhttps://portal.example/invitation#x-1._~\n")) << out.text;
  EXPECT_TRUE(out.html.contains("<a href=\"https://portal.example/invitation#x-1._~\">"))
      << out.html;
}

TEST(Templates, EveryFaultOfTheParametersIsNamed) {
  const Template& t = *find_template("invitation");
  EXPECT_EQ(fields_of(parameter_faults(t, {{"name", 7}, {"more", "x"}})),
            (std::vector<std::string>{"parameters", "parameters.name", "parameters.institution",
                                      "parameters.token"}));
  for (std::string token :
       {std::string(), std::string("a b"), std::string("a\nb"), std::string("a\"b"),
        std::string("a/b"), std::string("a#b"), std::string("é"), std::string(2049, 'a')})
    EXPECT_EQ(
        fields_of(parameter_faults(t, {{"name", "x"}, {"institution", "y"}, {"token", token}})),
        std::vector<std::string>{"parameters.token"})
        << token.substr(0, 20);
  EXPECT_EQ(find_template("no_such"), nullptr);
  EXPECT_EQ(find_template(""), nullptr);
}

TEST(Templates, WhatIsPutInStaysText) {
  const Template& t = *find_template("invitation");
  for (std::string name :
       {"{token}", "{base_url}", "x\n\nhttps://evil.example\n", "https://evil.example",
        "<script>alert(1)</script>", "\"><img src=x>", "</p>", "\u202Egnp.exe", "a\r\n\r\nb"}) {
    auto out = render(t, {{"name", name}, {"institution", name}, {"token", "SECRET"}}, base_url);
    auto plain = render(t, {{"name", "x"}, {"institution", "x"}, {"token", "SECRET"}}, base_url);
    EXPECT_FALSE(out.subject.contains("SECRET") || out.subject.contains('\n'));
    EXPECT_EQ(split(out.text, '\n').size(), split(plain.text, '\n').size()) << name;
    EXPECT_EQ(split(out.html, '<').size(), split(plain.html, '<').size()) << name;
    EXPECT_EQ(split(out.text, 'S').size(), split(plain.text, 'S').size()) << name;
    EXPECT_FALSE(out.text.contains("://evil"));
    EXPECT_FALSE(out.text.contains("\u202E"));
  }
  std::string many;
  for (int i = 0; i < 10000; ++i) many += "é";
  auto out = render(t, {{"name", many}, {"institution", many}, {"token", "x"}}, base_url);
  EXPECT_LT(out.text.size(), 2000u);
  EXPECT_LT(out.subject.size(), 300u);
}

}  // namespace
}  // namespace probity::messages
