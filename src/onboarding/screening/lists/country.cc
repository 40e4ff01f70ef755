#include "screening/lists/country.h"

#include <unordered_map>
#include <unordered_set>

#include "base/text.h"

namespace probity::screening {
namespace {

struct CountryName {
  std::string_view code, name;
};
constexpr CountryName country_names[] = {
#include "screening/lists/country_names.inc"
};

constexpr CountryName people_names[] = {
#include "screening/lists/people_names.inc"
};

struct CodePair {
  std::string_view alpha2, alpha3;
};
constexpr CodePair code_pairs[] = {
#include "screening/lists/country_codes.inc"
};

constexpr std::string_view nothing[] = {"na", "n a", "none", "unknown", "undetermined", "0"};

// "Congo, Democratic Republic of the" and "Iran (Islamic Republic of)" in their natural order.
std::string natural_order(std::string_view name) {
  std::string text(name);
  auto open = text.find('(');
  if (open != std::string::npos && open > 0) {
    text[open] = ',';
    std::erase(text, ')');
  }
  auto comma = text.rfind(',');
  if (comma == std::string::npos || comma == 0) return text;
  return text.substr(comma + 1) + " " + text.substr(0, comma);
}

// Lower-case ASCII words without "the"; other letters are dropped, so the table also has plain
// forms.
std::string key_of(std::string_view name) {
  std::string key, word;
  auto end_word = [&] {
    if (!word.empty() && word != "the") key += (key.empty() ? "" : " ") + word;
    word.clear();
  };
  for (char c : lower_ascii(natural_order(name))) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      word += c;
    else if (static_cast<unsigned char>(c) < 0x80)
      end_word();
  }
  end_word();
  return key;
}

const std::unordered_map<std::string, std::string_view>& codes_by_key() {
  static const auto table = [] {
    std::unordered_map<std::string, std::string_view> codes;
    for (const auto& row : country_names) codes.emplace(key_of(row.name), row.code);
    for (auto text : nothing) codes.emplace(text, "");
    return codes;
  }();
  return table;
}

}  // namespace

bool is_country_code(std::string_view text) {
  static const auto codes = [] {
    std::unordered_set<std::string_view> set;
    for (const auto& row : country_names) set.insert(row.code);
    return set;
  }();
  return codes.contains(text);
}

std::string country(std::string_view name) {
  name = trimmed(name);
  if (name.ends_with('.') && name.find('.') == name.size() - 1) name.remove_suffix(1);
  constexpr std::size_t longest_name = 100;
  if (is_country_code(name) || name.size() > longest_name) return std::string(name);
  constexpr std::string_view region = "Region: ";
  auto bare = name.starts_with(region) ? name.substr(region.size()) : name;
  auto found = codes_by_key().find(key_of(bare));
  return std::string(found == codes_by_key().end() ? name : found->second);
}

std::string nationality(std::string_view name) {
  constexpr std::string_view perhaps = "possibly ";
  name = trimmed(name);
  if (lower_ascii(name.substr(0, perhaps.size())) == perhaps) name.remove_prefix(perhaps.size());
  auto code = country(name);
  if (code.empty() || is_country_code(code)) return code;
  static const auto peoples = [] {
    std::unordered_map<std::string, std::string_view> codes;
    for (const auto& row : people_names) codes.emplace(key_of(row.name), row.code);
    return codes;
  }();
  auto found = peoples.find(key_of(name));
  return found == peoples.end() ? code : std::string(found->second);
}

std::string country_of_alpha2(std::string_view code) {
  static const auto codes = [] {
    std::unordered_map<std::string, std::string_view> table;
    for (const auto& pair : code_pairs) table.emplace(lower_ascii(pair.alpha2), pair.alpha3);
    return table;
  }();
  auto found = codes.find(lower_ascii(trimmed(code)));
  return found == codes.end() ? std::string() : std::string(found->second);
}

}  // namespace probity::screening
