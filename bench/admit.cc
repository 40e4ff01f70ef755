// What finding out who asks costs a request, with a credential that was seen a moment ago. Prints
// one JSON object: median nanoseconds of one admission by API key and by session.
//
//   PROBITY_DATABASE_URL=… PROBITY_API_KEY=… [PROBITY_SESSION=…] bench_admit
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "identity/authenticate.h"

namespace {

using namespace probity;
using Clock = std::chrono::steady_clock;

double median_ns(identity::Authenticator& authenticator, const api::Request& request) {
  constexpr int rounds = 2001, each = 100;
  std::vector<double> samples;
  for (int r = 0; r < rounds; ++r) {
    auto from = Clock::now();
    for (int i = 0; i < each; ++i)
      if (!authenticator.admit(request)) std::abort();
    samples.push_back(std::chrono::duration<double, std::nano>(Clock::now() - from).count() / each);
  }
  std::ranges::nth_element(samples, samples.begin() + rounds / 2);
  return samples[rounds / 2];
}

}  // namespace

int main() {
  const char *url = std::getenv("PROBITY_DATABASE_URL"), *key = std::getenv("PROBITY_API_KEY"),
             *session = std::getenv("PROBITY_SESSION");
  if (!url || !key) return 2;
  db::Pool pool({.url = url, .connections = 2});
  identity::Authenticator authenticator(pool);
  api::Request by_key{.method = "GET", .path = "/4.0/whoami", .headers = {{"apikey", key}}};
  std::printf("{\"api_key_ns\":%.0f", median_ns(authenticator, by_key));
  if (session) {
    api::Request by_session{
        .method = "GET",
        .path = "/4.0/whoami",
        .headers = {{"cookie", std::string(identity::session_cookie) + "=" + session}}};
    std::printf(",\"session_ns\":%.0f", median_ns(authenticator, by_session));
  }
  std::printf("}\n");
}
