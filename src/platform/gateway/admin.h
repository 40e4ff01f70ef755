// The port of those who run the product: GET /healthz, /readyz and /metrics; all else is 404. It
// asks for no credentials, so it listens on the loopback address unless told otherwise, and shows
// nothing personal.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gateway/listener.h"

namespace probity::gateway {

struct AdminSettings {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any free one
};

// Asked on the admin port's own thread.
struct AdminFaces {
  std::function<std::vector<std::string>()> missing;  // what keeps us from serving; empty: ready
  std::function<std::string()> metrics;               // Prometheus text
};

// Serves until it is destroyed. Throws Breakdown when the address can't be bound.
class Admin {
 public:
  Admin(const AdminSettings& settings, AdminFaces faces);
  std::uint16_t port() const { return listener_.port(); }

 private:
  Listener listener_;
};

}  // namespace probity::gateway
