// What of a profile can be searched for: keyed hashes of the words of its names, tags and
// reference.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "json/json.h"
#include "keys/keystore.h"

namespace probity::profiles {

inline constexpr std::size_t most_tokens = 12;  // of one document; each costs an index entry

// Of collected data: each word of the names as it sounds, its beginnings of 4 and 6 letters, and
// the customer reference.
std::vector<std::int64_t> tokens_of(const keys::TenantKeys& keys, const json::Value& data);
std::vector<std::int64_t> tokens_of_tag(const keys::TenantKeys& keys, std::string_view name);

// A search: of each word, any of its tokens must be there.
struct SearchWords {
  std::vector<std::int64_t> tokens, words;  // side by side: a token and the number of its word
  std::int64_t count = 0;                   // of words; at most 8 are looked at
};
SearchWords tokens_of_query(const keys::TenantKeys& keys, std::string_view text);

}  // namespace probity::profiles
