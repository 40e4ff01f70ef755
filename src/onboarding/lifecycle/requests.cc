#include "lifecycle/requests.h"

#include "base/fault.h"
#include "base/text.h"
#include "policies/kinds.h"
#include "profiles/links.h"
#include "profiles/schema.h"

namespace probity::lifecycle {
namespace {

void check_custom_fields(const json::Value& data, std::string_view prefix,
                         const policies::Catalogue& catalogue, std::vector<Fault>& faults) {
  const json::Value* custom = data.find("custom_fields");
  if (!custom) return;
  std::string field = std::string(prefix) + (prefix.empty() ? "" : ".") + "custom_fields";
  bool any_unknown = false;
  for (const auto& [name, value] : custom->object()) {
    const policies::CustomField* declared = catalogue.custom_field(name);
    any_unknown |= !declared;
    auto why = declared ? policies::fault_in(*declared, value) : std::nullopt;
    if (why) faults.push_back({field + "." + name, std::move(*why)});
  }
  // An unknown name is the caller's own text, which an error never repeats.
  if (any_unknown) faults.push_back({field, "must have only custom fields of the institution"});
}

// Another institution's profile, one that isn't seen and one that never was get the same answer. A
// profile that was erased since it was linked may stay, so that what was read can be sent back.
void check_links(const Setting& setting, const json::Value& data, std::string_view prefix,
                 const json::Value& present, std::vector<Fault>& faults) {
  auto links = profiles::links_of(data, prefix);
  if (links.empty()) return;
  auto ids = profiles::linked_profiles(data);
  if (ids.size() > profiles::most_linked) {
    faults.push_back({std::string(prefix.empty() ? "body" : prefix),
                      "must name at most " + std::to_string(profiles::most_linked) +
                          " profiles as linked_profile"});
    return;
  }
  auto known = profiles::existing(setting.tx, setting.sight, ids);
  for (const Uuid& id : profiles::linked_profiles(present)) known.insert(id);
  for (auto& link : links)
    if (!known.contains(link.profile) && faults.size() < profiles::schema::most_faults)
      faults.push_back({std::move(link.field), "must be a profile of the institution"});
}

}  // namespace

std::optional<Reference> reference_of(api::Body& body, std::string_view member) {
  const json::Value* reference = body.member(member);
  if (!reference) return std::nullopt;
  std::string field(member);
  api::Body inner(*reference, body.prefix() + field + ".");
  auto alias = inner.maybe_text("alias", 1, 200);
  auto id = inner.maybe_id("id");
  if (!alias && !id && inner.faults().empty())
    inner.fault("alias", "is required, unless id is sent");
  body.take(inner.faults());
  if (alias) return Reference{*alias, field + ".alias"};
  if (id) return Reference{id->text(), field + ".id"};
  return std::nullopt;
}

const policies::Product* product_of(api::Body& body, const Setting& setting) {
  if (!body.member("product")) body.fault("product", "is required: {\"alias\": …} or {\"id\": …}");
  auto reference = reference_of(body, "product");
  if (!reference) return nullptr;
  const policies::Product* product = setting.configuration->catalogue.product(reference->key);
  bool seen = product && (setting.sight.sees_product(product->id) || fault("name_other_products"));
  if (!seen) product = nullptr;
  if (!product) body.fault(reference->field, "must name a product of the institution");
  return product;
}

std::optional<std::string> associated_role_of(api::Body& body) {
  return body.maybe_word("associated_role", policies::associated_roles());
}

Result<json::Value> accept_data(const Setting& setting, const json::Value& document,
                                profiles::EntityType expected, std::string_view prefix,
                                const json::Value& present) {
  auto accepted = TRY(profiles::accept(document, expected, prefix, day_of(setting.tx.at())));
  std::vector<Fault> faults;
  check_custom_fields(accepted, prefix, setting.configuration->catalogue, faults);
  check_links(setting, accepted, prefix, present, faults);
  if (!faults.empty())
    return refuse(Refusal::invalid_input, "the data is not valid", std::move(faults));
  return accepted;
}

}  // namespace probity::lifecycle
