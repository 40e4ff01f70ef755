// Load over plain sockets: a few kept-alive connections, each with one request under way at a time.
// One thread and no allocation per request beyond its text, so that the generator costs little CPU
// beside what it measures.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace probity::bench {

struct Reply {
  int status;
  std::string_view body;
};

struct Load {
  std::uint16_t port = 0;  // of 127.0.0.1
  int connections = 16;
  double seconds = 0;      // stop asking after this time; 0: no limit
  std::int64_t count = 0;  // … or after this many requests; 0: no limit
  std::string progress;    // a word for the line on stderr; empty: silent

  // Writes request number n (from 0), whole, into `out`, which is empty.
  std::function<void(std::int64_t n, std::string& out)> request;
  std::function<void(std::int64_t n, const Reply&)> reply;
};

struct Outcome {
  std::int64_t requests = 0;
  double seconds = 0;      // from the first request to the last reply
  double cpu_seconds = 0;  // of this process meanwhile
  std::map<int, std::int64_t> statuses;
  std::vector<float> latencies_ms;  // sorted

  double latency_ms(double percentile) const;
};

// Throws std::runtime_error when a connection fails or a reply is not HTTP with a Content-Length.
Outcome run(const Load& load);

// The members of `outcome` as JSON, without braces.
std::string members(const Outcome& outcome);

}  // namespace probity::bench
