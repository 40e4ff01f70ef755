#include "gateway/hashing_lane.h"

#include "base/result.h"
#include "gateway/route_table.h"

namespace probity::gateway {

HashingLane::HashingLane(const std::vector<api::Route>& routes, Metrics& metrics)
    : crew_(1, places, metrics, Crew::Priority::background) {
  for (const api::Route& route : routes) {
    if (route.lane != api::Lane::hashing) continue;
    ENSURE(route.path.find('{') == std::string_view::npos);
    paths_.insert(std::string(version_prefix) + std::string(route.path));
  }
}

bool HashingLane::take(const std::string& source, Crew::Work work) {
  {
    std::lock_guard lock(mutex_);
    std::size_t& mine = waiting_[source];
    if (mine >= places_of_one) return false;
    ++mine;
  }
  bool taken = crew_.take([this, source, work = std::move(work)]() mutable {
    work();
    leave(source);
  });
  if (!taken) leave(source);
  return taken;
}

void HashingLane::leave(const std::string& source) {
  std::lock_guard lock(mutex_);
  auto found = waiting_.find(source);
  if (--found->second == 0) waiting_.erase(found);
}

}  // namespace probity::gateway
