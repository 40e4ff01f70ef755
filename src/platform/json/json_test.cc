#include "json/json.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <string>
#include <tuple>

#include "base/text.h"

namespace probity::json {
namespace {

using namespace std::string_literals;

std::string error_of(std::string_view text, Limits limits = {}) {
  auto value = parse(text, limits);
  if (value) return "accepted";
  EXPECT_EQ(value.error().refusal, Refusal::invalid_input);
  return value.error().message;
}

TEST(Json, CanonicalDocumentsComeBackByteForByte) {
  for (std::string text : {
           "null",
           "true",
           "false",
           "[]",
           "{}",
           "\"\"",
           "[[],{},[{}]]",
           "0",
           "-0",
           "0.1",
           "25.0",
           "33.33",
           "1e-7",
           "1E+5",
           "1.50",
           "-0.0",
           "1e308",
           "9007199254740993",
           "18446744073709551615",
           "18446744073709551616",
           "-9223372036854775809",
           "12345678901234567890123",
           "123.45600e-00010",
           "1234567890123456789012345678901234567890123456789012345678901234",
           "1.7976931348623157e308",
           "5e-324",
           "1e-400",
           "[0.1,25.0,33.33]",
           R"({"b":1,"a":[true,null,"x"],"":{"é":"Ж","𝄞":"漢"}})",
           R"("\"\\\b\f\n\r\t\u0001\u001f/\u2028\u2029")",
           "\"\x7f\xe2\x80\xa7\xe2\x82\xac\"",
       }) {
    auto value = parse(text);
    ASSERT_TRUE(value) << text << ": " << value.error().message;
    EXPECT_EQ(write(*value), text);
  }
}

TEST(Json, EscapesBecomeText) {
  EXPECT_EQ(parse(R"("\u00e9\u0416\ud834\udd1e\/\u0041")")->string(), "éЖ𝄞/A");
  EXPECT_EQ(parse(" \t\r\n[ 1 , 2 ] \n").value(), Value(Array{1, 2}));
  // Texts larger than the parser's buffer for escapes come in parts.
  std::string plain(5000, 'x'), escaped;
  for (int i = 0; i < 3000; ++i) plain += "é", escaped += "\\u00e9";
  EXPECT_EQ(parse("\"" + std::string(5000, 'x') + escaped + "\"")->string(), plain);
  EXPECT_EQ(parse("{\"" + std::string(5000, 'x') + escaped + "\":1}")->object().begin()->key,
            plain);
}

TEST(Json, RefusesAndSaysWhere) {
  std::string big_number(65, '1');
  for (auto [text, message] : std::initializer_list<std::pair<std::string, std::string>>{
           {"", "the text ends too early at byte 0"},
           {"  ", "the text ends too early at byte 2"},
           {"[1,", "the text ends too early at byte 3"},
           {"{\"a\":1", "the text ends too early at byte 6"},
           {"nul", "the text ends too early at byte 3"},
           {"1 2", "something follows the value at byte 2"},
           {"{}{}", "something follows the value at byte 2"},
           {"[]\0"s, "something follows the value at byte 2"},
           {"\xef\xbb\xbf{}", "unexpected character at byte 0"},
           {"[1,]", "unexpected character at byte 3"},
           {"{'a':1}", "unexpected character at byte 1"},
           {"[NaN]", "unexpected character at byte 1"},
           {"[Infinity]", "unexpected character at byte 1"},
           {"[-Infinity]", "unexpected character at byte 2"},
           {"/**/1", "unexpected character at byte 0"},
           {"\"a\nb\"", "unexpected character at byte 2"},
           {"\"\xc3\x28\"", "unexpected character at byte 1"},
           {"\"\xed\xa0\x80\"", "unexpected character at byte 1"},
           {"\"\xc0\x80\"", "unexpected character at byte 1"},
           {R"("\udc00")", "half of a surrogate pair at byte 7"},
           {R"("\ud800")", "unexpected character at byte 7"},
           {R"("\ud800\u0041")", "half of a surrogate pair at byte 9"},
           {R"({"\ud800":1})", "unexpected character at byte 8"},
           {R"("a\u0000b")", "a string holds U+0000 at byte 9"},
           {R"({"\u0000":1})", "a key holds U+0000 at byte 8"},
           {"\"\0\""s, "unexpected character at byte 1"},
           {R"({"a":1,"b":2,"a":3})", "an object repeats a key at byte 18"},
           {R"([{"a":1,"\u0061":3}])", "an object repeats a key at byte 18"},
           {"[1E400]", "a number is too large at byte 6"},
           {"[-1e309]", "a number is too large at byte 7"},
           {"1.7976931348623159e308", "a number is too large at byte 22"},
           {"1e99999999999", "a number is too large at byte 11"},
           {big_number, "a number has more than 64 characters at byte 65"},
       }) {
    EXPECT_EQ(error_of(text), message) << text;
  }
}

TEST(Json, HoldsItsLimits) {
  auto nested = [](int levels) { return std::string(levels, '[') + std::string(levels, ']'); };
  EXPECT_TRUE(parse(nested(64)));
  EXPECT_EQ(error_of(nested(65)), "arrays and objects are nested too deep at byte 64");
  EXPECT_EQ(error_of(std::string(1000000, '[')),
            "arrays and objects are nested too deep at byte 64");
  std::string objects;
  for (int i = 0; i < 65; ++i) objects += "{\"a\":";
  EXPECT_EQ(error_of(objects), "arrays and objects are nested too deep at byte 320");
  EXPECT_TRUE(parse("[[1]]", {.depth = 2}));
  EXPECT_FALSE(parse("[[1]]", {.depth = 1}));

  auto wide = [](int members) {
    std::string text;
    for (int i = 0; i < members; ++i) text += (i ? ",\"" : "{\"") + std::to_string(i) + "\":0";
    return text + "}";
  };
  EXPECT_TRUE(parse(wide(10000)));
  EXPECT_TRUE(error_of(wide(10001)).starts_with("an object has too many members at byte"));
}

TEST(Json, FindsARepeatedKeyAmongMany) {
  for (int members : {2, 16, 17, 1000}) {
    for (int twin : {0, members / 2, members - 1}) {
      std::string text = "{";
      for (int i = 0; i < members; ++i) text += "\"key" + std::to_string(i) + "\":0,";
      std::string good = text + "\"other\":1}";
      EXPECT_TRUE(parse(good)) << members;
      EXPECT_TRUE(error_of(text + "\"key" + std::to_string(twin) + "\":1}")
                      .starts_with("an object repeats a key"))
          << members << " " << twin;
    }
  }
}

TEST(Json, WithoutStrictnessOnlyTheGrammarCounts) {
  constexpr Limits grammar{.strict = false};
  EXPECT_EQ(parse(R"({"a":1,"a":2})", grammar)->find("a")->integer(), 1);
  EXPECT_EQ(parse(R"("\u0000")", grammar)->string(), "\0"s);
  EXPECT_TRUE(parse(std::string(100, '1'), grammar));
  EXPECT_FALSE(parse("1e400", grammar));
  EXPECT_FALSE(parse("\"\xff\"", grammar));
}

TEST(Json, NumbersTellTheirValue) {
  using Integer = std::optional<std::int64_t>;
  using Real = std::optional<double>;
  for (auto [text, integer, real] : std::initializer_list<std::tuple<const char*, Integer, Real>>{
           {"0", 0, 0.0},
           {"-0", 0, 0.0},
           {"-17", -17, -17.0},
           {"25.0", std::nullopt, 25.0},
           {"1e3", std::nullopt, 1000.0},
           {"0.1", std::nullopt, 0.1},
           {"9007199254740993", 9007199254740993, 9007199254740992.0},
           {"9223372036854775807", INT64_MAX, 9223372036854775807.0},
           {"-9223372036854775808", INT64_MIN, -9223372036854775808.0},
           {"9223372036854775808", std::nullopt, 9223372036854775808.0},
           {"12345678901234567890123", std::nullopt, 12345678901234567890123.0},
           {"1.7976931348623157e308", std::nullopt, 1.7976931348623157e308},
           {"1e-400", std::nullopt, 0.0},
           {"-1E-400", std::nullopt, 0.0},
       }) {
    Value value = parse(text).value();
    EXPECT_EQ(value.integer(), integer) << text;
    EXPECT_EQ(value.real(), real) << text;
  }
  EXPECT_EQ(Value("7").integer(), std::nullopt);
  EXPECT_EQ(Value(true).real(), std::nullopt);
  EXPECT_EQ(nearest("1e400"), std::nullopt);
  EXPECT_EQ(nearest("x"), std::nullopt);
  EXPECT_EQ(write(0.1), "0.1");
  EXPECT_EQ(write(1e300), "1e+300");
  EXPECT_EQ(write(std::int64_t{INT64_MIN}), "-9223372036854775808");
  EXPECT_EQ(write(UINT64_MAX), "18446744073709551615");
}

TEST(Json, ObjectsKeepTheirOrderAndCompareWithoutIt) {
  Object object{{"b", 1}, {"a", "x"}};
  object.set("b", 2);
  EXPECT_EQ(write(object), R"({"b":2,"a":"x"})");
  object.set("c", nullptr);
  object.set("a", Array{1, 2});
  object.set_if("d", std::nullopt);
  object.set_if("e", Value(false));
  EXPECT_EQ(write(object), R"({"b":2,"a":[1,2],"c":null,"e":false})");
  EXPECT_TRUE(object.erase("b"));
  EXPECT_FALSE(object.erase("b"));
  EXPECT_EQ(object.size(), 3u);
  EXPECT_EQ(Value(object), parse(R"({"e":false,"c":null,"a":[1,2]})").value());
  EXPECT_NE(Value(object), parse(R"({"e":false,"c":null,"a":[2,1]})").value());
  EXPECT_NE(Value(object), parse(R"({"e":false,"c":null,"A":[1,2]})").value());
  Object forward, backward;
  for (int i = 0; i < 40; ++i) forward.set(std::to_string(i), i);
  for (int i = 39; i >= 0; --i) backward.set(std::to_string(i), i);
  EXPECT_EQ(forward, backward);
  backward.set("7", 8);
  EXPECT_NE(forward, backward);
  EXPECT_NE(Value(1), parse("1.0").value());  // numbers by text
}

TEST(Json, PathsLeadThroughObjects) {
  Value value = parse(R"({"a":{"b":{"c":"deep","n":1}},"s":"top","l":[{"x":1}]})").value();
  EXPECT_EQ(value.text_at("a.b.c"), "deep");
  EXPECT_EQ(value.text_at("s"), "top");
  EXPECT_EQ(value.path("a.b.n")->integer(), 1);
  for (auto none : {"", ".", "a.", "a.b.c.d", "a.x.c", "l.x", "l.0", "s.s"}) {
    EXPECT_EQ(value.path(none), nullptr) << none;
    EXPECT_EQ(value.text_at(none), "") << none;
  }
  EXPECT_EQ(value.text_at("a.b.n"), "");
  EXPECT_EQ(Value("text").find("x"), nullptr);
}

// Random trees, of every kind and with awkward text, come back equal and are written the same
// again.
class Forest {
 public:
  Value tree(int depth) {
    switch (pick(depth > 0 ? 8 : 6)) {
      case 0:
        return nullptr;
      case 1:
        return pick(2) == 1;
      case 2:
        return static_cast<std::int64_t>(random_());
      case 3:
        return real();
      case 4:
        return Number{std::to_string(random_()) + std::to_string(random_()) + ".0"};
      case 5:
        return text();
      case 6: {
        Array array;
        for (int i = pick(6); i > 0; --i) array.push_back(tree(depth - 1));
        return array;
      }
      default: {
        Object object;
        for (int i = pick(40); i > 0; --i) object.set(text(), tree(depth - 1));
        return object;
      }
    }
  }

