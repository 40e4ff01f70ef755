#include "screening/lists/ofac.h"

#include <algorithm>

#include "screening/lists/hostile.h"

namespace probity::screening {
namespace {

const std::string sdn =
    "36,\"AERO LINES\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n"
    "77,\"DOE, John\",\"individual\",\"SDGT] [IFSR\",\"Minister of Trade; Colonel\",-0- ,-0- ,-0- "
    ",-0- "
    ",-0- ,-0- ,\"DOB 17 Apr 1973; alt. DOB circa 1974; POB Homs, Syria; nationality Syria; "
    "citizen "
    "Korea, North; Gender Male; Passport 0310857 (Eritrea) issued 21 Aug 2006 expires 20 Aug 2008; "
    "National ID No. 12 (Kenya); Linked To: BIG BANK; a.k.a. ''ABD-AL-'IZ'; a.k.a. 'SMITH; JONES'; "
    "a.k.a. 'MUTI''.\"\r\n"
    "90,\"MAR AZUL\",\"vessel\",\"CUBA\",-0- ,\"CL2192\",\"Tug\",-0- ,\"212\",\"Panama\",\"Owner "
    "S.A.\","
    "\"Vessel Registration Identification IMO 7406784; MMSI 572469210; f.k.a. 'ANA I'.\"\r\n"
    "\x1a";
const std::string alt =
    "ent_num,alt_num,alt_type,alt_name,alt_remarks\r\n36,12,aka,AERO-LINES,-0- \r\n"
    "77,13,aka,\"DOE, Jonathan\",-0- \r\n404,14,aka,NOBODY,-0- \r\n\x1a,,,,\r\n";
const std::string add =
    "36,25,-0- ,\"Havana\",\"Cuba\",-0- \r\n77,26,\"1 Main St\",\"Aden\",\"Yemen\",-0- \r\n"
    "77,27,-0- ,-0- ,-0- ,-0- \r\n405,28,-0- ,\"X\",\"Cuba\",-0- \r\n\x1a";

ListTexts all_texts() {
  return {{"sdn", {"sdn.csv", sdn}}, {"alt", {"alt.csv", alt}}, {"add", {"add.csv", add}}};
}

std::vector<std::string> texts(const Entry& entry, Quality quality) {
  std::vector<std::string> found;
  for (const auto& name : entry.names)
    if (name.quality == quality) found.push_back(name.text);
  return found;
}

using Texts = std::vector<std::string>;

TEST(Ofac, ReadsThreeFiles) {
  auto list = read_ofac_csv(all_texts(), ListClass::sanctions).value();
  ASSERT_EQ(list.entries.size(), 3u);
  EXPECT_EQ(list.counts.rows, 10u);
  EXPECT_EQ(list.counts.skipped_rows(), 2u);
  EXPECT_EQ(list.counts.skipped["alt of an unknown entity"], 1u);
  EXPECT_EQ(list.counts.skipped["add of an unknown entity"], 1u);
  EXPECT_TRUE(list.counts.unread.empty());

  const auto& aero = list.entries[0];
  EXPECT_EQ(aero.id, "36");
  EXPECT_EQ(aero.kind, EntryKind::organisation);
  EXPECT_EQ(aero.remarks, "");
  EXPECT_EQ(aero.names[1], (ListedName{"AERO-LINES", Quality::strong, false, "12"}));
  EXPECT_EQ(aero.addresses, (std::vector<Place>{{"Havana", "CUB"}}));

  const auto& doe = list.entries[1];
  EXPECT_EQ(doe.kind, EntryKind::person);
  EXPECT_EQ(texts(doe, Quality::primary), Texts{"DOE, John"});
  EXPECT_EQ(texts(doe, Quality::strong), Texts{"DOE, Jonathan"});
  EXPECT_EQ(texts(doe, Quality::weak), (Texts{"'ABD-AL-'IZ", "SMITH; JONES", "MUTI'"}));
  EXPECT_EQ(doe.programmes, (Texts{"SDGT", "IFSR"}));
  EXPECT_EQ(doe.positions, (Texts{"Minister of Trade", "Colonel"}));
  EXPECT_EQ(doe.births, (std::vector<Birth>{{{1973, 4, 17}, {1973, 4, 17}, false},
                                            {{1974, 0, 0}, {1974, 0, 0}, true}}));
  EXPECT_EQ(doe.birth_places, (std::vector<Place>{{"Homs, Syria", "SYR"}}));
  EXPECT_EQ(doe.nationalities, (Texts{"SYR", "PRK"}));
  EXPECT_EQ(doe.gender, Gender::male);
  EXPECT_EQ(doe.identifiers, (std::vector<Identifier>{{"passport", "0310857", "ERI"},
                                                      {"national_id", "12", "KEN"}}));
  EXPECT_EQ(doe.addresses, (std::vector<Place>{{"1 Main St, Aden", "YEM"}}));

  const auto& ship = list.entries[2];
  EXPECT_EQ(ship.kind, EntryKind::vessel);
  EXPECT_EQ(ship.countries, Texts{"PAN"});
  EXPECT_EQ(ship.identifiers,
            (std::vector<Identifier>{
                {"call_sign", "CL2192", ""}, {"imo", "7406784", ""}, {"mmsi", "572469210", ""}}));
  EXPECT_EQ(texts(ship, Quality::weak), Texts{"ANA I"});
}

Entry with_remarks(std::string remarks, ReadCounts& counts) {
  Entry entry;
  entry.id = "1";
  entry.names = {{"X", Quality::primary, false, ""}};
  entry.remarks = std::move(remarks);
  read_ofac_remarks(entry, counts);
  return entry;
}

TEST(OfacRemarks, Aliases) {
  struct Case {
    const char* remarks;
    Texts weak;
  };
  const Case cases[] = {
      {"", {}},
      {"a.k.a. 'BNC'.", {"BNC"}},
      {"a.k.a. ''FOOPIE''; a.k.a. ''AHMED THE TANZANIAN''.", {"'FOOPIE'", "'AHMED THE TANZANIAN'"}},
      {"a.k.a. 'SUE RC 'KMP''", {"SUE RC 'KMP'"}},
      {"a.k.a. 'PEPPE 'O CIUCCIO'.", {"PEPPE 'O CIUCCIO"}},
      {"a.k.a. 'A'; DOB 1970; a.k.a. 'B'", {"A", "B"}},
      {"n.k.a. 'NEW'; A.K.A. 'CAPS'", {"NEW", "CAPS"}},
      {"Linked To: OTHER; (a.k.a. 'INSIDE')", {}},
      {"a.k.a. 'CUT OF", {}},
      {"a.k.a. '", {}},
      {"a.k.a. ''", {}},
      {"see a.k.a. 'NOT AT THE START'", {}},
  };
  for (const auto& one : cases) {
    ReadCounts counts;
    EXPECT_EQ(texts(with_remarks(one.remarks, counts), Quality::weak), one.weak) << one.remarks;
  }
  ReadCounts counts;
  with_remarks("a.k.a. 'CUT OF", counts);
  EXPECT_EQ(counts.unread["alias cut off in the remarks"], 1u);
}

TEST(OfacRemarks, Births) {
  struct Case {
    const char* remarks;
    std::optional<Birth> birth;
  };
  const Case cases[] = {
      {"DOB 1969.", Birth{{1969, 0, 0}, {1969, 0, 0}, false}},
      {"DOB Mar 1969", Birth{{1969, 3, 0}, {1969, 3, 0}, false}},
      {"DOB 1962 to 1964", Birth{{1962, 0, 0}, {1964, 0, 0}, false}},
      {"DOB 01 Jan 1962 to 31 Dec 1963", Birth{{1962, 1, 1}, {1963, 12, 31}, false}},
      {"DOB Jan 1962 to Mar 1962", Birth{{1962, 1, 0}, {1962, 3, 0}, false}},
      {"DOB circa 1979-1982", Birth{{1979, 0, 0}, {1982, 0, 0}, true}},
      {"DOB circa 15 May 1960", Birth{{1960, 5, 15}, {1960, 5, 15}, true}},
      {"alt. DOB 1 June 1960", Birth{{1960, 6, 1}, {1960, 6, 1}, false}},
      {"DOB unknown", {}},
      {"DOB 1964 to 1962", {}},
      {"DOB 30 Feb 1964", {}},
  };
  for (const auto& one : cases) {
    ReadCounts counts;
    auto entry = with_remarks(one.remarks, counts);
    ASSERT_EQ(entry.births.size(), one.birth ? 1u : 0u) << one.remarks;
    if (one.birth) {
      EXPECT_EQ(entry.births[0], *one.birth) << one.remarks;
    }
    EXPECT_EQ(counts.unread.size(), one.birth ? 0u : 1u) << one.remarks;
  }
}

TEST(OfacRemarks, Identifiers) {
  struct Case {
    const char* remarks;
    Identifier identifier;
  };
  const Case cases[] = {
      {"Passport RL0014 (Lebanon).", {"passport", "RL0014", "LBN"}},
      {"alt. Passport 19820215", {"passport", "19820215", ""}},
      {"Tax ID No. AABA 670850 Y.", {"tax_id", "AABA 670850 Y", ""}},
      {"National ID No. 3-1 (Congo, Democratic Republic of the)", {"national_id", "3-1", "COD"}},
      {"Identification Number AO 2879097 (Italy) expires 30 Oct 2012",
       {"national_id", "AO 2879097", "ITA"}},
      {"Identification Number IMO 9187629.", {"imo", "9187629", ""}},
      {"Registration Number 1147154034158 (Russia)", {"registration", "1147154034158", "RUS"}},
      {"NIT # 800018928-0 (Colombia).", {"tax_id", "800018928-0", "COL"}},
      {"Unified Social Credit Code (USCC) 9113100033607322XK (China)",
       {"registration", "9113100033607322XK", "CHN"}},
      {"Legal Entity Number 253400V1H6ART1UQ0N98 (Russia)", {"lei", "253400V1H6ART1UQ0N98", "RUS"}},
      {"Digital Currency Address - XBT 12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h",
       {"wallet", "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h", ""}},
      {"alt. Digital Currency Address - ETH 0x098B716B8Aaf21512996dC57EB0615e2383E2f96.",
       {"wallet", "0x098B716B8Aaf21512996dC57EB0615e2383E2f96", ""}},
      {"SWIFT/BIC HAVIGB2L", {"bic", "HAVIGB2L", ""}},
      {"Aircraft Manufacturer's Serial Number (MSN) 1023", {"aircraft_serial", "1023", ""}},
  };
  for (const auto& one : cases) {
    ReadCounts counts;
    auto entry = with_remarks(one.remarks, counts);
    ASSERT_EQ(entry.identifiers.size(), 1u) << one.remarks;
    EXPECT_EQ(entry.identifiers[0], one.identifier) << one.remarks;
  }
}

TEST(Ofac, CommentsContinueCutRemarks) {
  auto cut =
      one_text("sdn", "1,\"X\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"a.k.a. 'WHO IS \"\n");
  auto before = read_ofac_csv(cut, ListClass::sanctions).value();
  EXPECT_EQ(before.entries[0].names.size(), 1u);
  EXPECT_EQ(before.counts.unread.size(), 1u);
  cut["comments"] = {"sdn_comments.csv", "1,\"THERE'; a.k.a. 'ZINC'.\"\n9,\"x\"\n"};
  auto after = read_ofac_csv(cut, ListClass::sanctions).value();
  EXPECT_EQ(texts(after.entries[0], Quality::weak), (Texts{"WHO IS THERE", "ZINC"}));
  EXPECT_EQ(after.counts.skipped["comments of an unknown entity"], 1u);
}

TEST(Ofac, RefusesWithFileAndLine) {
  const std::string nulls = ",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ";
  struct Case {
    std::string sdn, message;
  };
  const Case cases[] = {
      {"", "sdn.file is empty"},
      {"\x1a", "sdn.file has no entries"},
      {"36,\"A\",-0- \n", "sdn.file line 1: too few fields"},
      {"36,\"A\",-0- " + nulls + ",more\n", "sdn.file line 1: too many fields"},
      {"x,\"A\",-0- " + nulls + "\n", "sdn.file line 1: ent_num is no number"},
      {"36,\"A\",-0- " + nulls + "\n36,\"B\",-0- " + nulls + "\n",
       "sdn.file line 2: ent_num is there already"},
      {"36,\"A\",\"ghost\"" + nulls + "\n", "sdn.file line 1: an unknown type of entity"},
      {"36,-0- ,-0- " + nulls + "\n", "sdn.file line 1: no name"},
      {"36,\"A\",-0- " + nulls, "sdn.file line 1: the file ends in the middle of a line"},
      {"<html>not found</html>\n", "sdn.file line 1: too few fields"},
  };
  for (const auto& one : cases) {
    auto read = read_ofac_csv(one_text("sdn", one.sdn), ListClass::sanctions);
    ASSERT_FALSE(read) << one.sdn;
    EXPECT_EQ(read.error().message, one.message);
  }
  EXPECT_FALSE(read_ofac_csv({}, ListClass::sanctions));
  auto bad_alt = all_texts();
  bad_alt["alt"].text = "36,12,aka\n";
  EXPECT_EQ(read_ofac_csv(bad_alt, ListClass::sanctions).error().message,
            "alt.csv line 1: too few fields");
}

TEST(Ofac, RefusesAnEntityWithoutEndOfNames) {
  auto texts = all_texts();
  texts["alt"].text.clear();
  for (int i = 0; i < 200000; ++i)
    texts["alt"].text += "77,1,aka,N" + std::to_string(i) + ",-0- \n";
  EXPECT_EQ(read_ofac_csv(texts, ListClass::sanctions).error().message,
            "sdn.csv and its like say too much of entity 77");
}

TEST(Ofac, TruncatedAtEveryByteIsAnErrorOrWholeRows) {
  auto whole = read_ofac_csv(one_text("sdn", sdn), ListClass::sanctions).value().entries;
  std::size_t accepted = 0;
  for (std::size_t cut = 0; cut < sdn.size(); ++cut) {
    auto read = read_ofac_csv(one_text("sdn", sdn.substr(0, cut)), ListClass::sanctions);
    if (!read) continue;
    ++accepted;
    ASSERT_TRUE(std::equal(read->entries.begin(), read->entries.end(), whole.begin())) << cut;
  }
  EXPECT_EQ(accepted, 3u);  // after each line break
}

TEST(Ofac, SurvivesDamage) { damage_everywhere(read_ofac_csv, all_texts(), 1500); }

}  // namespace
}  // namespace probity::screening
