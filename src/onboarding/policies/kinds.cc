#include "policies/kinds.h"

#include <algorithm>

namespace probity::policies {

namespace {

template <class Row>
const Row* find_by_name(const std::vector<Row>& rows, std::string_view name) {
  auto row = std::ranges::find(rows, name, &Row::name);
  return row == rows.end() ? nullptr : &*row;
}

}  // namespace

const std::vector<TaskType>& task_types() {
  using enum Entity;
  static const std::vector<TaskType> rows = {
      {"INDIVIDUAL_VERIFY_IDENTITY", individual, "Verify identity"},
      {"INDIVIDUAL_VERIFY_ADDRESS", individual, "Verify address"},
      {"INDIVIDUAL_VERIFY_SOURCE_OF_FUNDS", individual, "Verify source of funds"},
      {"INDIVIDUAL_ASSESS_MEDIA_AND_POLITICAL_AND_SANCTIONS_EXPOSURE", individual,
       "Assess media, political and sanctions exposure"},
      {"INDIVIDUAL_ASSESS_POLITICAL_AND_SANCTIONS_EXPOSURE", individual,
       "Assess political and sanctions exposure"},
      {"INDIVIDUAL_ASSESS_POLITICAL_EXPOSURE", individual, "Assess political exposure"},
      {"INDIVIDUAL_ASSESS_SANCTIONS_EXPOSURE", individual, "Assess sanctions exposure"},
      {"INDIVIDUAL_VERIFY_BANK_ACCOUNT", individual, "Verify bank account"},
      {"INDIVIDUAL_MANUAL_TASK", individual, "Manual task"},
      {"INDIVIDUAL_VERIFY_IMMIGRATION_STATUS", individual, "Verify immigration status"},
      {"INDIVIDUAL_ASSESS_DEVICE_REPUTATION", individual, "Assess device reputation"},
      {"INDIVIDUAL_FRAUD_SCREENING", individual, "Fraud screening"},
      {"INDIVIDUAL_VERIFY_TAX_STATUS", individual, "Verify tax status"},
      {"COMPANY_VERIFY_IDENTITY", company, "Verify company identity"},
      {"COMPANY_VERIFY_CHARITY", company, "Verify charity"},
      {"COMPANY_IDENTIFY_AUTHORIZED_PERSONS", company, "Identify authorized persons"},
      {"COMPANY_IDENTIFY_OFFICERS", company, "Identify officers"},
      {"COMPANY_IDENTIFY_TRUSTEES", company, "Identify trustees"},
      {"COMPANY_IDENTIFY_BENEFICIAL_OWNERS", company, "Identify beneficial owners"},
      {"COMPANY_REVIEW_FILINGS", company, "Review filings"},
      {"COMPANY_ASSESS_SANCTIONS_EXPOSURE", company, "Assess company sanctions exposure"},
      {"COMPANY_ASSESS_MEDIA_EXPOSURE", company, "Assess company media exposure"},
      {"COMPANY_ASSESS_MEDIA_AND_SANCTIONS_EXPOSURE", company,
       "Assess company media and sanctions exposure"},
      {"COMPANY_MANUAL_TASK", company, "Company manual task"},
      {"COMPANY_VERIFY_BANK_ACCOUNT", company, "Verify company bank account"},
      {"COMPANY_VERIFY_TAX_STATUS", company, "Verify company tax status"},
      {"COMPANY_VERIFY_ADDRESS", company, "Verify company address"},
      {"COMPANY_ASSESS_FINANCIALS", company, "Assess financials"},
      {"COMPANY_FRAUD_SCREENING", company, "Company fraud screening"},
      {"COMPANY_MERCHANT_FRAUD_SCREENING", company, "Merchant fraud screening"},
      {"COMPANY_ASSESS_OWNERSHIP", company, "Assess ownership"},
  };
  return rows;
}

const TaskType* task_type(std::string_view name) { return find_by_name(task_types(), name); }

const std::vector<CheckType>& check_types() {
  using enum Entity;
  static const std::vector<CheckType> rows = {
      {"IDENTITY_CHECK", individual},
      {"DOCUMENT_VERIFICATION", individual},
      {"DOCUMENT_FETCH", individual},
      {"PEPS_AND_SANCTIONS_SCREEN", individual},
      {"CRA_BANK_ACCOUNT_VERIFICATION", individual},
      {"DEVICE_FRAUD_DETECTION", individual},
      {"INDIVIDUAL_MANUAL_FORM", individual},
      {"COMPANY_REGISTRY", company},
      {"COMPANY_CHARITIES_REGISTRY", company},
      {"COMPANY_OWNERSHIP", company},
      {"COMPANY_FILINGS", company},
      {"COMPANY_FILING_PURCHASE", company},
      {"COMPANY_PEPS_AND_SANCTIONS_SCREEN", company},
      {"COMPANY_MANUAL_FORM", company},
      {"COMPANY_DOCUMENT_VERIFICATION", company},
  };
  return rows;
}

const CheckType* check_type(std::string_view name) { return find_by_name(check_types(), name); }

const std::vector<Provider>& providers() {
  static const std::vector<Provider> rows = {
      {"embedded-screening", "PEPS_AND_SANCTIONS_SCREEN", true, {"SANCTIONS", "PEP"}},
      {"embedded-screening", "COMPANY_PEPS_AND_SANCTIONS_SCREEN", true, {"SANCTIONS", "PEP"}},
      {"demo-identity", "IDENTITY_CHECK", true, {}},
  };
  return rows;
}

const std::vector<std::string_view>& associated_roles() {
  static const std::vector<std::string_view> roles = {
      "AUTHORIZED_PERSON",
      "UNAUTHORIZED_PERSON",
      "DIRECTOR",
      "COMPANY_SECRETARY",
      "SHAREHOLDER",
      "PARTNER",
      "TRUSTEE",
      "BENEFICIAL_OWNER",
      "RESIGNED_OFFICER",
      "OTHER",
      "GLOBAL_ULTIMATE_OWNER",
      "CONTROLLING_SHAREHOLDER",
      "PERSON_OF_SIGNIFICANT_CONTROL",
  };
  return roles;
}

}  // namespace probity::policies
