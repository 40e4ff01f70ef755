#include "gateway/route_table.h"

#include <gtest/gtest.h>

namespace probity::gateway {
namespace {

Result<api::Reply> nothing(api::Call&) { return api::Reply{}; }

RouteTable table() {
  using api::Method, api::Permission, api::Takes;
  return RouteTable(
      {{Method::get, "/things", Permission::signed_in, Takes::nothing, nothing},
       {Method::post, "/things/{thing_id}", Permission::signed_in, Takes::body, nothing},
       {Method::post, "/things/all", Permission::signed_in, Takes::body, nothing},
       {Method::get, "/find/{term}", Permission::signed_in, Takes::nothing, nothing}});
}

RouteTable::Match match(const std::string& method, const std::string& path) {
  static const RouteTable all = table();
  return all.match({.method = method, .path = path});
}

TEST(RouteTable, FindsTheRow) {
  EXPECT_EQ(match("GET", "/4.0/things").route->path, "/things");
  auto one = match("POST", "/4.0/things/0193b4a0-0000-7000-8000-000000000001");
  EXPECT_EQ(one.route->path, "/things/{thing_id}");
  EXPECT_EQ(one.ids.size(), 1u);
  EXPECT_EQ(match("GET", "/4.0/find/a%20b").term, "a b");
}

TEST(RouteTable, WordsThatFitWinOverIds) {
  auto all = match("POST", "/4.0/things/all");
  EXPECT_EQ(all.route->path, "/things/all");
  EXPECT_FALSE(all.bad_id);
}

TEST(RouteTable, TellsAPathFromAMethod) {
  EXPECT_TRUE(match("DELETE", "/4.0/things").path_known);
  EXPECT_EQ(match("DELETE", "/4.0/things").route, nullptr);
  for (auto path : {"/things", "/4.0/nothing", "/4.0", "/4.0//things", "/4.1/things"})
    EXPECT_FALSE(match("GET", path).path_known) << path;
  EXPECT_TRUE(match("POST", "/4.0/things/x").bad_id);
  EXPECT_TRUE(match("GET", "/4.0/find/%zz").bad_id);
}

}  // namespace
}  // namespace probity::gateway
