#include "checks/verified.h"

#include <algorithm>
#include <ranges>

#include "profiles/collected_data.h"

namespace probity::checks {
namespace {

// Whether a database of living people matched the field.
bool matched(const Check& check, std::string_view field) {
  const json::Value* matches = check.output_data.path("electronic_id_check.matches");
  if (!matches || !matches->is_array()) return false;
  return std::ranges::any_of(matches->array(), [&](const json::Value& row) {
    const json::Value* fields = row.find("matched_fields");
    return row.text_at("database_type") != "MORTALITY" && fields &&
           std::ranges::find(fields->array(), json::Value(field)) != fields->array().end();
  });
}

void add(json::Object& to, std::string key, const json::Value* value) {
  if (value) to.set(std::move(key), *value);
}

void confirm_identity(const Check& check, const json::Value& seen, json::Object& verified) {
  json::Object name, details;
  if (matched(check, "FORENAME"))
    add(name, "given_names", seen.path("personal_details.name.given_names"));
  if (matched(check, "SURNAME"))
    add(name, "family_name", seen.path("personal_details.name.family_name"));
  if (!name.empty()) details.set("name", std::move(name));
  if (matched(check, "DOB")) add(details, "dob", seen.path("personal_details.dob"));
  if (!details.empty()) verified.set("personal_details", std::move(details));
  const json::Value* address = profiles::current_address(seen);
  if (address && matched(check, "ADDRESS")) verified.set("address_history", json::Array{*address});
}

struct Row {
  std::string_view check_type;
  void (*confirm)(const Check& check, const json::Value& seen, json::Object& verified);
};
constexpr Row rows[] = {{"IDENTITY_CHECK", confirm_identity}};

}  // namespace

json::Value verified_data(const json::Value& data, std::int64_t data_version,
                          const std::vector<Check>& checks) {
  json::Object verified{{"entity_type", data.text_at("entity_type")}};
  for (const Row& row : rows) {
    auto newest_first = std::views::reverse(checks);
    auto latest = std::ranges::find_if(newest_first, [&](const Check& check) {
      return check.check_type == row.check_type && check.state == State::complete &&
             check.result != "Error";
    });
    if (latest == newest_first.end() || !latest->passed) continue;
    if (latest->data_version == data_version)
      row.confirm(*latest, data, verified);
    else
      row.confirm(*latest, latest->input_data.expanded(), verified);
  }
  return verified;
}

}  // namespace probity::checks
