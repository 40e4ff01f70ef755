#include "messages/sms.h"

#include <gtest/gtest.h>

#include "json/json.h"

namespace probity::messages {
namespace {

TEST(Sms, KnowsNumbers) {
  for (auto good : {"+6421123456", "+14155550123", "+123456789012345", "+1234567"})
    EXPECT_TRUE(is_phone_number(good)) << good;
  for (std::string bad : {"", "+", "6421123456", "+0211234567", "+64 21 123 456", "+64-21",
                          "+123456", "+1234567890123456", "+6421123456\n", "+6421123456;x",
                          "++6421123456", "+٦٤٢١١٢٣٤٥٦", "0064211234567"})
    EXPECT_FALSE(is_phone_number(bad)) << bad;
}

TEST(Sms, ATemplateIsJsonOrAForm) {
  for (auto good :
       {R"({"to":"{to}","text":"{text}"})", R"({"a":["{to}",{"b":"Hi: {text}"}],"n":1.50})",
        "To={to}&Body={text}&From=Probity", "x={to}%20{text}"})
    EXPECT_EQ(sms_template_fault(good), "") << good;
  for (auto bad : {"", "{to}", "{text}", R"({"to":"{to}"})", R"({"to":{to},"text":"{text}"})",
                   R"({"to":"{to}","text":"{text}")", "{to}&{text}", "to={to}&={text}",
                   "to={to}&te xt={text}", "{to}=x&text={text}", "to={to}&text={text}\n&x=y"})
    EXPECT_NE(sms_template_fault(bad), "") << bad;
}

TEST(Sms, WhatIsPutInStaysAValue) {
  const std::string hostile = "a\"b\\c\r\n{to}&to=+1&\u202E\u00e9 100%";
  auto sent = sms_request("https://gateway.example", R"({"to":"{to}","x":[1.50,"<{text}>"]})",
                          "+6421123456", hostile);
  EXPECT_EQ(sent.method, "POST");
  EXPECT_EQ(sent.headers[0].value, "application/json");
  auto body = json::parse(sent.body);
  ASSERT_TRUE(body) << sent.body;
  EXPECT_EQ(body->text_at("to"), "+6421123456");
  EXPECT_EQ(body->find("x")->array()[0], json::Value(json::Number{"1.50"}));
  EXPECT_EQ(body->find("x")->array()[1].string(), "<" + hostile + ">");

  sent =
      sms_request("https://gateway.example", "To={to}&Body={text}\n", "+6421123456", "a&b=c é{to}");
  EXPECT_EQ(sent.headers[0].value, "application/x-www-form-urlencoded");
  EXPECT_EQ(sent.body, "To=%2B6421123456&Body=a%26b%3Dc%20%C3%A9%7Bto%7D");
}

TEST(Sms, ReadsHeaders) {
  auto headers = header_lines("# secret\nAuthorization: Bearer a:b\n\n  X-From :  me  \r\n");
  ASSERT_TRUE(headers);
  ASSERT_EQ(headers->size(), 2u);
  EXPECT_EQ((*headers)[0].name, "Authorization");
  EXPECT_EQ((*headers)[0].value, "Bearer a:b");
  EXPECT_EQ((*headers)[1].name, "X-From");
  EXPECT_EQ((*headers)[1].value, "me");
  EXPECT_FALSE(header_lines("Bearer x"));
  EXPECT_FALSE(header_lines(": x"));
}

TEST(Sms, OnlySomeAnswersAreFinal) {
  for (int status : {200, 201, 202, 204}) EXPECT_EQ(sms_answer(status), SmsAnswer::sent) << status;
  for (int status : {400, 422}) EXPECT_EQ(sms_answer(status), SmsAnswer::refused) << status;
  for (int status : {301, 401, 403, 404, 408, 429, 500, 502, 503})
    EXPECT_EQ(sms_answer(status), SmsAnswer::later) << status;
}

}  // namespace
}  // namespace probity::messages
