#include "gateway/reply_bytes.h"

#include <gtest/gtest.h>

namespace probity::gateway {
namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(ReplyBytes, CarryWhatEveryReplyCarries) {
  std::string bytes = reply_bytes({404, "{}"}, {});
  EXPECT_TRUE(bytes.starts_with("HTTP/1.1 404 Not Found\r\n"));
  EXPECT_TRUE(bytes.ends_with("\r\n\r\n{}"));
  for (auto line : {"Content-Type: application/json\r\n", "Content-Length: 2\r\n", " GMT\r\n",
                    "X-Content-Type-Options: nosniff\r\n", "Cache-Control: no-store\r\n"})
    EXPECT_TRUE(has(bytes, line)) << line;
  for (auto line : {"Connection", "Strict-Transport-Security", "Server"})
    EXPECT_FALSE(has(bytes, line));
  EXPECT_TRUE(has(reply_bytes({200, ""}, {.close = true}), "Connection: close\r\n"));
  EXPECT_TRUE(has(reply_bytes({200, ""}, {.secure = true}), "max-age=63072000"));
}

TEST(ReplyBytes, OwnHeadersReplaceDefaultsButNotTheFraming) {
  std::string bytes = reply_bytes({200,
                                   "abc",
                                   {{"content-type", "text/css"},
                                    {"Cache-Control", "max-age=60"},
                                    {"Content-Length", "9"},
                                    {"Transfer-Encoding", "chunked"},
                                    {"Connection", "upgrade"}}},
                                  {});
  for (auto line : {"content-type: text/css\r\n", "Cache-Control: max-age=60\r\n"})
    EXPECT_TRUE(has(bytes, line)) << line;
  for (auto line : {"application/json", "no-store", "Length: 9", "chunked", "upgrade"})
    EXPECT_FALSE(has(bytes, line)) << line;
}

TEST(ReplyBytes, NothingCanSplitThem) {
  for (api::Header header : {api::Header{"A", "b\r\nC: d"}, api::Header{"A", "b\nC: d"},
                             api::Header{"A\r\nC", "d"}, api::Header{"A: C", "d"},
                             api::Header{"", "C: d"}, api::Header{"A", std::string("C: d\0", 5)}})
    EXPECT_FALSE(has(reply_bytes({200, "", {header}}, {}), "C: d"));
}

TEST(ReplyBytes, SomeStatusesHaveNoBody) {
  for (int status : {204, 304}) {
    std::string bytes = reply_bytes({status, "abc"}, {});
    EXPECT_TRUE(bytes.ends_with("\r\n\r\n"));
    EXPECT_FALSE(has(bytes, "Content-Length"));
    EXPECT_FALSE(has(bytes, "\nContent-Type"));
  }
  for (int status : {0, 100, 101, 600, -1})
    EXPECT_TRUE(reply_bytes({status, "abc"}, {}).starts_with("HTTP/1.1 500 ")) << status;
}

}  // namespace
}  // namespace probity::gateway
