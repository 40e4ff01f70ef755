#include <gtest/gtest.h>

#include "api/body.h"
#include "api/call.h"

namespace probity::api {
namespace {

TEST(Query, Decodes) {
  auto query = decode_query("q=a+b%20c&limit=5&empty=&flag").value();
  ASSERT_EQ(query.size(), 4u);
  EXPECT_EQ(query[0].value, "a b c");
  EXPECT_EQ(query[2].value, "");
  EXPECT_EQ(query[3].name, "flag");
  for (auto bad : {"q=%", "q=%4", "q=%zz", "q=%ff", "q=%00", "%c0%80=1"})
    EXPECT_FALSE(decode_query(bad)) << bad;
}

TEST(BodyReader, KeepsEveryFault) {
  auto value =
      json::parse(R"({"a":1,"kind":"x","id":"no","ids":["z"],"flag":"yes","t":"a\u0001"})").value();
  Body body(value);
  constexpr std::string_view kinds[] = {"P", "Q"};
  body.text("a", 1, 5);
  body.text("missing", 1, 5);
  body.word("kind", kinds);
  body.maybe_id("id");
  body.ids("ids", 3);
  body.maybe_flag("flag");
  body.text("t", 1, 5);
  auto error = body.done().error();
  ASSERT_EQ(error.faults.size(), 7u);
  EXPECT_EQ(error.faults[2], (Fault{"kind", "must be one of P, Q"}));
  EXPECT_EQ(error.faults[4].field, "ids[0]");
}

TEST(BodyReader, WantsAnObject) {
  json::Value value = 5;
  Body body(value);
  body.text("a", 1, 5);
  EXPECT_EQ(body.faults(), (std::vector<Fault>{{"body", "must be a JSON object"}}));
}

}  // namespace
}  // namespace probity::api
