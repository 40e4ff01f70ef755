// The tokeniser and what follows it: a name as a query, and as a listed one.
#include <algorithm>
#include <cstdlib>

#include "fuzz.h"
#include "matching/matching.h"
#include "matching/words.h"

namespace probity::fuzz {

std::vector<std::string> seeds() {
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(
           std::filesystem::path(PROBITY_SOURCE_DIR) / "tests/fuzz/corpus/words"))
    files.push_back(file.path());
  std::sort(files.begin(), files.end());
  std::vector<std::string> seeds;
  for (const auto& file : files) {
    std::istringstream lines(read_file(file));
    for (std::string line; std::getline(lines, line);)
      if (!line.empty()) seeds.push_back(line);
  }
  return seeds;
}

}  // namespace probity::fuzz

namespace {

using namespace probity::matching;

void must(bool holds) {
  if (!holds) std::abort();
}

// Building one takes too long to do it for every input.
const Index& small_index() {
  static const auto index = [] {
    std::vector<Entity> entities;
    for (const auto& seed : probity::fuzz::seeds())
      entities.push_back({std::to_string(entities.size()),
                          static_cast<EntityKind>(seed[0] % 4),
                          {{seed.substr(1)}}});
    return Index::build(std::move(entities), {});
  }();
  return *index;
}

void check(const Words& words) {
  must(words.words.size() <= kMaxTokens);
  for (const auto& word : words.words)
    must(!word.text.empty() && word.text.size() <= kMaxWordBytes);
}

}  // namespace

// The first byte picks the kind of entity.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::string name(reinterpret_cast<const char*>(data) + 1, size - 1);
  auto kind = static_cast<EntityKind>(data[0] % 4);
  Words words;
  read_words(name, words);
  check(words);
  std::size_t family = 0;
  read_listed_name(name, kind, words, family);
  check(words);
  must(family <= words.words.size());
  must(fold_words(name).size() <= kMaxTokens);
  for (auto of_query : {std::optional<EntityKind>(kind), std::optional<EntityKind>()}) {
    auto answer = small_index().search({name, of_query}, {});
    for (const auto& hit : answer.hits)
      must(hit.score >= 0 && hit.score <= 10000 && hit.entity < small_index().entities().size());
    must((answer.outcome == Outcome::unscreenable) != answer.reason.empty());
  }
  return 0;
}
