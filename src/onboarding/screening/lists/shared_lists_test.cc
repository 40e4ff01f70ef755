// The real lists, where they are present.
#include <iostream>
#include <set>

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
  EXPECT_EQ(supported, 6u);
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

// Entries are as many as the files have rows, but for 50 of Australia's that say the same twice.
TEST_F(SharedLists, OtherCountries) {
  struct Case {
    const char* id;
    std::size_t entries, names, births, countries;  // at least, but exactly so many entries
  };
  const Case cases[] = {{"uk-sl", 6046, 15000, 3500, 5400},
                        {"eu-fsf", 5316, 27800, 0, 2400},
                        {"au-dfat", 9933, 9933, 0, 6300},
                        {"ca-sema", 4759, 8300, 1700, 0}};
  for (const auto& one : cases) {
    auto loaded = load(one.id);
    ASSERT_TRUE(loaded) << loaded.error().message;
    print(one.id, *loaded);
    const auto& list = loaded->list;
    auto names = count(list, [](auto& entry) { return entry.names.size(); });
    auto births = count(list, [](auto& entry) { return entry.births.size(); });
    auto countries = count(list, [](auto& entry) { return all_countries(entry).size(); });
    auto identifiers = count(list, [](auto& entry) { return entry.identifiers.size(); });
    std::cout << "  names " << names << ", births " << births << ", countries " << countries
              << ", identifiers " << identifiers << "\n";
    EXPECT_EQ(list.entries.size(), one.entries);
    EXPECT_GE(names, one.names);
    EXPECT_GE(births, one.births);
    EXPECT_GE(countries, one.countries);
    std::map<std::string, int> unknown;
    for (const auto& entry : list.entries)
      for (const auto& country : all_countries(entry))
        if (country.size() != 3) ++unknown[country];
    for (const auto& [text, times] : unknown) std::cout << " [" << text << "] " << times;
    std::cout << "\n";
    EXPECT_LT(unknown.size(), 40u);
  }
}

// The same list in three files: the XML and the CSV name the same entities.
TEST_F(SharedLists, OfacConsolidated) {
  auto folder = shared_data() / "ofac";
  CatalogueRow xml{.id = "xml", .format = "ofac-xml"};
  xml.files["xml"] = folder / "consolidated_non_sdn_2025-03-28.xml.zst";
  CatalogueRow csv{.id = "csv", .format = "ofac-csv"};
  csv.files = {{"sdn", folder / "cons_prim_2025-12.csv.zst"},
               {"alt", folder / "cons_alt_2025-12.csv.zst"},
               {"add", folder / "cons_add_2025-12.csv.zst"},
               {"comments", folder / "cons_comments_2025-12.csv.zst"}};
  auto of_xml = read_list(xml), of_csv = read_list(csv);
  ASSERT_TRUE(of_xml) << of_xml.error().message;
  ASSERT_TRUE(of_csv) << of_csv.error().message;
  EXPECT_EQ(of_xml->entries.size(), 443u);
  EXPECT_EQ(of_csv->entries.size(), 442u);
  EXPECT_EQ(of_csv->counts.skipped_rows(), 0u);
  std::map<std::string, const Entry*> by_id;
  for (const auto& entry : of_csv->entries) by_id[entry.id] = &entry;
  std::size_t shared = 0, same_names = 0, same_births = 0, same_identifiers = 0;
  for (const auto& entry : of_xml->entries) {
    auto other = by_id.find(entry.id);
    if (other == by_id.end()) continue;
    ++shared;
    auto texts = [](const Entry& one) {
      std::set<std::string> set;
      for (const auto& name : one.names) set.insert(name.text);
      return set;
    };
    auto numbers = [](const Entry& one) {
      std::set<std::string> set;
      for (const auto& identifier : one.identifiers) set.insert(identifier.value);
      return set;
    };
    same_names += texts(entry) == texts(*other->second);
    same_births += entry.births == other->second->births;
    same_identifiers += numbers(entry) == numbers(*other->second);
  }
  std::cout << "of " << shared << " entities in both: the same names " << same_names << ", births "
            << same_births << ", identifiers " << same_identifiers << "\n";
  EXPECT_GE(shared, 440u);
  EXPECT_GE(same_names, 420u);
  EXPECT_GE(same_births, 438u);
}

TEST_F(SharedLists, EveryEntryComesBackFromItsJson) {
  for (const char* id : {"us-ofac-sdn", "un-sc", "uk-sl", "eu-fsf", "au-dfat", "ca-sema"}) {
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