  std::string text() {
    static const std::string pieces[] = {"a",    "é",      "\"",     "\\",     "\n", "\x01",
                                         "\x1f", "\u2028", "\u2029", "\u2027", "€",  "𝄞",
                                         "/",    "\x7f",   "\u0085", "Ж"};
    std::string result;
    for (int i = pick(20); i > 0; --i) result += pieces[pick(std::size(pieces))];
    return result;
  }

  std::string bytes() {
    static const char frequent[] = "{}[],:\"\\u0123456789eE+-.truefalsn \xc3\xa9\xed\xa0\x80";
    std::string result;
    for (int i = pick(40); i > 0; --i) result += frequent[pick(sizeof frequent)];
    return result;
  }

  int pick(std::size_t n) { return static_cast<int>(random_() % n); }

 private:
  double real() {
    for (;;) {
      double value = std::bit_cast<double>(random_());
      if (std::isfinite(value)) return value;
    }
  }
  std::mt19937_64 random_{20261124};
};

TEST(Json, RandomTreesSurvive) {
  Forest forest;
  for (int i = 0; i < 3000; ++i) {
    Value value = forest.tree(4);
    std::string text = write(value);
    auto again = parse(text);
    ASSERT_TRUE(again) << text << "\n" << again.error().message;
    ASSERT_EQ(*again, value) << text;
    ASSERT_EQ(write(*again), text);
  }
}

TEST(Json, RandomDoublesReadBackTheSame) {
  Forest forest;
  std::mt19937_64 random(7);
  for (int i = 0; i < 20000; ++i) {
    double value = std::bit_cast<double>(random());
    if (!std::isfinite(value)) continue;
    ASSERT_EQ(parse(write(value))->real(), value);
  }
  double largest = std::numeric_limits<double>::max();
  EXPECT_EQ(parse(write(largest))->real(), largest);
}

// Whatever the bytes: refused, or accepted and stable. What is accepted is well-formed UTF-8.
TEST(Json, HostileBytesDoNoHarm) {
  Forest forest;
  int accepted = 0;
  for (int i = 0; i < 100000; ++i) {
    std::string text = forest.bytes();
    if (i % 2) {
      text = write(forest.tree(1));
      for (int change = forest.pick(3); change >= 0 && !text.empty(); --change)
        text[forest.pick(text.size())] = static_cast<char>(forest.pick(256));
    }
    auto value = parse(text);
    if (!value) continue;
    ++accepted;
    std::string written = write(*value);
    ASSERT_TRUE(is_utf8(written));
    ASSERT_EQ(parse(written).value(), *value) << text;
  }
  EXPECT_GT(accepted, 1000);
}

}  // namespace
TEST(Verbatim, IsTakenOutAsItStandsAndWrittenAgain) {
  const std::string odd = R"({"a\"b\\":[1,{"x":"]}\\\""}],"empty":{},"n":-1.50e3})";
  const std::string whole = R"({"first":"}","taken":)" + odd + R"(,"last":[]})";
  std::string rest = whole;
  Value taken = take_verbatim(rest, "taken");
  EXPECT_EQ(write(taken), odd);
  EXPECT_EQ(rest, R"({"first":"}","taken":null,"last":[]})");
  EXPECT_EQ(taken.expanded(), *parse(odd));
  auto around = parse(rest);
  ASSERT_TRUE(around);
  around->object().set("taken", taken);
  EXPECT_EQ(write(*around), whole);
}

TEST(Verbatim, MayBeAnyValueAtAnyPlace) {
  for (std::string value :
       {"null", "true", "-0.10", R"("")", R"("\\")", R"("a,b}")", "[]", "{}", "[[],[{}]]"})
    for (auto [before, after] : {std::pair{"{", "}"}, {R"({"a":1,)", "}"}, {"{", R"(,"z":"x"})"}}) {
      std::string text = before + std::string(R"("m":)") + value + after;
      std::string rest = text;
      EXPECT_EQ(write(take_verbatim(rest, "m")), value) << text;
      EXPECT_EQ(rest, before + std::string(R"("m":null)") + after);
    }
  for (std::string text : {"{}", R"({"a":{"m":1}})", R"({"a":"m"})"}) {
    std::string rest = text;
    EXPECT_TRUE(take_verbatim(rest, "m").is_null());
    EXPECT_EQ(rest, text);
  }
}

}  // namespace probity::json
