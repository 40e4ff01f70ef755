#include "screening/lists/list_file.h"

#include <zstd.h>

#include <random>

#include "screening/lists/csv.h"
#include "screening/lists/entries.h"
#include "screening/lists/test_lists.h"
#include "screening/lists/xml_guard.h"

namespace probity::screening {
namespace {

std::string packed(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

std::string varied_text() {
  std::string text;
  for (int i = 0; i < 400; ++i) text += std::to_string(i * 7919) + ",name\n";
  return text;
}

TEST(ListFile, ReadsPlainAndPacked) {
  Folder folder;
  auto text = varied_text();
  EXPECT_EQ(read_list_file(folder.write("plain.csv", text)).value(), text);
  EXPECT_EQ(read_list_file(folder.write("packed.csv.zst", packed(text))).value(), text);
  EXPECT_EQ(read_list_file(folder.write("named.csv", packed(text))).value(), text);
  EXPECT_EQ(read_list_file(folder.write("two.zst", packed(text) + packed("end"))).value(),
            text + "end");
}

TEST(ListFile, RefusesWhatIsNoList) {
  Folder folder;
  EXPECT_FALSE(read_list_file(folder.path() / "absent.csv"));
  EXPECT_FALSE(read_list_file(folder.path()));
  EXPECT_FALSE(read_list_file("/dev/zero"));
  EXPECT_FALSE(read_list_file(folder.write("empty.csv", "")));
  EXPECT_FALSE(read_list_file(folder.write("empty.zst", packed(""))));
  EXPECT_FALSE(read_list_file(folder.write("plain.zst", "not packed at all")));
  EXPECT_FALSE(read_list_file(folder.write("more.zst", packed("text") + "junk")));
  EXPECT_FALSE(read_list_file(folder.write("long.csv", "12345"), {.bytes = 4}));
  EXPECT_FALSE(read_list_file(folder.write("long.zst", packed(varied_text())), {.bytes = 1000}));
  auto error = read_list_file(folder.path() / "absent.csv").error();
  EXPECT_EQ(error.refusal, Refusal::invalid_input);
  EXPECT_EQ(error.message, "absent.csv is no file");
}

TEST(ListFile, RefusesBombs) {
  Folder folder;
  auto bomb = packed(std::string(std::size_t{64} << 20, 'a'));
  ASSERT_LT(bomb.size(), 20000u);
  EXPECT_EQ(read_list_file(folder.write("bomb.zst", bomb)).error().message,
            "bomb.zst is compressed beyond what a list can be");
  EXPECT_EQ(read_list_file(folder.write("bomb.zst", bomb), {.bytes = 1 << 20, .ratio = 1 << 30})
                .error()
                .message,
            "bomb.zst is too large when decompressed");
}

TEST(ListFile, RefusesATruncatedArchiveAtEveryByte) {
  Folder folder;
  auto bytes = packed(varied_text());
  for (std::size_t cut = 0; cut < bytes.size(); cut += cut < 40 ? 1 : 29)
    EXPECT_FALSE(read_list_file(folder.write("cut.zst", bytes.substr(0, cut)))) << cut;
}

TEST(ListFile, SurvivesDamagedArchives) {
  Folder folder;
  auto bytes = packed(varied_text());
  std::mt19937 random(1);
  for (int round = 0; round < 100; ++round) {
    auto damaged = bytes;
    damaged[random() % damaged.size()] ^= static_cast<char>(1u << random() % 8);
    auto read = read_list_file(folder.write("damaged.zst", damaged), {.bytes = 1 << 20});
    EXPECT_TRUE(!read || read->size() <= std::size_t{1} << 20);
  }
}

Result<std::vector<std::vector<std::string>>> rows_of(const std::string& text) {
  ListText list{"t.csv", text};
  auto csv = TRY(CsvReader::open(list));
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> fields;
  while (TRY(csv.next(fields))) rows.push_back(fields);
  return rows;
}

TEST(Csv, Reads) {
  using Rows = std::vector<std::vector<std::string>>;
  struct Case {
    std::string text;
    Rows rows;
  };
  const Case cases[] = {
      {"a,b\n", {{"a", "b"}}},
      {"a,b\r\nc,d\r\n", {{"a", "b"}, {"c", "d"}}},
      {"\xef\xbb\xbf"
       "a\n",
       {{"a"}}},
      {"a,,\n", {{"a", "", ""}}},
      {"\"a,b\",\"c\"\"d\"\n", {{"a,b", "c\"d"}}},
      {"\"a\nb\",c\n", {{"a\nb", "c"}}},
      {"\"a\" ,b\n", {{"a", "b"}}},
      {"\"\"\n", {{""}}},
      {"a\n\n\r\nb\n", {{"a"}, {"b"}}},
      {"36,\"X\",-0- \r\n\x1a", {{"36", "X", "-0- "}}},
      {"a\n\x1a,,,,\r\n", {{"a"}}},
      {"a \"b\" c\n", {{"a \"b\" c"}}},
  };
  for (const auto& one : cases) {
    auto rows = rows_of(one.text);
    ASSERT_TRUE(rows) << one.text << rows.error().message;
    EXPECT_EQ(*rows, one.rows) << one.text;
  }
}

TEST(Csv, RefusesWithTheLine) {
  struct Case {
    std::string text, message;
  };
  const Case cases[] = {
      {"", "t.csv is empty"},
      {" \r\n\n", "t.csv is empty"},
      {"a\nb", "t.csv line 2: the file ends in the middle of a line"},
      {"a,", "t.csv line 1: the file ends in the middle of a line"},
      {"a\n\"b\n\n", "t.csv line 2: a quoted field does not end"},
      {"a\n\"b\"c\n", "t.csv line 2: text after a closing quote"},
      {std::string("a\nb\0c\n", 6), "t.csv line 2: a control character"},
      {"a\n\"b\x01\"\n", "t.csv line 2: a control character"},
      {"a\rb\n", "t.csv line 1: a control character"},
      {"a\n\x1a\nb\n", "t.csv line 2: a control character"},
      {"a\nb\n\xff\n", "t.csv line 3: is not valid UTF-8"},
      {"a\n" + std::string(70000, 'x') + "\n", "t.csv line 2: a field is too long"},
      {"\"" + std::string(70000, 'x') + "\"\n", "t.csv line 1: a field is too long"},
      {std::string(200, ',') + "\n", "t.csv line 1: too many fields"},
  };
  for (const auto& one : cases) {
    auto rows = rows_of(one.text);
    ASSERT_FALSE(rows) << one.text.substr(0, 40);
    EXPECT_EQ(rows.error().message, one.message);
  }
}

TEST(Entries, TakesWhatIsWholeAndNew) {
  auto entry = [](std::string id, std::string name) {
    Entry one{.id = std::move(id)};
    add_name(one, {.text = std::move(name), .quality = Quality::primary});
    return one;
  };
  Entries entries("f", 2);
  EXPECT_EQ(entries.take(entry("1", "A")), nullptr);
  EXPECT_STREQ(entries.take(entry("1", "B")), "the number is there already");
  EXPECT_STREQ(entries.take(entry("", "B")), "an entry without a number");
  EXPECT_STREQ(entries.take(entry(std::string(201, '1'), "B")),
               "the number of an entry is too long");
  EXPECT_STREQ(entries.take(entry("2", "")), "an entry without a name");
  EXPECT_STREQ(entries.take(entry("2", std::string(4097, 'a'))),
               "too many names or facts of one entry, or one too long");
  EXPECT_EQ(entries.take(entry("2", std::string(4096, 'a'))), nullptr);
  EXPECT_STREQ(entries.take(entry("3", "C")), "too many entries");
  add_name(*entries.find("1"), {.text = std::string(5000, 'b')});
  EXPECT_EQ(std::move(entries).done().error().message,
            "f and its like: too many names or facts of one entry, or one too long");
  EXPECT_EQ(Entries("f").done().error().message, "f has no entries");
}

TEST(XmlGuard, LetsPlainXmlPassAndNothingElse) {
  for (const char* text : {"<a>&amp;&lt;&gt;&quot;&apos;&#x41;&#1234;</a>", "<!-- & \n-->",
                           "<![CDATA[ & <!DOCTYPE a> &x; ]]>", "<?xml version='1.0'?><a/>"})
    EXPECT_TRUE(guard_xml("f", text)) << text;
  const std::string wrong[] = {"<!DOCTYPE a><a/>",
                               "<a>&xxe;</a>",
                               "<a>&amp</a>",
                               "<a>&;</a>",
                               "<a>&#0;</a>",
                               "<a>&#xd800;</a>",
                               "<a>&#x110000;</a>",
                               "<a>&#99999999999;</a>",
                               "<a>&#x;</a>",
                               "<a>&# 65;</a>",
                               "<a>&#-5;</a>",
                               "<a>\x01</a>",
                               "<![CDATA[\x02]]>",
                               "<!ENTITY a 'b'>",
                               "<a>&",
                               std::string("<a>\0</a>", 8)};
  for (const auto& text : wrong) EXPECT_FALSE(guard_xml("f", text)) << text;
  EXPECT_TRUE(guard_xml("f.xml", "<a b=''></a>", 3));
  EXPECT_EQ(guard_xml("f.xml", "<a b=''>\n</a>", 2).error().message,
            "f.xml line 2: too many elements and attributes");
  EXPECT_EQ(guard_xml("f.xml", "<a>\n\n&x;</a>").error().message,
            "f.xml line 3: an entity or character reference that is not allowed");
}

}  // namespace
}  // namespace probity::screening
