// Where a request goes: its row in the route table, who asks, may they, and the handler inside one
// transaction of their institution. Handlers run on a few threads, each with a connection of its
// own.
#pragma once

#include <vector>

#include "gateway/admission.h"
#include "gateway/crew.h"
#include "gateway/hashing_lane.h"
#include "gateway/idempotency.h"
#include "gateway/listener.h"
#include "gateway/metrics.h"
#include "gateway/rate_limit.h"
#include "gateway/route_table.h"

namespace probity::gateway {

class Dispatcher {
 public:
  struct Settings {
    int threads = 4;
    std::size_t queue = 256;  // waiting requests; one more is answered 503 at once
  };
  Dispatcher(db::Pool& pool, keys::Keystore& keystore, std::vector<api::Route> routes,
             Admission admission, Metrics& metrics, Settings settings);

  // For Listener: hands the request to a thread.
  void accept(api::Request&& request, Respond respond);

 private:
  api::Reply answer(const api::Request& request, const api::Route*& route, const Uuid& request_id);
  Result<api::Reply> handle(const api::Request& request, const RouteTable::Match& match,
                            const api::Principal& principal);
  Result<api::Reply> in_transaction(const api::Request& request, const RouteTable::Match& match,
                                    const api::Principal& principal, json::Value body,
                                    std::vector<api::Parameter> query,
                                    const std::optional<IdempotencyKey>& key);

  db::Pool& pool_;
  keys::Keystore& keystore_;
  RouteTable routes_;
  Admission admission_;
  Metrics& metrics_;
  RateLimiter limiter_;
  Crew crew_;  // the last two: their threads use the rest
  HashingLane hashing_;
};

}  // namespace probity::gateway
