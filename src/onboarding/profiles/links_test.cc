#include "profiles/links.h"

#include <gtest/gtest.h>

namespace probity::profiles {
namespace {

constexpr std::string_view one = "0192b8f4-7c1e-7abc-8def-000000000001",
                           two = "0192B8F4-7C1E-7ABC-8DEF-000000000002";

json::Value parsed(std::string_view text) {
  auto value = json::parse(text);
  return value ? *value : json::Value();
}

json::Value linked(std::string_view id) {
  return json::Object{{"entity_type", "INDIVIDUAL"}, {"linked_profile", json::Object{{"id", id}}}};
}

json::Value firm() {
  json::Object found{{"entity_type", "COMPANY"}, {"authorized_persons", json::Array{linked(two)}}};
  json::Object find{{"entity_type", "COMPANY"}, {"immediate_data", std::move(found)}};
  json::Object refs{{"generic", json::Object{{"officers", json::Array{linked(two)}}}}};
  return json::Object{
      {"entity_type", "COMPANY"},
      {"officers", json::Object{{"directors", json::Array{linked(one), linked(two)}}}},
      {"ownership_structure", json::Object{{"shareholders", json::Array{std::move(find)}},
                                           {"share_classes", json::Array{"A"}}}},
      {"external_refs", std::move(refs)}};
}

TEST(Links, AreFoundWithTheirFields) {
  auto links = links_of(firm(), "d");
  ASSERT_EQ(links.size(), 3u);
  std::vector<std::string> fields;
  for (const Link& link : links) fields.push_back(link.field);
  EXPECT_EQ(fields, (std::vector<std::string>{
                        "d.ownership_structure.shareholders[0].immediate_data.authorized_persons[0]"
                        ".linked_profile.id",
                        "d.officers.directors[0].linked_profile.id",
                        "d.officers.directors[1].linked_profile.id"}));
  EXPECT_EQ(linked_profiles(firm()), (std::vector{*Uuid::parse(one), *Uuid::parse(two)}));
  EXPECT_TRUE(linked_profiles(parsed(R"({"entity_type":"INDIVIDUAL"})")).empty());
}

TEST(Links, ShowWhatIsThereAndKeepTheRest) {
  json::Value document = firm();
  json::Value summary = json::Object{{"id", one}, {"display_name", "A"}};
  show_linked(document, {{*Uuid::parse(one), summary}});
  const json::Array& directors = document.path("officers.directors")->array();
  EXPECT_EQ(*directors[0].find("linked_profile"), summary);
  EXPECT_EQ(json::write(*directors[1].find("linked_profile")),
            R"({"id":"0192B8F4-7C1E-7ABC-8DEF-000000000002"})");
  json::Value rest = firm();
  EXPECT_EQ(*document.find("external_refs"), *rest.find("external_refs"));
  EXPECT_EQ(*document.find("ownership_structure"), *rest.find("ownership_structure"));
}

}  // namespace
}  // namespace probity::profiles
