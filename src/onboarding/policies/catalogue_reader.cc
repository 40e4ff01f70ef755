// Reads a Catalogue in the order in which its parts refer to each other.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "policies/catalogue.h"

namespace probity::policies {

namespace {

constexpr std::size_t max_products = 200, max_variants = 500, max_documents = 200, max_fields = 200;
constexpr std::int64_t max_expiry_days = 36'500;

}  // namespace

class CatalogueReader {
 public:
  CatalogueReader(const json::Value& document, Uuid institution)
      : root_(document, "", faults_), institution_(institution) {}

  Result<Catalogue> read();

 private:
  using Index = Catalogue::Index;

  void read_custom_fields();
  void read_check_variants();
  void read_task_variants();
  void add_default_task_variants();
  void read_policies();
  void read_risk_models();
  void read_products();
  void read_settings();

  CustomField custom_field(const json::Value& item, const std::string& path);
  CheckVariant check_variant(const json::Value& item, const std::string& path);
  void read_options(Reader& variant, const Provider* provider, CheckVariant& into);
  TaskVariant task_variant(const json::Value& item, const std::string& path);
  void judge_checks(Reader& reader, std::string_view key, const std::vector<std::string>& aliases,
                    const TaskType* type);
  Product product(const json::Value& item, const std::string& path);
  std::optional<Track> track(Reader& product, std::string_view key, Entity entity);
  void judge_tasks(const Policy& policy, const std::string& path);

  // The id of an item: its own, or named after its alias. An id that is used twice is a fault.
  Uuid identify(const std::optional<Uuid>& own, std::string_view kind, const std::string& alias,
                const std::string& path);
  // Remembers an alias of the kinds that share one space: products, tasks and checks.
  void claim(const std::string& alias, const std::string& path);
  static void enter(Index& index, const std::string& alias, const Uuid& id, std::size_t at);

