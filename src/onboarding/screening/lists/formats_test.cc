// Every format by its small files in corpus/FORMAT/ROLE.EXT: what is read of them, beside
// expected.txt; and that no damage gets past a reader.
#include "screening/lists/formats.h"

#include <sstream>

#include "screening/lists/hostile.h"

namespace probity::screening {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

std::filesystem::path folder_of(const Format& format) {
  return source_folder() / "src/onboarding/screening/lists/corpus" / format.name;
}

ListTexts corpus_of(const Format& format) {
  ListTexts texts;
  for (const auto& file : std::filesystem::directory_iterator(folder_of(format)))
    if (auto role = file.path().stem().string(); role != "expected")
      texts[role] = {file.path().filename().string(), read_file(file.path())};
  return texts;
}

class Formats : public testing::TestWithParam<Format> {};

TEST_P(Formats, ReadsItsSample) {
  const auto& format = GetParam();
  auto texts = corpus_of(format);
  for (auto role : format.needed) ASSERT_TRUE(texts.contains(std::string(role))) << role;
  auto list = format.read(texts, ListClass::sanctions);
  ASSERT_TRUE(list) << list.error().message;
  expect_sound(list);
  std::string lines = write_lines(list->entries);
  for (const auto& [reason, count] : list->counts.skipped)
    lines += "skipped " + std::to_string(count) + " " + reason + "\n";
  for (const auto& [reason, count] : list->counts.unread)
    lines += "unread " + std::to_string(count) + " " + reason + "\n";
  auto expected = folder_of(format) / "expected.txt";
  if (std::getenv("PROBITY_BLESS") != nullptr) std::ofstream(expected, std::ios::binary) << lines;
  EXPECT_EQ(lines, read_file(expected));
}

TEST_P(Formats, NeedsItsFiles) {
  const auto& format = GetParam();
  for (auto role : format.needed) {
    auto texts = corpus_of(format);
    texts.erase(std::string(role));
    EXPECT_FALSE(format.read(texts, ListClass::sanctions)) << role;
  }
}

TEST_P(Formats, RefusesHostileFiles) { refuse_hostile(GetParam(), corpus_of(GetParam())); }

TEST_P(Formats, AnswersTruncationAtEveryByte) {
  truncate_everywhere(GetParam(), corpus_of(GetParam()));
}

TEST_P(Formats, SurvivesDamage) { damage_everywhere(GetParam().read, corpus_of(GetParam()), 400); }

INSTANTIATE_TEST_SUITE_P(All, Formats, testing::ValuesIn(formats()), [](const auto& info) {
  std::string name(info.param.name);
  std::erase(name, '-');
  return name;
});

}  // namespace
}  // namespace probity::screening
