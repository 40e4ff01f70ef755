#include "policies/collected_facts.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace probity::policies {

namespace {

int days_in(int year, int month) {
  int day = 31;
  while (!Date::exists(year, month, day)) --day;
  return day;
}

// First and last possible day of "YYYY", "YYYY-MM" or "YYYY-MM-DD".
struct Span {
  Date first, last;
};

std::optional<Span> span_of(std::string_view text) {
  if (text.size() == 10) {
    std::optional<Date> day = Date::parse(text);
    if (!day) return {};
    return Span{*day, *day};
  }
  if (text.size() != 4 && text.size() != 7) return {};
  std::string_view rest = text.size() == 4 ? "-01-01" : "-01";
  std::optional<Date> first = Date::parse(std::string(text) + std::string(rest));
  if (!first) return {};
  Date last = *first;
  if (text.size() == 4) last.month = 12;
  last.day = days_in(last.year, last.month);
  return Span{*first, last};
}

// Whole years since, when every possible day gives the same and none lies after `day`.
std::optional<std::int64_t> years_since(std::string_view text, Date day) {
  std::optional<Span> span = span_of(text);
  if (!span || span->last > day) return {};
  int most = full_years(span->first, day), least = full_years(span->last, day);
  if (most != least) return {};
  return most;
}

// Country calling codes of one and two digits; every other one has three.
constexpr std::string_view short_codes[] = {
    "1",  "7",  "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45",
    "46", "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63",
    "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98"};

// "+44" of "+44 20 …" or "0044 20 …"; nothing for a number without its country.
std::optional<std::string> calling_code(std::string_view phone) {
  phone = trimmed(phone);
  std::string digits;
  for (char c : phone)
    if (c >= '0' && c <= '9') digits += c;
  if (phone.starts_with("00"))
    digits.erase(0, 2);
  else if (!phone.starts_with("+"))
    return {};
  for (std::string_view code : short_codes)
    if (digits.starts_with(code)) return "+" + std::string(code);
  if (digits.size() < 3 || digits[0] == '0') return {};
  return "+" + digits.substr(0, 3);
}

void set_text(Facts& facts, std::string_view property, std::string_view text) {
  if (!trimmed(text).empty()) facts.set(property, std::string(text));
}

void set_years(Facts& facts, std::string_view property, std::string_view date, Date day) {
  if (auto years = years_since(date, day)) facts.set(property, *years);
}

void add_contact(Facts& facts, const json::Value& collected, std::string_view phone_at,
                 std::string_view email_at) {
  if (auto code = calling_code(collected.text_at(phone_at))) facts.set("phone_calling_code", *code);
  std::string_view email = trimmed(collected.text_at(email_at));
  std::size_t sign = email.rfind('@');
  if (sign != std::string_view::npos)
    set_text(facts, "email_domain", lower_ascii(email.substr(sign + 1)));
}

// An address is current unless it begins after the month of `day` or ended in it or before.
bool is_current(const json::Value& item, Date day) {
  std::string month = day.text().substr(0, 7);
  std::string_view start = item.text_at("start_date"), end = item.text_at("end_date");
  return (start.empty() || start.substr(0, 7) <= month) &&
         (end.empty() || end.substr(0, 7) > month);
}

void add_residence(Facts& facts, const json::Value& collected, Date day) {
  const json::Value* history = collected.find("address_history");
  if (!history || !history->is_array()) return;
  std::vector<std::string> countries;
  for (const json::Value& item : history->array()) {
    std::string country(item.text_at("address.country"));
    if (!country.empty() && is_current(item, day) && !std::ranges::count(countries, country))
      countries.push_back(std::move(country));
  }
  if (!countries.empty()) facts.set("country_of_residence", std::move(countries));
}

void add_sic_codes(Facts& facts, const json::Value& collected) {
  const json::Value* list = collected.path("metadata.sic_codes");
  if (!list || !list->is_array()) return;
  std::vector<std::string> codes;
  for (const json::Value& item : list->array())
    if (std::string_view code = item.text_at("code"); !code.empty()) codes.emplace_back(code);
  facts.set("sic_codes", std::move(codes));
}

void add_individual(Facts& facts, const json::Value& collected, Date day) {
  std::string_view dob = collected.text_at("personal_details.dob");
  if (span_of(dob)) set_text(facts, "date_of_birth", dob);
  set_years(facts, "age", dob, day);
  set_text(facts, "nationality", collected.text_at("personal_details.nationality"));
  add_residence(facts, collected, day);
  add_contact(facts, collected, "contact_details.phone_number", "contact_details.email");
}

void add_company(Facts& facts, const json::Value& collected, Date day) {
  set_text(facts, "country_of_incorporation",
           collected.text_at("metadata.country_of_incorporation"));
  set_text(facts, "company_type", collected.text_at("metadata.company_type"));
  set_years(facts, "company_age", collected.text_at("metadata.incorporation_date"), day);
  add_sic_codes(facts, collected);
  add_contact(facts, collected, "metadata.contact_details.phone_number",
              "metadata.contact_details.email");
  if (const json::Value* active = collected.path("metadata.is_active"); active && active->is_bool())
    facts.set("is_active", active->boolean());
  if (const json::Value* staff = collected.path("metadata.number_of_employees"))
    if (auto number = staff->integer()) facts.set("number_of_employees", *number);
}

void add_custom(Facts& facts, const json::Value& collected,
                const std::vector<CustomField>& custom) {
  const json::Value* fields = collected.find("custom_fields");
  if (!fields) return;
  for (const CustomField& field : custom) {
    const json::Value* value = fields->find(field.name);
    if (!value || fault_in(field, *value)) continue;
    std::string property = "custom_fields." + field.name;
    if (value->is_string()) facts.set(property, value->string());
    if (value->is_bool()) facts.set(property, value->boolean());
    if (auto number = value->integer()) facts.set(property, *number);
  }
}

}  // namespace

void add_collected(Facts& facts, const json::Value& collected,
                   const std::vector<CustomField>& custom, Date day) {
  facts.set("has_customer_ref", !trimmed(collected.text_at("customer_ref")).empty());
  if (entity_from(collected.text_at("entity_type")) == Entity::company)
    add_company(facts, collected, day);
  else
    add_individual(facts, collected, day);
  add_custom(facts, collected, custom);
}

}  // namespace probity::policies
