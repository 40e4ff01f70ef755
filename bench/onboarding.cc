// Onboards customers through POST /4.0/profiles, each with its own Idempotency-Key, and counts what
// became of them. Prints one JSON object; the ids of the profiles go to a file.
//
//   bench_onboarding --port N --seed N [--seconds S | --count N] [--connections N] [--names FILE]
//                    [--ids FILE] [--progress WORD]          (the API key: environment
//                    PROBITY_API_KEY)
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <fstream>
#include <map>

#include "arguments.h"
#include "customers.h"
#include "load.h"

namespace {

using namespace probity::bench;

std::string_view text_after(std::string_view body, std::string_view mark) {
  auto at = body.find(mark);
  if (at == std::string_view::npos) return "?";
  at += mark.size();
  return body.substr(at, body.find('"', at) - at);
}

int onboard(const Arguments& arguments) {
  Customers customers(arguments.text("--names"), arguments.number("--seed"));
  std::ofstream ids(arguments.text("--ids", "/dev/null"), std::ios::app);
  std::map<std::string, std::int64_t, std::less<>> became;
  std::int64_t checks = 0;
  std::string first_refusal;

  Load load = arguments.load();
  load.request = [&](std::int64_t n, std::string& out) {
    std::string body = customers.body(n);
    out = fmt::format(
        "POST /4.0/profiles HTTP/1.1\r\nHost: 127.0.0.1\r\napikey: {}\r\n"
        "Content-Type: application/json\r\nIdempotency-Key: {:016x}{:016x}\r\n"
        "Content-Length: {}\r\n\r\n{}",
        arguments.key(), customers.random(), customers.random(), body.size(), body);
  };
  load.reply = [&](std::int64_t, const Reply& reply) {
    if (reply.status != 201) {
      if (first_refusal.empty()) first_refusal = reply.body;
      return;
    }
    ids << reply.body.substr(reply.body.find("\"id\":\"") + 6, 36) << '\n';
    bool approved = reply.body.find("\"status\":\"APPROVED\"") != std::string_view::npos;
    std::string word = approved ? "APPROVED" : std::string(text_after(reply.body, "\"flag\":\""));
    ++became[word];
    checks += reply.body.find("\"state\":\"COMPLETE\"") != std::string_view::npos;
  };
  Outcome outcome = run(load);

  std::string words;
  for (const auto& [word, count] : became)
    words += fmt::format("{}\"{}\":{}", words.empty() ? "" : ",", word, count);
  std::printf("{%s,\"became\":{%s},\"checked\":%lld}\n", members(outcome).c_str(), words.c_str(),
              static_cast<long long>(checks));
  if (!first_refusal.empty()) std::fprintf(stderr, "first refusal: %s\n", first_refusal.c_str());
  return first_refusal.empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return onboard(Arguments(argc, argv));
  } catch (const std::exception& e) {
    std::fprintf(stderr, "bench_onboarding: %s\n", e.what());
    return 2;
  }
}
