// Every reader of lists, and the catalogue. The first byte of an input picks the reader; its files
// follow, each ended by 0x1e, a byte that no reader lets pass.
#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "fuzz.h"
#include "screening/lists/catalogue.h"
#include "screening/lists/formats.h"

namespace probity {
namespace {

using namespace screening;

constexpr char end_of_file = '\x1e';

void must(bool holds) {
  if (!holds) std::abort();
}

std::vector<std::string_view> roles_of(const Format& format) {
  auto roles = format.needed;
  roles.insert(roles.end(), format.optional.begin(), format.optional.end());
  return roles;
}

void check(const Result<ReadList>& list) {
  if (!list) return must(!list.error().message.empty());
  must(!list->entries.empty());
  for (const auto& entry : list->entries) must(!entry.id.empty() && !entry.names.empty());
  auto again = read_lines(write_lines(list->entries));
  must(again && *again == list->entries);
}

void read_catalogue_text(std::string_view text) {
  auto rows = parse_catalogue(text, "/nowhere/lists.toml");
  must(rows || !rows.error().message.empty());
}

}  // namespace

namespace fuzz {

std::vector<std::string> seeds() {
  auto root = std::filesystem::path(PROBITY_SOURCE_DIR);
  std::vector<std::string> seeds;
  for (std::size_t index = 0; index < formats().size(); ++index) {
    const auto& format = formats()[index];
    std::string seed(1, static_cast<char>(index));
    for (auto role : roles_of(format)) {
      for (const auto& file : std::filesystem::directory_iterator(
               root / "src/onboarding/screening/lists/corpus" / format.name))
        if (file.path().stem() == role) seed += read_file(file.path());
      seed += end_of_file;
    }
    seeds.push_back(std::move(seed));
  }
  seeds.push_back(static_cast<char>(formats().size()) +
                  read_file(root / "db/demo/lists/lists.toml"));
  return seeds;
}

}  // namespace fuzz
}  // namespace probity

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace probity;
  if (size == 0) return 0;
  std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  auto reader = data[0] % (screening::formats().size() + 1);
  if (reader == screening::formats().size()) {
    read_catalogue_text(text);
    return 0;
  }
  const auto& format = screening::formats()[reader];
  screening::ListTexts texts;
  for (auto role : roles_of(format)) {
    auto end = std::min(text.find(end_of_file), text.size());
    texts[std::string(role)] = {std::string(role), std::string(text.substr(0, end))};
    text.remove_prefix(std::min(end + 1, text.size()));
    // An optional file is left out rather than empty.
    if (texts[std::string(role)].text.empty()) texts.erase(std::string(role));
  }
  check(format.read(texts, screening::ListClass::sanctions));
  return 0;
}
