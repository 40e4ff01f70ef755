// Made-up customers with full personal data, no two alike: given and family names of many
// languages, shuffled.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace probity::bench {

class Customers {
 public:
  // `names`: a JSONL file whose persons' "query" is split into given and family names; empty or
  // absent: a small built-in table. `seed` makes references and e-mail addresses unique.
  Customers(const std::string& names, std::uint64_t seed);

  // The body of a POST /4.0/profiles.
  std::string body(std::int64_t n);
  std::uint64_t random() { return random_(); }
  std::size_t name_count() const { return given_.size() + family_.size(); }

 private:
  std::string_view pick(const std::vector<std::string>& from);

  std::vector<std::string> given_, family_;
  std::uint64_t seed_;
  std::mt19937_64 random_;
};

}  // namespace probity::bench
