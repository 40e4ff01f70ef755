#include "screening/lists/un.h"

#include "screening/lists/hostile.h"

namespace probity::screening {
namespace {

const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CONSOLIDATED_LIST>\n";
const std::string person = R"(<INDIVIDUAL>
<DATAID>6907993</DATAID><FIRST_NAME>ERIC</FIRST_NAME><SECOND_NAME>BADEGE &amp; CO</SECOND_NAME>
<THIRD_NAME/><FOURTH_NAME>III</FOURTH_NAME><UN_LIST_TYPE>DRC</UN_LIST_TYPE>
<REFERENCE_NUMBER>CDi.001</REFERENCE_NUMBER><LISTED_ON>2012-12-31</LISTED_ON>
<NAME_ORIGINAL_SCRIPT>عزت ابراهيم</NAME_ORIGINAL_SCRIPT>
<COMMENTS1>Gender: male. In custody.</COMMENTS1>
<TITLE><VALUE>Maulavi</VALUE></TITLE><DESIGNATION><VALUE>Governor</VALUE></DESIGNATION>
<NATIONALITY><VALUE>Democratic Republic of the Congo</VALUE><VALUE>Rwanda</VALUE></NATIONALITY>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Eric A; Erik B</ALIAS_NAME>
<DATE_OF_BIRTH>1979-12-31</DATE_OF_BIRTH><COUNTRY_OF_BIRTH>Algeria</COUNTRY_OF_BIRTH></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Rumuli</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ADDRESS><CITY>Goma</CITY><COUNTRY>Rwanda</COUNTRY></INDIVIDUAL_ADDRESS>
<INDIVIDUAL_ADDRESS><COUNTRY/></INDIVIDUAL_ADDRESS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1971-02-03</DATE></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1970</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1968</FROM_YEAR><TO_YEAR>1973</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE/></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_PLACE_OF_BIRTH><CITY>Musanze</CITY><COUNTRY>Rwanda</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH>
<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>A1</NUMBER><ISSUING_COUNTRY>Qatar</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT>
<INDIVIDUAL_DOCUMENT/>
</INDIVIDUAL>
)";
const std::string entity = R"(<ENTITY>
<DATAID>6908402</DATAID><FIRST_NAME>GREAT LAKES (CAGL) ; LAKES BUSINESS</FIRST_NAME>
<REFERENCE_NUMBER>CDe.001</REFERENCE_NUMBER><GENDER/>
<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Old Lakes</ALIAS_NAME></ENTITY_ALIAS>
<ENTITY_ADDRESS><STREET>Avenue 1</STREET><CITY>Goma</CITY><COUNTRY>Democratic Republic of the Congo</COUNTRY></ENTITY_ADDRESS>
</ENTITY>
)";

std::string document(const std::string& people, const std::string& entities) {
  return head + "<INDIVIDUALS>" + people + "</INDIVIDUALS>\n<ENTITIES>" + entities +
         "</ENTITIES>\n</CONSOLIDATED_LIST>\n";
}

Result<ReadList> read(std::string text) {
  return read_un_xml(one_text("xml", std::move(text)), ListClass::sanctions);
}

TEST(Un, ReadsAPersonAndAnEntity) {
  auto list = read(document(person, entity)).value();
  ASSERT_EQ(list.entries.size(), 2u);
  const auto& eric = list.entries[0];
  EXPECT_EQ(eric.id, "CDi.001");
  EXPECT_EQ(eric.kind, EntryKind::person);
  EXPECT_EQ(eric.names,
            (std::vector<ListedName>{{"ERIC BADEGE & CO III", Quality::primary, false, ""},
                                     {"عزت ابراهيم", Quality::strong, true, ""},
                                     {"Eric A", Quality::strong, false, ""},
                                     {"Erik B", Quality::strong, false, ""},
                                     {"Rumuli", Quality::weak, false, ""}}));
  EXPECT_EQ(eric.births, (std::vector<Birth>{{{1971, 2, 3}, {1971, 2, 3}, false},
                                             {{1970, 0, 0}, {1970, 0, 0}, true},
                                             {{1968, 0, 0}, {1973, 0, 0}, false},
                                             {{1979, 12, 31}, {1979, 12, 31}, false}}));
  EXPECT_EQ(eric.birth_places, (std::vector<Place>{{"Musanze", "RWA"}, {"", "DZA"}}));
  EXPECT_EQ(eric.nationalities, (std::vector<std::string>{"COD", "RWA"}));
  EXPECT_EQ(eric.gender, Gender::male);
  EXPECT_EQ(eric.titles, std::vector<std::string>{"Maulavi"});
  EXPECT_EQ(eric.positions, std::vector<std::string>{"Governor"});
  EXPECT_EQ(eric.programmes, std::vector<std::string>{"DRC"});
  EXPECT_EQ(eric.identifiers, (std::vector<Identifier>{{"passport", "A1", "QAT"}}));
  EXPECT_EQ(eric.addresses, (std::vector<Place>{{"Goma", "RWA"}}));
  EXPECT_EQ(eric.listed_on, (Date{2012, 12, 31}));
  EXPECT_EQ(eric.remarks, "Gender: male. In custody.");

  const auto& lakes = list.entries[1];
  EXPECT_EQ(lakes.kind, EntryKind::organisation);
  EXPECT_EQ(lakes.names, (std::vector<ListedName>{{"GREAT LAKES", Quality::primary, false, ""},
                                                  {"CAGL", Quality::weak, false, ""},
                                                  {"LAKES BUSINESS", Quality::strong, false, ""},
                                                  {"Old Lakes", Quality::strong, false, ""}}));
  EXPECT_EQ(lakes.addresses, (std::vector<Place>{{"Avenue 1, Goma", "COD"}}));
}

