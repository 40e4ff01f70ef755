#include "policies/catalogue.h"

#include <algorithm>

#include "base/text.h"

namespace probity::policies {

namespace {

template <class Row>
const Row* find_in(const std::vector<Row>& rows,
                   const std::map<std::string, std::size_t, std::less<>>& index,
                   std::string_view key) {
  auto found = index.find(key);
  if (found != index.end()) return &rows[found->second];
  found = index.find(lower_ascii(key));  // an id in capital letters
  if (found == index.end() || !Uuid::parse(key)) return nullptr;
  return &rows[found->second];
}

struct FileRow {
  std::string_view file;  // a name, or a folder with '/'
  std::string_view member;
  bool folder;
};

constexpr FileRow file_rows[] = {
    {"custom_fields.json", "custom_fields", false},
    {"check_variants.json", "check_variants", false},
    {"task_variants.json", "task_variants", false},
    {"products.json", "products", false},
    {"settings.json", "settings", false},
    {"smart_policies/", "smart_policies", true},
    {"risk_models/", "risk_models", true},
};

bool holds(const FileRow& row, std::string_view file) {
  if (!row.folder) return file == row.file;
  return file.starts_with(row.file) && file.ends_with(".json");
}

}  // namespace

const Product* Catalogue::product(std::string_view key) const {
  return find_in(products_, products_by_, key);
}
const TaskVariant* Catalogue::task_variant(std::string_view key) const {
  return find_in(task_variants_, tasks_by_, key);
}
const CheckVariant* Catalogue::check_variant(std::string_view key) const {
  return find_in(check_variants_, checks_by_, key);
}
const Policy* Catalogue::policy(std::string_view alias) const {
  return find_in(policies_, policies_by_, alias);
}
const RiskModel* Catalogue::risk_model(std::string_view alias) const {
  return find_in(risk_models_, risk_models_by_, alias);
}

const CustomField* Catalogue::custom_field(std::string_view name) const {
  auto found = std::ranges::find(custom_fields_, name, &CustomField::name);
  return found == custom_fields_.end() ? nullptr : &*found;
}

const TaskVariant* Catalogue::default_task_variant(std::string_view type) const {
  return find_in(task_variants_, tasks_by_, lower_ascii(type) + "default");
}

const CheckVariant* Catalogue::default_check_variant(std::string_view type) const {
  auto found = std::ranges::find(check_variants_, type, &CheckVariant::check_type);
  return found == check_variants_.end() ? nullptr : &*found;
}

Result<json::Value> assemble(const std::vector<std::pair<std::string, json::Value>>& files) {
  json::Object document{{"format", 1}};
  Faults faults;
  for (const auto& [file, value] : files) {
    auto row = std::ranges::find_if(file_rows, [&](const FileRow& r) { return holds(r, file); });
    if (row == std::end(file_rows)) {
      add_fault(faults, file, "has no place in a configuration");
    } else if (!row->folder) {
      document.set(std::string(row->member), value);
    } else {
      if (!document.find(row->member)) document.set(std::string(row->member), json::Array{});
      document.find(row->member)->array().push_back(value);
    }
  }
  if (!faults.empty())
    return refuse(Refusal::invalid_input, "The configuration has faults.", std::move(faults));
  return document;
}

}  // namespace probity::policies
