// One institution's whole configuration, read from one document and cross-checked. Immutable: a new
// version is a new Catalogue.
//   {"format": 1, "custom_fields": […], "check_variants": […], "task_variants": […],
//    "smart_policies": […], "risk_models": […], "products": […], "settings": {…}}
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "policies/kinds.h"
#include "policies/policy.h"
#include "policies/risk.h"

namespace probity::policies {

// {"alias", "name", "check_type", "provider", "options": {"classes": ["SANCTIONS"],
// "threshold_permille"}}
struct CheckVariant {
  Uuid id;
  std::string alias, name, check_type, provider;
  std::vector<std::string> classes = {};           // names of event_classes(), of a screening
  std::optional<std::int64_t> threshold_permille;  // 1 to 1000; nothing: the engine's own
  bool embedded = false;                           // may finish inside the request
};

// {"alias", "name", "description", "task_type", "automatic_checks": [alias],
//  "acceptance_checks": [alias], "expiry_days"}
struct TaskVariant {
  Uuid id;
  std::string alias, name, description, task_type;
  std::vector<std::string> automatic_checks = {};   // run when the task is created
  std::vector<std::string> acceptance_checks = {};  // any of them passing passes the task
  std::optional<std::int64_t> expiry_days;
  json::Value shown;  // the API's TaskVariant, with its alias; verbatim
};

// What a product asks of one kind of entity: a policy, and a risk model unless empty.
struct Track {
  std::string smart_policy, risk_model;
};

// {"alias", "name", "automatically_apply", "automatically_approve",
//  "individual": {"smart_policy", "risk_model"}, "company": {…}}
struct Product {
  Uuid id;
  std::string alias, name, description;
  bool automatically_apply = false, automatically_approve = false;
  std::optional<Track> individual, company;
  json::Value shown;  // the API's ProductResource; verbatim

  const std::optional<Track>& track(Entity entity) const {
    return entity == Entity::individual ? individual : company;
  }
};

class Catalogue {
 public:
  // All faults at once, each with its field path. Ids are the document's own or named after the
  // institution, the kind and the alias, so they are the same wherever the document is loaded.
  static Result<Catalogue> read(const json::Value& document, Uuid institution);

  const std::vector<Product>& products() const { return products_; }
  const std::vector<TaskVariant>& task_variants() const { return task_variants_; }
  const std::vector<CheckVariant>& check_variants() const { return check_variants_; }
  const std::vector<CustomField>& custom_fields() const { return custom_fields_; }
  const std::vector<Policy>& policies() const { return policies_; }
  const std::vector<RiskModel>& risk_models() const { return risk_models_; }
  const Vocabulary& vocabulary() const { return vocabulary_; }
  const json::Object& settings() const { return settings_; }

  // By alias or by the text of an id; nullptr when there is none.
  const Product* product(std::string_view key) const;
  const TaskVariant* task_variant(std::string_view key) const;
  const CheckVariant* check_variant(std::string_view key) const;
  const Policy* policy(std::string_view alias) const;
  const RiskModel* risk_model(std::string_view alias) const;
  const CustomField* custom_field(std::string_view name) const;

  // The variant that every task type has, alias = type in lower case + "default".
  const TaskVariant* default_task_variant(std::string_view type) const;
  // The first variant of a check type, for calls that name the type only.
  const CheckVariant* default_check_variant(std::string_view type) const;

 private:
  friend class CatalogueReader;
  using Index = std::map<std::string, std::size_t, std::less<>>;

  std::vector<CustomField> custom_fields_;
  Vocabulary vocabulary_;
  std::vector<CheckVariant> check_variants_;
  std::vector<TaskVariant> task_variants_;
  std::vector<Policy> policies_;
  std::vector<RiskModel> risk_models_;
  std::vector<Product> products_;
  json::Object settings_;
  Index products_by_, tasks_by_, checks_by_, policies_by_, risk_models_by_;
};

// Makes one document of the files of a folder such as db/demo: `products.json` becomes the member
// "products", the files `smart_policies/*.json` the items of "smart_policies", in the order given.
// Faults: a file that has no place.
Result<json::Value> assemble(const std::vector<std::pair<std::string, json::Value>>& files);

}  // namespace probity::policies
