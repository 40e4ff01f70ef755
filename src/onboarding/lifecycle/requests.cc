#include "lifecycle/requests.h"

#include "base/text.h"
#include "policies/kinds.h"

namespace probity::lifecycle {

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

const policies::Product* product_of(api::Body& body, const policies::Catalogue& catalogue) {
  if (!body.member("product")) body.fault("product", "is required: {\"alias\": …} or {\"id\": …}");
  auto reference = reference_of(body, "product");
  if (!reference) return nullptr;
  const policies::Product* product = catalogue.product(reference->key);
  if (!product) body.fault(reference->field, "must name a product of the institution");
  return product;
}

std::optional<std::string> associated_role_of(api::Body& body) {
  return body.maybe_word("associated_role", policies::associated_roles());
}

Result<json::Value> accept_data(const json::Value& document, profiles::EntityType expected,
                                std::string_view prefix, const policies::Catalogue& catalogue,
                                Instant at) {
  auto accepted = TRY(profiles::accept(document, expected, prefix, day_of(at)));
  const json::Value* custom = accepted.find("custom_fields");
  if (!custom) return accepted;
  std::vector<Fault> faults;
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
  if (!faults.empty())
    return refuse(Refusal::invalid_input, "the data is not valid", std::move(faults));
  return accepted;
}

}  // namespace probity::lifecycle
