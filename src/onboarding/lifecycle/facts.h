// The facts that policies and risk models ask, gathered from a case.
#pragma once

#include "lifecycle/case.h"
#include "policies/facts.h"

namespace probity::lifecycle {

// Without the risk of the application, which is made from these.
policies::Facts facts_of(const Case& c, const policies::Application& application);

// Whether a screening that covers the class has come to an end without an error.
bool is_screened(const Case& c, std::string_view class_name);

}  // namespace probity::lifecycle
