#include "profiles/formats.h"

#include <algorithm>

#include "base/ids.h"

namespace probity::profiles {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_letter(char c) { return is_capital(c) || (c >= 'a' && c <= 'z'); }

// Digits only, so that no sign or space passes.
bool read(std::string_view text, int& out) {
  if (!std::ranges::all_of(text, is_digit)) return false;
  out = 0;
  for (char c : text) out = out * 10 + (c - '0');
  return true;
}

// A pattern in which '9' stands for a digit and every other character for itself.
bool has_shape(std::string_view text, std::string_view shape) {
  return std::ranges::equal(
      text, shape, [](char c, char want) { return want == '9' ? is_digit(c) : c == want; });
}

bool is_date(std::string_view text, Date) { return Date::parse(text).has_value(); }

bool is_partial_date(std::string_view text, Date) { return PartialDate::parse(text).has_value(); }

bool is_birth_date(std::string_view text, Date today) {
  auto born = PartialDate::parse(text);
  return born && born->year >= 1800 &&
         text <= std::string_view(today.text()).substr(0, text.size());
}

bool is_approx_date(std::string_view text, Date) {
  return text.size() == 7 && PartialDate::parse(text);
}

bool is_date_time(std::string_view text, Date) {
  return has_shape(text, "9999-99-99 99:99:99") && Date::parse(text.substr(0, 10)) &&
         text.substr(11, 2) <= "23" && text.substr(14, 2) <= "59" && text.substr(17, 2) <= "59";
}

bool is_uuid(std::string_view text, Date) { return Uuid::parse(text).has_value(); }

bool is_base64(std::string_view text, Date today) {
  if (is_uuid(text, today)) return true;
  std::string_view digits = text.substr(0, text.find('='));
  return text.size() % 4 == 0 && text.size() - digits.size() <= 2 &&
         std::ranges::all_of(text.substr(digits.size()), [](char c) { return c == '='; }) &&
         std::ranges::all_of(
             digits, [](char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '/'; });
}

bool is_uk_sort_code(std::string_view text, Date) {
  return has_shape(text, "999999") || has_shape(text, "99-99-99");
}

bool is_uk_account_number(std::string_view text, Date) { return has_shape(text, "99999999"); }

bool is_alpha_three_key(std::string_view text, Date) {
  return text.size() == 3 && std::ranges::all_of(text, is_capital);
}

bool is_custom_field_name(std::string_view text, Date) {
  return !text.empty() && text.size() <= 64 && (is_letter(text[0]) || text[0] == '_') &&
         std::ranges::all_of(
             text, [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; });
}

}  // namespace

std::optional<PartialDate> PartialDate::parse(std::string_view text) {
  PartialDate date;
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return std::nullopt;
  if (!read(text.substr(0, 4), date.year)) return std::nullopt;
  if (text.size() > 4 && (text[4] != '-' || !read(text.substr(5, 2), date.month)))
    return std::nullopt;
  if (text.size() > 7 && (text[7] != '-' || !read(text.substr(8, 2), date.day)))
    return std::nullopt;
  // What is unknown may be anything: January and the first exist in every year.
  if (!Date::exists(date.year, text.size() > 4 ? date.month : 1, text.size() > 7 ? date.day : 1))
    return std::nullopt;
  return date;
}

namespace formats {

constexpr schema::Format date{"Date", is_date, "a date YYYY-MM-DD that exists in the calendar"};
constexpr schema::Format partial_date{
    "PartialDate", is_partial_date,
    "a date YYYY, YYYY-MM or YYYY-MM-DD that exists in the calendar"};
constexpr schema::Format birth_date{
    "PartialDate", is_birth_date,
    "a date YYYY, YYYY-MM or YYYY-MM-DD that exists, not before 1800 and not in the future"};
constexpr schema::Format approx_date{"ApproxDate", is_approx_date,
                                     "a month YYYY-MM that exists in the calendar"};
constexpr schema::Format date_time{"DateTime", is_date_time, "a time YYYY-MM-DD HH:MM:SS in UTC"};
constexpr schema::Format uuid{"UUID", is_uuid, "a UUID of the form 8-4-4-4-12 hexadecimal digits"};
constexpr schema::Format base64{"Base64", is_base64, "base64 (padded, without line ends)",
                                20'000'000};
constexpr schema::Format uk_sort_code{"UKBankSortCode", is_uk_sort_code,
                                      "six digits, together or as NN-NN-NN"};
constexpr schema::Format uk_account_number{"UKBankAccountNumber", is_uk_account_number,
                                           "eight digits"};
constexpr schema::Format alpha_three_key{
    "AlphaThreeKey", is_alpha_three_key,
    "three capital letters, the alpha-3 code of a country of ISO 3166-1"};
constexpr schema::Format custom_field_name{
    "CustomFieldName", is_custom_field_name,
    "a letter or '_', then at most 63 letters, digits, '_' or '-'"};

}  // namespace formats
}  // namespace probity::profiles
