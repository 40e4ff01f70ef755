#include "screening/lists/catalogue.h"

#include "screening/lists/hostile.h"
#include "screening/lists/probity_csv.h"

namespace probity::screening {
namespace {

const std::string good = R"([[list]]
id = "own"
format = "probity-csv"
date = 2024-05-03
class = "pep"
environment = "demo"
files = { csv = "own.csv" }

[[list]]
id = "uk-sl"
name = "UK"
format = "uk-papyrus"
files = { scroll = "a.csv" }
)";

TEST(Catalogue, ReadsRows) {
  Folder folder;
  auto rows = read_catalogue(folder.write("lists.toml", good)).value();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].id, "own");
  EXPECT_EQ(rows[0].name, "own");
  EXPECT_TRUE(rows[0].supported);
  EXPECT_EQ(rows[0].date, (Date{2024, 5, 3}));
  EXPECT_EQ(rows[0].list_class, ListClass::pep);
  EXPECT_TRUE(rows[0].demo);
  EXPECT_EQ(rows[0].files.at("csv"), folder.path() / "own.csv");
  EXPECT_FALSE(rows[1].supported);
  EXPECT_EQ(rows[1].name, "UK");
  EXPECT_EQ(rows[1].list_class, ListClass::sanctions);
  EXPECT_FALSE(rows[1].demo);
  EXPECT_FALSE(rows[1].date);
  EXPECT_EQ(read_list(rows[1]).error().message, "list uk-sl: the format is not supported");
  EXPECT_EQ(read_list(rows[0]).error().message, "list own: files.csv: own.csv is no file");
  folder.write("own.csv", "id,kind,name\n1,person,A B\n");
  auto list = read_list(rows[0]).value();
  ASSERT_EQ(list.entries.size(), 1u);
  EXPECT_EQ(list.entries[0].list_class, ListClass::pep);
  folder.write("own.csv", "id,kind,name\n1,person\n");
  EXPECT_EQ(read_list(rows[0]).error().message,
            "list own: own.csv line 2: not as many fields as the header");
}

TEST(Catalogue, NamesEveryFaultAtOnce) {
  struct Case {
    std::string text;
    std::vector<std::string> fields;
  };
  const Case cases[] = {
      {"[[list]]\n", {"list[1].id", "list[1].format", "list[1].files"}},
      {"[[list]]\nid = \"UP\"\nformat = 7\nfiles = {}\n",
       {"list[1].id", "list[1].format", "list[1].files"}},
      {"[[list]]\nid=\"a\"\nformat=\"un-xml\"\ndate=\"2024-02-30\"\nfiles={xml=\"x\"}\n",
       {"list[1] a.date"}},
      {"[[list]]\nid=\"a\"\nformat=\"un-xml\"\ndate=5\nfiles={xml=\"x\"}\n", {"list[1] a.date"}},
      {"[[list]]\nid=\"a\"\nformat=\"ofac-csv\"\nfiles={alt=\"x\", odd=\"y\", add=3}\n",
       {"list[1] a.files.add", "list[1] a.files.sdn", "list[1] a.files.odd"}},
      {"[[list]]\nid=\"a\"\nformat=\"x\"\nclass=\"crime\"\nenvironment=\"live\"\nfiles={f=\"x\"}\n",
       {"list[1] a.class", "list[1] a.environment"}},
      {"[[list]]\nid=\"a\"\nformat=\"probity-csv\"\nfiles={csv=\"x\"}\ncolumns={colour=\"y\", "
       "name=\"=\"}\n",
       {"list[1] a.columns.colour", "list[1] a.columns.name"}},
      {"[[list]]\nid=\"a\"\nformat=\"un-xml\"\nfiles={xml=\"x\"}\ncolumns={name=\"y\"}\n",
       {"list[1] a.columns"}},
      {"[[list]]\nid=\"a\"\nformat=\"x\"\nfiles={f=\"x\"}\n"
       "[[list]]\nid=\"a\"\nformat=\"x\"\nfiles={f=\"x\"}\n",
       {"list[2] a.id"}},
  };
  Folder folder;
  for (const auto& one : cases) {
    auto rows = read_catalogue(folder.write("lists.toml", one.text));
    ASSERT_FALSE(rows) << one.text;
    std::vector<std::string> fields;
    for (const auto& fault : rows.error().faults) fields.push_back(fault.field);
    EXPECT_EQ(fields, one.fields) << one.text;
    EXPECT_NE(rows.error().message.find(one.fields[0]), std::string::npos);
  }
}

