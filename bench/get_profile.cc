// Reads known profiles through GET /4.0/profiles/{id}. Prints one JSON object.
//
//   bench_get_profile --port N --ids FILE [--seconds S] [--connections N] [--progress WORD]
//
// Without --seconds each profile is read once, which also makes the reader one who has seen it.
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <fstream>
#include <random>

#include "arguments.h"
#include "load.h"

namespace {

using namespace probity::bench;

int read(const Arguments& arguments) {
  std::vector<std::string> ids;
  std::ifstream in(arguments.text("--ids"));
  for (std::string line; std::getline(in, line);) ids.push_back(line);
  if (ids.empty()) throw std::runtime_error("--ids names no profiles");

  Load load = arguments.load();
  bool once = load.seconds == 0;
  if (once) load.count = static_cast<std::int64_t>(ids.size());
  std::mt19937_64 random(load.port);
  std::int64_t bytes = 0, refused = 0;
  load.request = [&](std::int64_t n, std::string& out) {
    const auto& id = ids[(once ? static_cast<std::uint64_t>(n) : random()) % ids.size()];
    out = fmt::format("GET /4.0/profiles/{} HTTP/1.1\r\nHost: 127.0.0.1\r\napikey: {}\r\n\r\n", id,
                      arguments.key());
  };
  load.reply = [&](std::int64_t, const Reply& reply) {
    bytes += static_cast<std::int64_t>(reply.body.size());
    refused += reply.status != 200;
  };
  Outcome outcome = run(load);
  std::printf("{%s,\"body_bytes\":%lld}\n", members(outcome).c_str(),
              static_cast<long long>(bytes));
  return refused ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return read(Arguments(argc, argv));
  } catch (const std::exception& e) {
    std::fprintf(stderr, "bench_get_profile: %s\n", e.what());
    return 2;
  }
}
