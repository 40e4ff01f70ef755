// Token buckets for the calls that the API limits (lifecycle-api.md § 2.4): per institution and
// bucket, refilled over an hour.
#pragma once

#include <map>
#include <mutex>
#include <utility>

#include "api/route.h"

namespace probity::gateway {

class RateLimiter {
 public:
  struct Verdict {
    bool allowed;
    std::int64_t remaining;      // whole tokens left
    std::int64_t reset_seconds;  // until the bucket is full
  };
  // Takes one token. `per_hour` 0: unlimited, and the bucket always looks full.
  Verdict take(const Uuid& tenant, api::Bucket bucket, std::int64_t per_hour, double at_seconds);

 private:
  struct Level {
    double tokens, at_seconds;
  };
  std::mutex mutex_;
  std::map<std::pair<Uuid, api::Bucket>, Level> levels_;
};

void add_headers(api::Reply& reply, const RateLimiter::Verdict& verdict);

}  // namespace probity::gateway