TEST(Catalogue, RefusesWhatIsNoCatalogue) {
  Folder folder;
  const std::string texts[] = {"",
                               "x",
                               "[[list",
                               "list = 3\n",
                               "list = []\n",
                               "a = 1\n",
                               "list=[1]\n",
                               "date = 2024-02-30\n",
                               "[[list]]\nid=\"\xff\"\n",
                               std::string(2000, '['),
                               "[[[",
                               "[\n",
                               "[ \xc2\xa0",
                               "\xc2\xa0[[\xc3\xa9]]\n",
                               "a = [\n[[[1]]]]\n",
                               "\xc3\xa9 = 1\n",
                               "a\xc3\xa9 = 1\n",
                               "a = \xc3\xa9\n",
                               "a = 1 \xe3\x81\x82\n",
                               "a = \"\\\" \xc3\xa9\n\xc3\xa9"};
  for (const auto& text : texts)
    EXPECT_FALSE(read_catalogue(folder.write("lists.toml", text))) << text.substr(0, 20);
  EXPECT_FALSE(read_catalogue(folder.path() / "absent.toml"));
  EXPECT_FALSE(read_catalogue(folder.write("lists.toml", std::string(2 << 20, '#'))));
  EXPECT_EQ(read_catalogue(folder.write("lists.toml", "a = 1\nb = \n")).error().message,
            "lists.toml line 2: is no valid TOML here");
}

TEST(Catalogue, TakesOtherLettersInTextsAndComments) {
  const std::string row = "[[list]] # Список\nid = \"a\"\nformat = \"x\"\n";
  for (const char* name : {"\"Список \\\" é\"", "'é\"'", "\"\"\"é\n\"é\"\"\"", "'''é'\n'''"}) {
    auto rows =
        parse_catalogue(row + "name = " + name + "\nfiles = { f = \"é\" }\n", "/lists.toml");
    ASSERT_TRUE(rows) << name << rows.error().message;
    EXPECT_NE((*rows)[0].name.find("é"), std::string::npos);
  }
}

TEST(Catalogue, SurvivesDamage) {
  std::mt19937 random(3);
  for (int round = 0; round < 3000; ++round) {
    auto text = good;
    text[random() % text.size()] ^= static_cast<char>(1u << random() % 8);
    auto rows = parse_catalogue(text, "/x/lists.toml");
    EXPECT_TRUE(rows || !rows.error().message.empty());
    rows = parse_catalogue(good.substr(0, random() % good.size()), "/x/lists.toml");
    EXPECT_TRUE(rows || !rows.error().message.empty());
  }
}

const std::string own =
    "name,id,kind,aliases,weak_aliases,birth,nationality,countries,gender,class,programme,position,"
    "tier\n"
    "\"Doe, Jane\",1,person,\"J. Doe; Джейн Доу\",JD,1973-04-17; c. 1974/1976,Iran,FRA; "
    "Atlantis,female,"
    "pep,P1;P2,Minister,2\n"
    "Grey Ship,2,vessel,,,,,,,,,,\n";

TEST(ProbityCsv, ReadsEveryColumn) {
  auto list = read_probity_csv(one_text("csv", own), ListClass::sanctions).value();
  ASSERT_EQ(list.entries.size(), 2u);
  const auto& jane = list.entries[0];
  EXPECT_EQ(jane.names, (std::vector<ListedName>{{"Doe, Jane", Quality::primary, false, ""},
                                                 {"J. Doe", Quality::strong, false, ""},
                                                 {"Джейн Доу", Quality::strong, true, ""},
                                                 {"JD", Quality::weak, false, ""}}));
  EXPECT_EQ(jane.births, (std::vector<Birth>{{{1973, 4, 17}, {1973, 4, 17}, false},
                                             {{1974, 0, 0}, {1976, 0, 0}, true}}));
  EXPECT_EQ(jane.nationalities, std::vector<std::string>{"IRN"});
  EXPECT_EQ(jane.countries, (std::vector<std::string>{"FRA", "Atlantis"}));
  EXPECT_EQ(jane.gender, Gender::female);
  EXPECT_EQ(jane.list_class, ListClass::pep);
  EXPECT_EQ(jane.programmes, (std::vector<std::string>{"P1", "P2"}));
  EXPECT_EQ(jane.positions, std::vector<std::string>{"Minister"});
  EXPECT_EQ(jane.tier, 2);
  EXPECT_EQ(list.entries[1].kind, EntryKind::vessel);
  EXPECT_EQ(list.entries[1].list_class, ListClass::sanctions);
}

