// The rows of the product's routes, and which of them a request means.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/route.h"

namespace probity::gateway {

inline constexpr std::string_view version_prefix = "/4.0";

class RouteTable {
 public:
  struct Match {
    const api::Route* route = nullptr;
    bool path_known = false;  // perhaps with another method
    std::vector<Uuid> ids;
    std::string term;
    bool bad_id = false;
  };
  explicit RouteTable(std::vector<api::Route> routes);
  Match match(const api::Request& request) const;

 private:
  std::vector<api::Route> routes_;
  std::vector<std::vector<std::string_view>> parts_;  // of each route's path, split once
};

}  // namespace probity::gateway
