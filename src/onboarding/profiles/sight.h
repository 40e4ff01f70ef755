// Who sees which profiles: everybody of an institution, or only those that work with certain
// products. A profile is seen through its applications; one that nobody applied for is seen by
// whoever sees all products.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "base/ids.h"

namespace probity::profiles {

struct Sight {
  std::optional<std::vector<Uuid>> products;  // none: all of them
  // Who sees one product of a profile sees the others on it, too.
  bool spill_over = false;
  std::vector<Uuid> profiles;  // of a collect key: it sees no other; empty: any

  bool all_products() const { return !products; }
  bool sees_product(const Uuid& id) const {
    return !products || std::ranges::find(*products, id) != products->end();
  }
  bool may_see_profile(const Uuid& id) const {
    return profiles.empty() || std::ranges::find(profiles, id) != profiles.end();
  }
};

}  // namespace probity::profiles
