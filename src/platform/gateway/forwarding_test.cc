#include "gateway/forwarding.h"

#include <gtest/gtest.h>

namespace probity::gateway {
namespace {

using Names = std::vector<std::string>;

Names names_of(const auto& headers) {
  Names names;
  for (const auto& header : headers) names.push_back(header.name);
  return names;
}

TEST(ForwardedHeaders, LeaveOutWhatIsOursOrOfTheConnection) {
  api::Request request;
  // As the listener hands them over: names in lower case.
  request.headers = {{"host", "bank.example"},
                     {"probity-access", "forged"},
                     {"x-first", "1"},
                     {"probity-peer", "10.0.0.1"},
                     {"apikey", "probity_test_secret"},
                     {"connection", "close, X-Declared ,te"},
                     {"x-declared", "x"},
                     {"te", "trailers"},
                     {"transfer-encoding", "chunked"},
                     {"content-length", "3"},
                     {"expect", "100-continue"},
                     {"proxy-authorization", "Basic x"},
                     {"upgrade", "h2c"},
                     {"probity-access", "forged again"},
                     {"idempotency-key", "k"},
                     {"x-first", "2"},
                     {"cookie", "a=b"}};
  auto on = forwarded_headers(request);
  EXPECT_EQ(names_of(on), (Names{"x-first", "idempotency-key", "x-first", "cookie"}));
  EXPECT_EQ(on[0].value, "1");
  EXPECT_EQ(on[2].value, "2");
}

TEST(ForwardedHeaders, ComeBackWithoutThoseOfTheConnection) {
  auto back = returned_headers({{"content-type", "application/json"},
                                {"connection", "X-Hop"},
                                {"x-hop", "1"},
                                {"keep-alive", "timeout=5"},
                                {"content-length", "2"},
                                {"date", "now"},
                                {"probity-forget", "tenant=1"},
                                {"x-content-type-options", "nosniff"},
                                {"cache-control", "no-store"},
                                {"set-cookie", "a=1"},
                                {"set-cookie", "b=2"},
                                {"x-request-id", "1"}});
  EXPECT_EQ(names_of(back),
            (Names{"content-type", "cache-control", "set-cookie", "set-cookie", "x-request-id"}));
}

TEST(Peer, IsTakenOutOfTheHeaders) {
  api::Request request{.peer = "127.0.0.1"};
  request.headers = {{"x", "1"}, {"probity-peer", "203.0.113.9"}};
  take_peer(request);
  EXPECT_EQ(request.peer, "203.0.113.9");
  EXPECT_EQ(names_of(request.headers), Names{"x"});
  take_peer(request);
  EXPECT_EQ(request.peer, "203.0.113.9");
}

TEST(Repeated, HeadersThatDecideAreRefused) {
  api::Request request;
  request.headers = {{"x", "1"}, {"x", "2"}, {"apikey", "a"}};
  EXPECT_TRUE(refuse_repeated(request));
  request.headers.push_back({"apikey", "b"});
  EXPECT_FALSE(refuse_repeated(request));
}

}  // namespace
}  // namespace probity::gateway
