#include "profiles/search_tokens.h"

#include <algorithm>

#include "base/text.h"
#include "matching/matching.h"
#include "profiles/collected_data.h"

namespace probity::profiles {
namespace {

constexpr std::string_view sound = "sound", start4 = "start4", start6 = "start6", ref = "ref",
                           tag = "tag";

void add(std::vector<std::int64_t>& tokens, std::int64_t token) {
  if (std::ranges::find(tokens, token) == tokens.end()) tokens.push_back(token);
}

}  // namespace

std::vector<std::int64_t> tokens_of(const keys::TenantKeys& keys, const json::Value& data) {
  std::vector<std::int64_t> tokens;
  if (auto reference = data.text_at("customer_ref"); !reference.empty())
    add(tokens, keys.search_token(ref, lower_ascii(trimmed(reference))));
  for (const std::string& name : names(data)) {
    for (const auto& word : matching::fold_words(name)) {
      add(tokens, keys.search_token(sound, word.folded));
      if (word.text.size() >= 4) add(tokens, keys.search_token(start4, word.text.substr(0, 4)));
      if (word.text.size() >= 6) add(tokens, keys.search_token(start6, word.text.substr(0, 6)));
      if (tokens.size() >= most_tokens) {
        tokens.resize(most_tokens);
        return tokens;
      }
    }
  }
  return tokens;
}

std::vector<std::int64_t> tokens_of_tag(const keys::TenantKeys& keys, std::string_view name) {
  std::vector<std::int64_t> tokens;
  add(tokens, keys.search_token(tag, lower_ascii(trimmed(name))));
  for (const auto& word : matching::fold_words(name, 4))
    add(tokens, keys.search_token(tag, word.text));
  return tokens;
}

SearchWords tokens_of_query(const keys::TenantKeys& keys, std::string_view text) {
  SearchWords query;
  auto add_to = [&](std::int64_t token) {
    query.tokens.push_back(token);
    query.words.push_back(query.count);
  };
  auto words = matching::fold_words(text, 8);
  for (const auto& word : words) {
    add_to(keys.search_token(sound, word.folded));
    add_to(keys.search_token(tag, word.text));
    if (word.text.size() >= 6)
      add_to(keys.search_token(start6, word.text.substr(0, 6)));
    else if (word.text.size() >= 4)
      add_to(keys.search_token(start4, word.text.substr(0, 4)));
    ++query.count;
  }
  // The whole text may be a reference or a tag.
  std::string whole = lower_ascii(trimmed(text));
  for (std::int64_t word = 0; word < std::max<std::int64_t>(query.count, 1); ++word) {
    for (auto kind : {ref, tag}) {
      query.tokens.push_back(keys.search_token(kind, whole));
      query.words.push_back(word);
    }
  }
  query.count = std::max<std::int64_t>(query.count, 1);
  return query;
}

}  // namespace probity::profiles
