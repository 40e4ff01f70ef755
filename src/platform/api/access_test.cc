#include "api/access.h"

#include <gtest/gtest.h>

#include <set>

namespace probity::api {
namespace {

Grants read(const char* text, std::vector<Fault>* faults = nullptr) {
  auto rows = json::parse(text);
  EXPECT_TRUE(rows);
  json::Value wrapped = json::Object{{"permissions", *rows}};
  Body body(wrapped);
  auto grants = grants_of(body, "permissions");
  if (faults)
    *faults = body.faults();
  else
    EXPECT_TRUE(body.faults().empty()) << text;
  return grants;
}

const Uuid x = Uuid::named("test", "x"), y = Uuid::named("test", "y");

std::string applications(const char* level, const Uuid& product) {
  return std::string(R"({"area":"PRODUCT_APPLICATIONS","level":")") + level +
         R"(","product_id":")" + product.text() + "\"}";
}

TEST(Access, EachLevelGivesItsVerbs) {
  for (const Area& area : areas()) {
    Access none, read_only(Grants{{std::string(area.name), Level::read_only, std::nullopt}}),
        both(Grants{{std::string(area.name), Level::read_and_write, std::nullopt}});
    EXPECT_TRUE(area.write.covers(area.read)) << area.name;
    for (const auto& row : permission_names) {
      EXPECT_FALSE(none.may(row.permission));
      EXPECT_EQ(read_only.may(row.permission), area.read.has(row.permission)) << row.name;
      EXPECT_EQ(both.may(row.permission), area.write.has(row.permission)) << row.name;
    }
  }
}

TEST(Access, EveryPermissionIsOfAnAreaAndEveryAtomOfAPermission) {
  Permissions of_areas;
  for (const Area& area : areas()) of_areas.add(area.write);
  for (const auto& row : permission_names) EXPECT_TRUE(of_areas.has(row.permission)) << row.name;
  std::set<std::string_view> atoms;
  for (const auto& atom : capabilities()) {
    EXPECT_TRUE(is_granted(atom.permission)) << atom.name;
    EXPECT_TRUE(atoms.insert(atom.name).second) << atom.name;
  }
  EXPECT_EQ(atoms.size(), 47u);  // and ROOT
}

TEST(Access, OneProductIsNotAnother) {
  Access access(
      read(("[" + applications("READ_AND_WRITE", x) + "," + applications("READ_ONLY", y) + "]")
               .c_str()));
  EXPECT_TRUE(access.may(Permission::edit_applications));
  EXPECT_TRUE(access.may(Permission::edit_applications, x));
  EXPECT_FALSE(access.may(Permission::edit_applications, y));
  EXPECT_TRUE(access.may(Permission::read_profiles, y));
  EXPECT_FALSE(access.may_everywhere(Permission::read_profiles));
  EXPECT_EQ(access.products_for(Permission::edit_applications), std::vector<Uuid>{x});
  EXPECT_EQ(access.products_for(Permission::view_users), std::vector<Uuid>{});
  EXPECT_EQ(Access(grants_for_everything()).products_for(Permission::read_profiles), std::nullopt);
}

TEST(Access, NobodyCoversMoreThanTheyHold) {
  Access everything(grants_for_everything());
  Access on_x(read(("[" + applications("READ_AND_WRITE", x) + "]").c_str()));
  Access read_x(read(("[" + applications("READ_ONLY", x) + "]").c_str()));
  Access read_all(read(R"([{"area":"PRODUCT_APPLICATIONS","level":"READ_ONLY"}])"));
  EXPECT_TRUE(everything.covers(on_x));
  EXPECT_TRUE(on_x.covers(read_x));
  EXPECT_FALSE(read_x.covers(on_x));
  EXPECT_FALSE(on_x.covers(read_all));
  EXPECT_TRUE(read_all.covers(read_x));
  EXPECT_FALSE(read_all.covers(on_x));
  EXPECT_TRUE(on_x.covers(Access()));
  EXPECT_FALSE(everything.may(Permission::enter_institutions));
  EXPECT_FALSE(
      everything.covers(Access(Grants{{"INSTITUTIONS", Level::read_and_write, std::nullopt}})));
}

TEST(Access, SaysWhatIsGained) {
  Access before(read(("[" + applications("READ_ONLY", x) + "]").c_str()));
  Access after(read(R"([{"permission":"READ_PROFILES"},{"permission":"VIEW_USERS"}])"));
  std::set<std::string_view> gained, lost;
  for (const auto& held : after.beyond(before)) gained.insert(name_of(held.permission));
  for (const auto& held : before.beyond(after)) lost.insert(name_of(held.permission));
  EXPECT_EQ(gained, (std::set<std::string_view>{"READ_PROFILES", "VIEW_USERS"}));
  EXPECT_EQ(lost, (std::set<std::string_view>{"READ_AUDIT", "ADD_NOTES"}));
}

TEST(Access, CapabilitiesFollowTheProductsOfAProfile) {
  Access access(read(("[" + applications("READ_ONLY", x) + "]").c_str()));
  auto of = [&](std::vector<Uuid> products) {
    auto atoms = access.capabilities_for(products);
    return std::set<std::string_view>(atoms.begin(), atoms.end());
  };
  EXPECT_TRUE(of({x, y}).contains("READ_PROFILE"));
  EXPECT_FALSE(of({x}).contains("EDIT_PROFILE"));
  EXPECT_TRUE(of({y}).empty());
  auto all = Access(grants_for_everything()).capabilities_for({});
  EXPECT_EQ(all.size(), 48u);
}

TEST(Grants, ComeBackAsTheyWere) {
  auto grants =
      read(("[" + applications("READ_ONLY", x) + R"(,{"permission":"RUN_CHECKS"}])").c_str());
  EXPECT_EQ(stored_grants(json::write(render(grants))), grants);
}

TEST(Grants, FaultsAreNamed) {
  for (auto [text, field] :
       {std::pair{R"([{}])", "permissions[0].area"},
        {R"([{"area":"NONSENSE","level":"READ_ONLY"}])", "permissions[0].area"},
        {R"([{"area":"USERS"}])", "permissions[0].level"},
        {R"([{"area":"USERS","level":"ALL"}])", "permissions[0].level"},
        {R"([{"area":"USERS","level":"READ_ONLY","permission":"VIEW_USERS"}])",
         "permissions[0].area"},
        {R"([{"area":"DATA_PROTECTION","level":"READ_ONLY"}])", "permissions[0].level"},
        {R"([{"permission":"ANYONE"}])", "permissions[0].permission"},
        {R"([{"permission":"VIEW_USERS","product_id":"019b0000-0000-7000-8000-000000000000"}])",
         "permissions[0].product_id"},
        {R"([{"permission":"RUN_CHECKS","product_id":"x"}])", "permissions[0].product_id"},
        {R"([1])", "permissions[0]"}}) {
    std::vector<Fault> faults;
    read(text, &faults);
    ASSERT_FALSE(faults.empty()) << text;
    EXPECT_EQ(faults[0].field, field) << text;
  }
}

}  // namespace
}  // namespace probity::api