  Faults faults_;
  Reader root_;
  Uuid institution_;
  Catalogue made_;
  std::set<std::string> aliases_;
  std::set<Uuid> ids_;
};

// What many replies repeat is written once.
json::Value shown(const TaskVariant& variant) {
  json::Object out{{"id", variant.id.text()}, {"alias", variant.alias}, {"name", variant.name}};
  if (!variant.description.empty()) out.set("description", variant.description);
  out.set("task_type", variant.task_type);
  return json::Verbatim{json::write(std::move(out))};
}

json::Value shown(const Product& product) {
  return json::Verbatim{
      json::write(json::Object{{"id", product.id.text()},
                               {"alias", product.alias},
                               {"name", product.name},
                               {"automatically_apply", product.automatically_apply},
                               {"automatically_approve", product.automatically_approve},
                               {"is_deleted", false}})};
}

Uuid CatalogueReader::identify(const std::optional<Uuid>& own, std::string_view kind,
                               const std::string& alias, const std::string& path) {
  std::string space = institution_.text() + "/" + std::string(kind);
  Uuid id = own.value_or(Uuid::named(space, alias));
  if (own && !ids_.insert(id).second) add_fault(faults_, path + ".id", "is used twice");
  return id;
}

void CatalogueReader::claim(const std::string& alias, const std::string& path) {
  if (!alias.empty() && !aliases_.insert(alias).second)
    add_fault(faults_, path + ".alias", "is used before; products, tasks and checks share them");
}

void CatalogueReader::enter(Index& index, const std::string& alias, const Uuid& id,
                            std::size_t at) {
  if (alias.empty()) return;  // a fault already
  index.emplace(alias, at);
  index.emplace(id.text(), at);
}

// --- custom fields
// --------------------------------------------------------------------------------

CustomField CatalogueReader::custom_field(const json::Value& item, const std::string& path) {
  CustomField field;
  Reader reader(item, path, faults_);
  field.name = reader.text("name", Shape::field);
  field.label = reader.text("label", Shape::name, Need::optional);
  if (field.label.empty()) field.label = field.name;
  field.type =
      static_cast<CustomType>(reader.word("type", {"TEXT", "CHOICE", "INTEGER", "BOOLEAN"}));
  if (field.type == CustomType::choice) field.allowed = reader.texts("allowed_values", Shape::name);
  std::vector<std::string> entities = reader.texts("entity_types", Shape::name, Need::optional);
  for (const std::string& entity : entities)
    if (!entity_from(entity)) reader.fault("entity_types", "must hold INDIVIDUAL or COMPANY");
  if (!entities.empty()) {
    field.individual = std::ranges::count(entities, "INDIVIDUAL");
    field.company = std::ranges::count(entities, "COMPANY");
  }
  reader.close();
  return field;
}

void CatalogueReader::read_custom_fields() {
  std::set<std::string> names;
  root_.items("custom_fields", max_fields, Need::optional, [&](const json::Value& item, auto path) {
    CustomField field = custom_field(item, path);
    if (!field.name.empty() && !names.insert(field.name).second)
      add_fault(faults_, path + ".name", "is used by a field before");
    made_.custom_fields_.push_back(std::move(field));
  });
  made_.vocabulary_ = Vocabulary(made_.custom_fields_);
}

// --- check variants
// -------------------------------------------------------------------------------

void CatalogueReader::read_options(Reader& variant, const Provider* provider, CheckVariant& into) {
  bool screens = provider && !provider->classes.empty();
  const json::Value* value = variant.member("options", screens ? Need::required : Need::optional);
  if (!value || !provider) return;
  Reader reader(*value, variant.path_of("options"), faults_);
  if (screens) {
    into.classes = reader.texts("classes", Shape::name);
    for (const std::string& name : into.classes)
      if (!std::ranges::count(provider->classes, name))
        reader.fault("classes", "holds a class that the provider cannot cover");
    into.threshold_permille = reader.integer("threshold_permille", 1, 1000, Need::optional);
  }
  reader.close();
}

CheckVariant CatalogueReader::check_variant(const json::Value& item, const std::string& path) {
  CheckVariant variant;
  Reader reader(item, path, faults_);
  std::optional<Uuid> id = reader.id("id");
  variant.alias = reader.text("alias", Shape::alias);
  variant.name = reader.text("name", Shape::name);
  variant.check_type = reader.text("check_type", Shape::name);
  variant.provider = reader.text("provider", Shape::name);
  bool known = check_type(variant.check_type);
  if (!variant.check_type.empty() && !known) reader.fault("check_type", "is not a check type");
  auto provider = std::ranges::find_if(providers(), [&](const Provider& row) {
    return row.name == variant.provider && row.check_type == variant.check_type;
  });
  bool served = provider != providers().end();
  if (known && !served && !variant.provider.empty())
    reader.fault("provider", "does not serve this check type");
  variant.embedded = served && provider->embedded;
  read_options(reader, served ? &*provider : nullptr, variant);
  reader.close();
  claim(variant.alias, path);
  variant.id = identify(id, "check_variant", variant.alias, path);
  return variant;
}

void CatalogueReader::read_check_variants() {
  root_.items("check_variants", max_variants, Need::optional,
              [&](const json::Value& item, auto path) {
                CheckVariant variant = check_variant(item, path);
                enter(made_.checks_by_, variant.alias, variant.id, made_.check_variants_.size());
                made_.check_variants_.push_back(std::move(variant));
              });
}

// --- task variants
// --------------------------------------------------------------------------------

void CatalogueReader::judge_checks(Reader& reader, std::string_view key,
                                   const std::vector<std::string>& aliases, const TaskType* type) {
  for (const std::string& alias : aliases) {
    const CheckVariant* check = made_.check_variant(alias);
    const CheckType* kind = check ? check_type(check->check_type) : nullptr;
    if (!check)
      reader.fault(key, "names a check variant that does not exist");
    else if (kind && type && kind->entity != type->entity)
      reader.fault(key, "names a check variant of the other entity type");
  }
}

TaskVariant CatalogueReader::task_variant(const json::Value& item, const std::string& path) {
  TaskVariant variant;
  Reader reader(item, path, faults_);
  std::optional<Uuid> id = reader.id("id");
  variant.alias = reader.text("alias", Shape::alias);
  variant.name = reader.text("name", Shape::name);
  variant.description = reader.text("description", Shape::prose, Need::optional);
  variant.task_type = reader.text("task_type", Shape::name);
  const TaskType* type = task_type(variant.task_type);
  if (!variant.task_type.empty() && !type) reader.fault("task_type", "is not a task type");
  variant.automatic_checks = reader.texts("automatic_checks", Shape::alias, Need::optional);
  variant.acceptance_checks = reader.texts("acceptance_checks", Shape::alias, Need::optional);
  judge_checks(reader, "automatic_checks", variant.automatic_checks, type);
  judge_checks(reader, "acceptance_checks", variant.acceptance_checks, type);
  variant.expiry_days = reader.integer("expiry_days", 1, max_expiry_days, Need::optional);
  reader.close();
  claim(variant.alias, path);
  variant.id = identify(id, "task_variant", variant.alias, path);
  return variant;
}

void CatalogueReader::read_task_variants() {
  root_.items("task_variants", max_variants, Need::optional,
              [&](const json::Value& item, auto path) {
                TaskVariant variant = task_variant(item, path);
                enter(made_.tasks_by_, variant.alias, variant.id, made_.task_variants_.size());
                made_.task_variants_.push_back(std::move(variant));
              });
  add_default_task_variants();
}

void CatalogueReader::add_default_task_variants() {
  for (const TaskType& type : task_types()) {
    std::string alias = lower_ascii(type.name) + "default";
    const TaskVariant* own = made_.task_variant(alias);
    if (own && own->task_type != type.name)
      add_fault(faults_, "task_variants", "gives the alias of a default variant to another type");
    if (own) continue;
    claim(alias, "check_variants");  // a check has taken it
    Uuid id = identify({}, "task_variant", alias, {});
    enter(made_.tasks_by_, alias, id, made_.task_variants_.size());
    made_.task_variants_.push_back({.id = id,
                                    .alias = alias,
                                    .name = std::string(type.title),
                                    .task_type = std::string(type.name)});
  }
}

// --- policies and risk models
// ---------------------------------------------------------------------

void CatalogueReader::judge_tasks(const Policy& policy, const std::string& path) {
  for (std::size_t i = 0; i < policy.elements.size(); ++i) {
    for (const std::string& alias : policy.elements[i].tasks) {
      std::string at = path + ".elements[" + std::to_string(i) + "].tasks";
      const TaskVariant* variant = made_.task_variant(alias);
      const TaskType* type = variant ? task_type(variant->task_type) : nullptr;
      if (!variant || variant->alias != alias)
        add_fault(faults_, at, "names a task variant that does not exist");
      else if (type && type->entity != policy.entity)
        add_fault(faults_, at, "names a task variant of the other entity type");
    }
  }
}

void CatalogueReader::read_policies() {
  root_.items("smart_policies", max_documents, Need::optional,
              [&](const json::Value& item, auto path) {
                Policy policy = read_policy(item, path, made_.vocabulary_, faults_);
                judge_tasks(policy, path);
                policy.id = identify(policy.id, "smart_policy", policy.alias, path);
                if (!policy.alias.empty() && made_.policies_by_.contains(policy.alias))
                  add_fault(faults_, path + ".alias", "is used by a policy before");
                enter(made_.policies_by_, policy.alias, *policy.id, made_.policies_.size());
                made_.policies_.push_back(std::move(policy));
              });
}

void CatalogueReader::read_risk_models() {
  root_.items("risk_models", max_documents, Need::optional,
              [&](const json::Value& item, auto path) {
                RiskModel model = read_risk_model(item, path, made_.vocabulary_, faults_);
                model.id = identify(model.id, "risk_model", model.alias, path);
                if (!model.alias.empty() && made_.risk_models_by_.contains(model.alias))
                  add_fault(faults_, path + ".alias", "is used by a risk model before");
                enter(made_.risk_models_by_, model.alias, *model.id, made_.risk_models_.size());
                made_.risk_models_.push_back(std::move(model));
              });
}

// --- products
// -------------------------------------------------------------------------------------

std::optional<Track> CatalogueReader::track(Reader& product, std::string_view key, Entity entity) {
  const json::Value* value = product.member(key, Need::optional);
  if (!value) return {};
  Reader reader(*value, product.path_of(key), faults_);
  Track track{.smart_policy = reader.text("smart_policy", Shape::alias),
              .risk_model = reader.text("risk_model", Shape::alias, Need::optional)};
  reader.close();
  const Policy* policy = made_.policy(track.smart_policy);
  if (!track.smart_policy.empty() && (!policy || policy->alias != track.smart_policy))
    reader.fault("smart_policy", "names a smart policy that does not exist");
  else if (policy && policy->entity != entity)
    reader.fault("smart_policy", "names a smart policy of the other entity type");
  const RiskModel* model = made_.risk_model(track.risk_model);
  if (!track.risk_model.empty() && (!model || model->alias != track.risk_model))
    reader.fault("risk_model", "names a risk model that does not exist");
  else if (model && model->entity != entity)
    reader.fault("risk_model", "names a risk model of the other entity type");
  return track;
}

Product CatalogueReader::product(const json::Value& item, const std::string& path) {
  Product product;
  Reader reader(item, path, faults_);
  std::optional<Uuid> id = reader.id("id");
  product.alias = reader.text("alias", Shape::alias);
  product.name = reader.text("name", Shape::name);
  product.description = reader.text("description", Shape::prose, Need::optional);
  product.automatically_apply = reader.truth("automatically_apply", false);
  product.automatically_approve = reader.truth("automatically_approve", false);
  product.individual = track(reader, "individual", Entity::individual);
  product.company = track(reader, "company", Entity::company);
  if (item.is_object() && !product.individual && !product.company)
    add_fault(faults_, path, "must apply to individuals, to companies or to both");
  reader.close();
  claim(product.alias, path);
  product.id = identify(id, "product", product.alias, path);
  return product;
}

void CatalogueReader::read_products() {
  root_.items("products", max_products, Need::required, [&](const json::Value& item, auto path) {
    Product made = product(item, path);
    enter(made_.products_by_, made.alias, made.id, made_.products_.size());
    made_.products_.push_back(std::move(made));
  });
}

void CatalogueReader::read_settings() {
  const json::Value* value = root_.member("settings", Need::optional);
  if (!value) return;
  if (value->is_object())
    made_.settings_ = value->object();
  else
    root_.fault("settings", "must be an object");
}

Result<Catalogue> CatalogueReader::read() {
  root_.format();
  read_custom_fields();
  read_check_variants();
  read_task_variants();
  read_policies();
  read_risk_models();
  read_products();
  read_settings();
  root_.close();
  for (TaskVariant& variant : made_.task_variants_) variant.shown = shown(variant);
  for (Product& product : made_.products_) product.shown = shown(product);
  if (faults_.empty()) return std::move(made_);
  return refuse(Refusal::invalid_input, "The configuration has faults.", std::move(faults_));
}

Result<Catalogue> Catalogue::read(const json::Value& document, Uuid institution) {
  return CatalogueReader(document, institution).read();
}

}  // namespace probity::policies
