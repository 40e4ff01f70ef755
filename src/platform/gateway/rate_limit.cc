#include "gateway/rate_limit.h"

#include <algorithm>
#include <cmath>

#include "base/clock.h"

namespace probity::gateway {

RateLimiter::Verdict RateLimiter::take(const Uuid& tenant, api::Bucket bucket,
                                       std::int64_t per_hour, double at_seconds) {
  if (per_hour == 0) return {true, 1'000'000, 0};
  double size = static_cast<double>(per_hour), per_second = size / 3600;
  std::lock_guard lock(mutex_);
  auto [found, fresh] = levels_.try_emplace({tenant, bucket}, Level{size, at_seconds});
  Level& level = found->second;
  level.tokens = std::min(size, level.tokens + (at_seconds - level.at_seconds) * per_second);
  level.at_seconds = at_seconds;
  bool allowed = level.tokens >= 1;
  if (allowed) level.tokens -= 1;
  return {allowed, static_cast<std::int64_t>(level.tokens),
          static_cast<std::int64_t>(std::ceil((size - level.tokens) / per_second))};
}

void add_headers(api::Reply& reply, const RateLimiter::Verdict& v) {
  Instant full{now().micros + v.reset_seconds * 1'000'000};
  reply.headers.push_back({"x-ratelimit-remaining", std::to_string(v.remaining)});
  reply.headers.push_back({"x-ratelimit-reset-secs", std::to_string(v.reset_seconds)});
  reply.headers.push_back({"x-ratelimit-reset", http_time(full)});
}

}  // namespace probity::gateway
