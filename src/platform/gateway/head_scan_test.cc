#include "gateway/head_scan.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace probity::gateway {
namespace {

using Outcome = HeadScan::Outcome;

const std::string good =
    "PUT /a?b HTTP/1.1\r\nHost: h:1\r\nX-Case: V \r\n"
    "Content-Length: 12\r\nExpect: 100-continue\r\n\r\n";

TEST(HeadScan, ReadsAHead) {
  HeadScan scan({});
  ASSERT_EQ(scan.feed(good + "body and more"), Outcome::whole);
  EXPECT_EQ(scan.bytes(), good.size());
  const Head& head = scan.head();
  EXPECT_EQ(head.request.method, "PUT");
  EXPECT_EQ(head.request.path, "/a");
  EXPECT_EQ(head.request.query, "b");
  EXPECT_EQ(head.request.header("x-case"), "V");
  EXPECT_EQ(head.content_length, 12u);
  EXPECT_TRUE(head.expects_continue);
  EXPECT_FALSE(head.chunked || head.http_1_0);
}

Outcome fed_in_two(HeadScan& scan, const std::string& bytes, std::size_t cut) {
  Outcome first = scan.feed(std::string_view(bytes).substr(0, cut));
  return first == Outcome::more ? scan.feed(bytes) : first;
}

TEST(HeadScan, TheCutMakesNoDifference) {
  for (const std::string& bytes : {good, "GET / HTTP/1.1\r\nHost: h\r\nA: b\r c\r\n\r\n" + good,
                                   std::string("GET / HTTP/1.1\r\nHost: h\r\n x\r\n\r\n")}) {
    HeadScan whole({});
    Outcome expected = whole.feed(bytes);
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
      HeadScan scan({});
      ASSERT_EQ(fed_in_two(scan, bytes, cut), expected) << cut;
      ASSERT_EQ(scan.refusal().reason, whole.refusal().reason) << cut;
      ASSERT_TRUE(expected != Outcome::whole || scan.bytes() == whole.bytes());
    }
  }
}

TEST(HeadScan, RefusesAtTheFirstByteThatIsWrong) {
  for (std::string begin : {"GET / HTTP/1.1\n", "GET /\r\n", "GET http://h/ HTTP/1.1\r\n", "\x16",
                            "GET / HTTP/1.1\r\nHost: h\r\nHost: h\r\n"}) {
    HeadScan scan({});
    EXPECT_EQ(scan.feed(begin), Outcome::refused) << begin;
    EXPECT_EQ(scan.refusal().status, 400);
  }
}

TEST(HeadScan, LimitsHoldWithoutALineEnd) {
  HeadLimits limits{.head_bytes = 200, .headers = 4, .target_bytes = 50};
  HeadScan target(limits);
  EXPECT_EQ(target.feed("GET /" + std::string(120, 'a')), Outcome::refused);
  EXPECT_EQ(target.refusal().status, 414);
  for (std::size_t extra : {0u, 1u}) {
    std::string begin = "GET / HTTP/1.1\r\nHost: h\r\nA: ";
    HeadScan head(limits);
    Outcome outcome = head.feed(begin + std::string(199 - begin.size() + extra, 'a'));
    EXPECT_EQ(outcome, extra ? Outcome::refused : Outcome::more);
  }
}

// One byte of a good head changed to any other: refused, unfinished, or read as the same framing.
TEST(HeadScan, AnyOneByteChanged) {
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string bytes = good;
      bytes[at] = static_cast<char>(byte);
      HeadScan scan({});
      Outcome outcome = scan.feed(bytes);
      bool control = (byte < 0x20 && byte != '\t') || byte == 0x7f;
      if (outcome != Outcome::whole) continue;
      ASSERT_TRUE(!control || bytes == good) << at << ' ' << byte;
      ASSERT_EQ(scan.bytes(), bytes.size());
    }
  }
}

TEST(HeadScan, RandomBytesNeverHurt) {
  std::mt19937 random(7);
  const std::string alphabet =
      "GET /HTP1.:\r\n \t,hostcontent-length\0\x80"
      "chunked0123456789";
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = i % 2 ? "GET / HTTP/1.1\r\nHost: h\r\n" : "";
    for (std::size_t n = random() % 80; n > 0; --n) bytes += alphabet[random() % alphabet.size()];
    HeadScan scan({});
    for (std::size_t at = 0; at <= bytes.size(); at += 1 + random() % 20)
      if (scan.feed(std::string_view(bytes).substr(0, at)) != Outcome::more) break;
  }
}

}  // namespace
}  // namespace probity::gateway
