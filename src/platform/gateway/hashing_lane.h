// Calls that hash a password (api::Lane::hashing): one at a time, on a thread that steps back for
// all others. Few wait, and of one source fewer, so that whoever floods the door only stands in
// their own way.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "api/route.h"
#include "gateway/crew.h"

namespace probity::gateway {

class HashingLane {
 public:
  static constexpr std::size_t places = 20, places_of_one = 4;
  static constexpr int retry_after_s = 5;  // about what the places take

  HashingLane(const std::vector<api::Route>& routes, Metrics& metrics);

  bool takes(const api::Request& request) const { return paths_.contains(request.path); }
  // False when the places, or those of this source, are taken: answer 429.
  bool take(const std::string& source, Crew::Work work);

 private:
  void leave(const std::string& source);
  std::unordered_set<std::string> paths_;  // none of them has an id
  std::mutex mutex_;
  std::unordered_map<std::string, std::size_t> waiting_;  // by source
  Crew crew_;                                             // the last: its thread uses the rest
};

}  // namespace probity::gateway
