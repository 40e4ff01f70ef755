// Applying for a product.
#include <algorithm>

#include "lifecycle/case.h"

namespace probity::lifecycle {

Result<policies::Application*> apply(Case& c, const policies::Product& product,
                                     std::optional<std::string> associated_role) {
  if (!product.track(c.entity()))
    return refuse(
        Refusal::constraints, "the product is not offered to this kind of profile",
        {{"product", "must be a product for " + std::string(policies::text_of(c.entity()))}});
  bool open = std::ranges::any_of(c.applications, [&](const policies::Application& a) {
    return a.product_id == product.id && a.is_open();
  });
  if (open)
    return refuse(Refusal::data_present, "an application for this product is already open",
                  {{"product", "must be one that the profile has no open application for"}});
  policies::Application a;
  a.id = Uuid::make();
  a.product_id = product.id;
  a.associated_role = std::move(associated_role);
  a.created_at = c.at();
  a.history.push_back(json::Object{{"status", "APPLIED"}, {"date", api_time(c.at())}});
  a.flag_history.push_back(
      json::Object{{"status", "APPLIED"}, {"flag", "AUTOMATING"}, {"date", api_time(c.at())}});
  a.changed = true;
  c.tell(journal::actions::added_product, {{"application_id", a.id.text()},
                                           {"product_id", product.id.text()},
                                           {"product", product.alias}});
  return &c.applications.emplace_back(std::move(a));
}

}  // namespace probity::lifecycle