TEST(ProbityCsv, RefusesWithTheLine) {
  struct Case {
    std::string text, message;
  };
  const Case cases[] = {
      {"", "csv.file is empty"},
      {"\x1a", "csv.file is empty"},
      {"id,kind,name\n", "csv.file has no entries"},
      {"id,kind\n1,person\n", "csv.file line 1: the header lacks the column name"},
      {"id,kind,name,colour\n", "csv.file line 1: the header names an unknown column"},
      {"id,kind,name,id\n", "csv.file line 1: the header names a column twice"},
      {"id,kind,name\n1,person\n", "csv.file line 2: not as many fields as the header"},
      {"id,kind,name\n,person,A\n", "csv.file line 2: id is missing or wrong"},
      {"id,kind,name\n1,ghost,A\n", "csv.file line 2: kind is missing or wrong"},
      {"id,kind,name\n1,person, \n", "csv.file line 2: name is missing or wrong"},
      {"id,kind,name\n1,person,A\n1,person,B\n", "csv.file line 3: the number is there already"},
      {"id,kind,name,birth\n1,person,A,1973-02-30\n", "csv.file line 2: birth is missing or wrong"},
      {"id,kind,name,gender\n1,person,A,x\n", "csv.file line 2: gender is missing or wrong"},
      {"id,kind,name,class\n1,person,A,x\n", "csv.file line 2: class is missing or wrong"},
      {"id,kind,name,tier\n1,person,A,0\n", "csv.file line 2: tier is missing or wrong"},
      {"id,kind,name\n1,person,A", "csv.file line 2: the file ends in the middle of a line"},
  };
  for (const auto& one : cases) {
    auto list = read_probity_csv(one_text("csv", one.text), ListClass::sanctions);
    ASSERT_FALSE(list) << one.text;
    EXPECT_EQ(list.error().message, one.message);
  }
  std::size_t accepted = 0;
  for (std::size_t cut = 0; cut < own.size(); ++cut)
    accepted += read_probity_csv(one_text("csv", own.substr(0, cut)), ListClass::pep).has_value();
  EXPECT_EQ(accepted, 1u);  // after the first row
}

TEST(ProbityCsv, ReadsIdentifiers) {
  const std::string header = "id,kind,name,identifiers\n1,person,A,";
  auto list =
      read_probity_csv(one_text("csv", header + "passport:AB 1:Iran; lei:253400V1H6ART1UQ0N98;\n"),
                       ListClass::sanctions)
          .value();
  EXPECT_EQ(
      list.entries[0].identifiers,
      (std::vector<Identifier>{{"passport", "AB 1", "IRN"}, {"lei", "253400V1H6ART1UQ0N98", ""}}));
  for (const char* wrong : {"AB1", ":AB1", "passport:", "Pass Port:1", "a:1:IRN:x"})
    EXPECT_EQ(read_probity_csv(one_text("csv", header + wrong + "\n"), ListClass::sanctions)
                  .error()
                  .message,
              "csv.file line 2: identifiers is missing or wrong")
        << wrong;
}

TEST(ProbityCsv, ReadsAFileWithOtherColumns) {
  Folder folder;
  folder.write("crm.csv", "Ref,Shoe size,Full name,Born\n7,44,Ann Example,1973\n");
  auto catalogue = [&](const std::string& columns) {
    return "[[list]]\nid = \"own\"\nformat = \"probity-csv\"\nfiles = { csv = \"crm.csv\" }\n" +
           std::string("columns = { ") + columns + " }\n";
  };
  auto read = [&](const std::string& columns) {
    auto rows = read_catalogue(folder.write("lists.toml", catalogue(columns))).value();
    return read_list(rows[0]);
  };
  auto list =
      read("id = \"Ref\", kind = \"=person\", name = \"Full name\", birth = \"Born\"").value();
  ASSERT_EQ(list.entries.size(), 1u);
  EXPECT_EQ(list.entries[0].id, "7");
  EXPECT_EQ(list.entries[0].kind, EntryKind::person);
  EXPECT_EQ(list.entries[0].names[0].text, "Ann Example");
  EXPECT_EQ(list.entries[0].births[0].from.year, 1973);
  EXPECT_EQ(read("id = \"Ref\", kind = \"=person\", name = \"Nom\"").error().message,
            "list own: crm.csv line 1: the header lacks the column Nom");
  EXPECT_EQ(read("id = \"Ref\", name = \"Full name\"").error().message,
            "list own: crm.csv line 1: the header lacks the column kind");
  EXPECT_EQ(read("id = \"Ref\", kind = \"=ghost\", name = \"Full name\"").error().message,
            "list own: crm.csv line 2: kind is missing or wrong");
}

TEST(ProbityCsv, SurvivesDamage) {
  damage_everywhere(read_probity_csv, one_text("csv", own), 3000);
}

TEST(Samples, AreWholeAndSayWhatTheyAre) {
  auto rows = read_catalogue(source_folder() / "db/demo/lists/lists.toml").value();
  ASSERT_EQ(rows.size(), 2u);
  for (const auto& row : rows) {
    EXPECT_TRUE(row.supported && row.demo && row.date);
    auto list = read_list(row);
    ASSERT_TRUE(list) << list.error().message;
    for (const auto& entry : list->entries) {
      EXPECT_EQ(entry.list_class, row.list_class);
      EXPECT_TRUE(entry.remarks.starts_with("SAMPLE") || entry.remarks.starts_with("Fictional"));
    }
    EXPECT_EQ(list->entries.size(), row.list_class == ListClass::pep ? 15u : 40u);
  }
  EXPECT_EQ(rows[1].id, "demo-pep");
}

}  // namespace
}  // namespace probity::screening