TEST(UnNames, VariantsScriptsAndNotes) {
  struct Case {
    const char* text;
    std::vector<std::string> names;
  };
  const Case cases[] = {
      {"Azim Adhajani; Azim Agha-Jani", {"Azim Adhajani", "Azim Agha-Jani"}},
      {"Mohammad Sabet b) M. Javad Sabet; M. Jawad",
       {"Mohammad Sabet", "M. Javad Sabet", "M. Jawad"}},
      {"Jin Tiesan (金铁三)", {"Jin Tiesan", "金铁三"}},
      {"Amir Khazmat (original script: Амир Хазмат)", {"Amir Khazmat", "Амир Хазмат"}},
      {"حسن غول (Hassan Ghul; Hassan Gul)", {"حسن غول", "Hassan Ghul", "Hassan Gul"}},
      {"Encep Nurjaman (birth name)", {"Encep Nurjaman"}},
      {"EL PARA (COMBAT NAME)", {"EL PARA"}},
      {"Lom-ali Butayev (Butaev)", {"Lom-ali Butayev (Butaev)"}},
      {"(Sheikh) Musa Hilal", {"(Sheikh) Musa Hilal"}},
      {"Safia Farkash, born 1 Jan. 1953 (Oman passport no.1)", {"Safia Farkash"}},
      {"A  B\n   C", {"A B C"}},
      {" ; ;", {}},
      {"()", {"()"}},
      {"(", {"("}},
      {"X)", {"X)"}},
  };
  for (const auto& one : cases) {
    std::vector<std::string> texts;
    for (const auto& name : un_names(one.text, Quality::strong)) texts.push_back(name.text);
    EXPECT_EQ(texts, one.names) << one.text;
  }
  auto two = un_names("Jin Tiesan (金铁三)", Quality::weak);
  EXPECT_FALSE(two[0].original_script);
  EXPECT_TRUE(two[1].original_script);
  EXPECT_TRUE(un_names("Хорошев", Quality::weak)[0].original_script);
  EXPECT_FALSE(un_names("Müller’s “Ø”", Quality::weak)[0].original_script);
}

TEST(Un, RefusesHostileXml) {
  std::string lol = "<!DOCTYPE lolz [<!ENTITY a \"aaaaaaaaaa\">";
  for (char c = 'b'; c < 'k'; ++c)
    lol += std::string("<!ENTITY ") + c + " \"" + std::string(10, '&') + "\">";
  lol += "]>";
  auto body = document(person, entity);
  auto after_declaration = [&](const std::string& insert) {
    auto text = body;
    return text.insert(text.find('\n') + 1, insert + "\n");
  };
  EXPECT_EQ(read(after_declaration(lol)).error().message,
            "xml.file line 2: a document type or declaration, which is not allowed");
  EXPECT_FALSE(read(after_declaration("<!DOCTYPE a SYSTEM \"file:///etc/passwd\">")));
  auto entity_use = body;
  entity_use.replace(entity_use.find("ERIC"), 4, "&xxe;");
  EXPECT_FALSE(read(entity_use));
  std::string deep = head;
  for (int i = 0; i < 300000; ++i) deep += "<a>";
  EXPECT_FALSE(read(deep));
  for (int i = 0; i < 300000; ++i) deep += "</a>";
  EXPECT_FALSE(read(deep + "</CONSOLIDATED_LIST>"));
}

TEST(Un, RefusesWithTheLine) {
  struct Case {
    std::string text, message;
  };
  auto without = [](std::string text, const std::string& part) {
    return text.erase(text.find(part), part.size());
  };
  const Case cases[] = {
      {"", "xml.file is empty"},
      {"<a/>", "xml.file has no CONSOLIDATED_LIST"},
      {"<CONSOLIDATED_LIST/>", "xml.file has no INDIVIDUALS"},
      {document("", ""), "xml.file has no entries"},
      {document(person + person, entity), "xml.file line 25: the number is there already"},
      {document(without(without(person, "<DATAID>6907993</DATAID>"),
                        "<REFERENCE_NUMBER>CDi.001</REFERENCE_NUMBER>"),
                entity),
       "xml.file line 3: an entry without a number"},
      {document("<INDIVIDUAL><DATAID>1</DATAID></INDIVIDUAL>", entity),
       "xml.file line 3: an entry without a name"},
      {"<html><body>not found</html>", "xml.file line 1: Start-end tags mismatch"},
  };
  for (const auto& one : cases) {
    auto list = read(one.text);
    ASSERT_FALSE(list) << one.text;
    EXPECT_EQ(list.error().message, one.message);
  }
  EXPECT_FALSE(read_un_xml({}, ListClass::sanctions));
}

TEST(Un, RefusesAnEntryWithoutEndOfFacts) {
  std::string values;
  for (int i = 0; i < 100000; ++i) values += "<VALUE>N" + std::to_string(i) + "</VALUE>";
  auto text = document(person, entity);
  text.insert(text.find("<NATIONALITY>") + 13, values);
  EXPECT_EQ(read(text).error().message,
            "xml.file line 3: too many names or facts of one entry, or one too long");
}

TEST(Un, TruncatedAtEveryByteIsAnError) {
  auto text = document(person, entity);
  for (std::size_t cut = 0; cut + 1 < text.size(); ++cut)
    ASSERT_FALSE(read(text.substr(0, cut))) << cut;
}

TEST(Un, SurvivesDamage) {
  damage_everywhere(read_un_xml, one_text("xml", document(person, entity)), 3000);
}

}  // namespace
}  // namespace probity::screening
