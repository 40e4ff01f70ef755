// Grants as people write them (an area at a level, for all products or one) and the access that
// they add up to. Roles, API keys and staff entries hold grants; a principal holds the access.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/body.h"
#include "api/permission.h"
#include "base/ids.h"
#include "json/json.h"

namespace probity::api {

enum class Level { read_only, read_and_write };
inline constexpr std::string_view level_words[] = {"READ_ONLY", "READ_AND_WRITE"};

// One row of the matrix that an administrator edits. `read` is part of `write`.
struct Area {
  std::string_view name;  // stored in grants: never changes
  Permissions read, write;
  bool per_product = false;
  bool platform_only = false;  // means something in the platform's own institution only
};
std::span<const Area> areas();
const Area* area_named(std::string_view name);

// The capability atoms of API 4.0 (lifecycle-api.md § 5.3) and the permission that each comes with.
struct Capability {
  std::string_view name;
  Permission permission;
};
std::span<const Capability> capabilities();

// An area at a level, or a single permission; for one product when `product` is there.
struct Grant {
  std::string name;            // of an area or a permission
  std::optional<Level> level;  // of an area
  std::optional<Uuid> product;
  bool operator==(const Grant&) const = default;
};
using Grants = std::vector<Grant>;

// [{"area": …, "level": …, "product_id"?} | {"permission": …, "product_id"?}, …]: at most 500.
// Every fault under `field` of the body.
Grants grants_of(Body& body, std::string_view field);
json::Array render(const Grants& grants);
Grants stored_grants(std::string_view text);  // what render gave and json::write wrote
Grants grants_for_everything();               // of an institution, not of the platform

// What the grants of a principal add up to.
class Access {
 public:
  using ByProduct = std::vector<std::pair<Uuid, Permissions>>;

  Access() = default;
  // What everywhere() and by_product() gave.
  Access(Permissions everywhere, ByProduct products)
      : everywhere_(everywhere), products_(std::move(products)) {}
  explicit Access(const Grants& grants) { add(grants); }
  void add(const Grants& grants);  // the union

  // For at least one product, where permissions are by product.
  bool may(Permission p) const;
  bool may(Permission p, const Uuid& product) const;
  bool may_everywhere(Permission p) const { return everywhere_.has(p); }
  // Nothing: every product. Otherwise the only products for which `p` is held.
  std::optional<std::vector<Uuid>> products_for(Permission p) const;
  // Whether whoever holds this may give `other` away.
  bool covers(const Access& other) const;
  bool empty() const { return everywhere_.empty() && products_.empty(); }
  Permissions everywhere() const { return everywhere_; }
  const ByProduct& by_product() const { return products_; }

  // What is held here and not there.
  struct Held {
    Permission permission;
    std::optional<Uuid> product;
  };
  std::vector<Held> beyond(const Access& other) const;

  // Atoms held for a profile that has these applications' products.
  std::vector<std::string_view> capabilities_for(const std::vector<Uuid>& products) const;

 private:
  Permissions everywhere_;
  ByProduct products_;  // beyond what holds everywhere
};

}  // namespace probity::api
