// The closed lists of the field: task types, check types and who serves them, roles of associates.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "policies/facts.h"

namespace probity::policies {

struct TaskType {
  std::string_view name;  // "INDIVIDUAL_VERIFY_IDENTITY"
  Entity entity;
  std::string_view title;  // the name of its default variant
};
const std::vector<TaskType>& task_types();
const TaskType* task_type(std::string_view name);  // nullptr when there is none

struct CheckType {
  std::string_view name;  // "IDENTITY_CHECK"
  Entity entity;
};
const std::vector<CheckType>& check_types();
const CheckType* check_type(std::string_view name);

// A provider that a check variant can name, one row for each check type that it serves.
struct Provider {
  std::string_view name;                  // "embedded-screening"
  std::string_view check_type;            // "PEPS_AND_SANCTIONS_SCREEN"
  bool embedded;                          // needs no network: may finish inside the request
  std::vector<std::string_view> classes;  // of a screening: what it can cover; else empty
};
const std::vector<Provider>& providers();

const std::vector<std::string_view>& associated_roles();

}  // namespace probity::policies
