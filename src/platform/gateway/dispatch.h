// Where a request goes: its row in the route table, who asks, may they, and the handler inside one
// transaction of their institution. Handlers run on a few threads, each with a connection of its
// own.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "api/route.h"
#include "gateway/idempotency.h"
#include "gateway/listener.h"
#include "gateway/metrics.h"
#include "gateway/rate_limit.h"
#include "identity/authenticate.h"

namespace probity::gateway {

class Dispatcher {
 public:
  struct Settings {
    int threads = 4;
    std::size_t queue = 256;  // waiting requests; one more is answered 503 at once
  };
  Dispatcher(db::Pool& pool, keys::Keystore& keystore, std::vector<api::Route> routes,
             Metrics& metrics, Settings settings);
  ~Dispatcher();

  // For Listener: hands the request to a thread.
  void accept(api::Request&& request, Respond respond);

 private:
  struct Waiting {
    api::Request request;
    Respond respond;
    double since;
  };
  struct Match {
    const api::Route* route = nullptr;
    bool path_known = false;
    std::vector<Uuid> ids;
    std::string term;
    bool bad_id = false;
  };
  void work();
  api::Reply answer(const api::Request& request, const api::Route*& route, const Uuid& request_id);
  Match match(const api::Request& request) const;
  Result<api::Reply> handle(const api::Request& request, const Match& match,
                            const api::Principal& principal);
  Result<api::Reply> in_transaction(const api::Request& request, const Match& match,
                                    const api::Principal& principal, json::Value body,
                                    std::vector<api::Parameter> query,
                                    const std::optional<IdempotencyKey>& key);

  db::Pool& pool_;
  keys::Keystore& keystore_;
  std::vector<api::Route> routes_;
  std::vector<std::vector<std::string_view>> route_parts_;  // of each route's path, split once
  Metrics& metrics_;
  Settings settings_;
  identity::Authenticator authenticator_;
  RateLimiter limiter_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Waiting> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

inline constexpr std::string_view version_prefix = "/4.0";

}  // namespace probity::gateway
