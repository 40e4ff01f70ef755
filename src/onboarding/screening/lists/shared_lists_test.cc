// The real lists, where they are present.
#include <iostream>

#include "screening/lists/catalogue.h"
#include "screening/lists/hostile.h"

namespace probity::screening {
namespace {

struct Loaded {
  ReadList list;
  double seconds;
};

Result<Loaded> load(const char* id) {
  for (const auto& row : TRY(read_catalogue(shared_data() / "lists.toml"))) {
    if (row.id != id) continue;
    auto begin = monotonic_seconds();
    auto list = TRY(read_list(row));
    return Loaded{std::move(list), monotonic_seconds() - begin};
  }
  return refuse(Refusal::not_found, "no such list");
}

void print(const char* id, const Loaded& loaded) {
  std::cout << id << ": " << loaded.list.entries.size() << " entries in " << loaded.seconds
            << " s\n";
  for (const auto& [reason, count] : loaded.list.counts.skipped)
    std::cout << "  skipped: " << count << " " << reason << "\n";
  for (const auto& [reason, count] : loaded.list.counts.unread)
    std::cout << "  unread: " << count << " " << reason << "\n";
}

template <class Has>
std::size_t count(const ReadList& list, Has has) {
  std::size_t sum = 0;
  for (const auto& entry : list.entries) sum += static_cast<std::size_t>(has(entry));
  return sum;
}

class SharedLists : public testing::Test {
  void SetUp() override {
    if (!std::filesystem::exists(shared_data() / "lists.toml")) GTEST_SKIP() << "not present";
  }
};

TEST_F(SharedLists, Catalogue) {
  auto rows = read_catalogue(shared_data() / "lists.toml").value();
  ASSERT_EQ(rows.size(), 6u);
  std::size_t supported = 0;
  for (const auto& row : rows) supported += row.supported;
  EXPECT_EQ(supported, 2u);
}

TEST_F(SharedLists, Ofac) {
  auto loaded = load("us-ofac-sdn").value();
  print("us-ofac-sdn", loaded);
  const auto& list = loaded.list;
  ASSERT_EQ(list.entries.size(), 14965u);
  EXPECT_EQ(list.counts.rows, 14965u + 18939u + 22641u);
  EXPECT_EQ(list.counts.skipped.at("alt of an unknown entity"), 18939u - 18033u);
  auto names = count(list, [](auto& entry) { return entry.names.size(); });
  auto referenced = count(list, [](auto& entry) {
    std::size_t sum = 0;
    for (const auto& name : entry.names) sum += !name.reference.empty();
    return sum;
  });
  auto births = count(list, [](auto& entry) { return entry.births.size(); });
  auto identifiers = count(list, [](auto& entry) { return entry.identifiers.size(); });
  auto places = count(list, [](auto& entry) { return entry.birth_places.size(); });
  std::cout << "  names " << names << ", of alt " << referenced << ", births " << births
            << ", identifiers " << identifiers << ", birth places " << places << "\n";
  EXPECT_NEAR(static_cast<double>(names), 36661, 100);
  EXPECT_GT(births, 7400u);
  EXPECT_GT(identifiers, 14000u);
  auto people = count(list, [](auto& entry) { return entry.kind == EntryKind::person; });
  auto vessels = count(list, [](auto& entry) { return entry.kind == EntryKind::vessel; });
  EXPECT_EQ(people, 6854u);
  EXPECT_EQ(vessels, 851u);
  std::map<std::string, int> unknown;
  for (const auto& entry : list.entries)
    for (const auto& country : all_countries(entry))
      if (country.size() != 3) ++unknown[country];
  std::cout << "  countries kept as text:";
  for (const auto& [text, times] : unknown) std::cout << " [" << text << "] " << times;
  std::cout << "\n";
  EXPECT_LT(unknown.size(), 20u);
}

TEST_F(SharedLists, Un) {
  auto loaded = load("un-sc").value();
  print("un-sc", loaded);
  ASSERT_EQ(loaded.list.entries.size(), 1003u);
  EXPECT_EQ(loaded.list.counts.skipped_rows(), 0u);
  auto scripts = count(loaded.list, [](auto& entry) {
    std::size_t sum = 0;
    for (const auto& name : entry.names) sum += name.original_script;
    return sum;
  });
  auto names = count(loaded.list, [](auto& entry) { return entry.names.size(); });
  auto genders = count(loaded.list, [](auto& e) { return e.gender != Gender::unknown; });
  std::cout << "  names " << names << ", in other scripts " << scripts << ", genders " << genders
            << "\n";
  EXPECT_GE(scripts, 370u);
  EXPECT_GT(names, 3500u);
  std::map<std::string, int> unknown;
  for (const auto& entry : loaded.list.entries)
    for (const auto& country : all_countries(entry))
      if (country.size() != 3) ++unknown[country];
  for (const auto& [text, times] : unknown) std::cout << " [" << text << "] " << times;
  std::cout << "\n";
  EXPECT_LT(unknown.size(), 5u);
}

TEST_F(SharedLists, EveryEntryComesBackFromItsJson) {
  for (const char* id : {"us-ofac-sdn", "un-sc"}) {
    auto entries = load(id).value().list.entries;
    auto begin = monotonic_seconds();
    auto lines = write_lines(entries);
    auto written = monotonic_seconds();
    auto again = read_lines(lines).value();
    std::cout << id << ": " << lines.size() << " bytes of JSON, written in " << written - begin
              << " s, read in " << monotonic_seconds() - written << " s\n";
    ASSERT_TRUE(again == entries);
  }
}

}  // namespace
}  // namespace probity::screening
