#include "checks/verified.h"

#include <gtest/gtest.h>

#include "checks/providers/demo_identity.h"

namespace probity::checks {
namespace {

json::Value collected(std::string_view family, std::string_view more = "") {
  auto value = json::parse(
      R"({"entity_type":"INDIVIDUAL","personal_details":{"name":{"title":"Dr","given_names":["Ada"],)"
      R"("family_name":")" +
      std::string(family) +
      R"("},"dob":"1992-11","nationality":"GBR","gender":"F"},"contact_details":{"email":"a@b.c"})" +
      std::string(more) + "}");
  return value ? *value : json::Value();
}

Check identity(const json::Value& data) {
  DemoIdentity found = demo_identity(data);
  Check check;
  check.check_type = "IDENTITY_CHECK";
  check.state = State::complete;
  check.result = found.result;
  check.passed = found.result == "2+2";
  check.input_data = data;
  check.output_data = found.output_data;
  return check;
}

// Nothing of it is shown: what the checks saw is of an earlier version.
const json::Value now = json::Object{{"entity_type", "INDIVIDUAL"}};

std::string verified(const std::vector<Check>& checks) {
  return json::write(verified_data(now, 7, checks));
}

constexpr std::string_view nothing = R"({"entity_type":"INDIVIDUAL"})";

TEST(VerifiedData, IsWhatAPassedIdentityCheckMatched) {
  // Neither title, nationality, gender nor contacts were compared with anything.
  EXPECT_EQ(verified({identity(collected("Lovelace"))}),
            R"({"entity_type":"INDIVIDUAL","personal_details":{"name":{"given_names":["Ada"],)"
            R"("family_name":"Lovelace"},"dob":"1992-11"}})");
  // Of the addresses the current one.
  auto settled = collected("Lovelace", R"(,"address_history":[{"address":{"country":"FRA"},)"
                                       R"("start_date":"2001-01","end_date":"2002-01"},)"
                                       R"({"address":{"country":"GBR"}}])");
  EXPECT_EQ(json::write(*verified_data(now, 7, {identity(settled)}).find("address_history")),
            R"([{"address":{"country":"GBR"}}])");
}

TEST(VerifiedData, IsWithoutFieldsThatNoDatabaseMatched) {
  Check check =
      identity(collected("Lovelace", R"(,"address_history":[{"address":{"country":"GBR"}}])"));
  check.output_data.object().set(
      "electronic_id_check",
      json::Object{{"matches", json::Array{json::Object{{"database_type", "CIVIL"},
                                                        {"matched_fields", json::Array{"SURNAME"}}},
                                           json::Object{{"database_type", "MORTALITY"},
                                                        {"matched_fields", json::Array{"DOB"}}}}}});
  EXPECT_EQ(
      verified({check}),
      R"({"entity_type":"INDIVIDUAL","personal_details":{"name":{"family_name":"Lovelace"}}})");
}

TEST(VerifiedData, NeedsTheLatestCheckToPass) {
  auto passed = identity(collected("Lovelace")), failed = identity(collected("Fail")),
       partly = identity(collected("1+1")), error = identity(collected("Error"));
  Check running = passed;
  running.state = State::running;
  Check screen = passed;
  screen.check_type = "PEPS_AND_SANCTIONS_SCREEN";
  for (const auto& checks : std::vector<std::vector<Check>>{{},
                                                            {failed},
                                                            {partly},
                                                            {error},
                                                            {running},
                                                            {screen},
                                                            {passed, failed},
                                                            {passed, partly}})
    EXPECT_EQ(verified(checks), nothing);
  // An error finds nothing out, and what is not finished has not yet.
  EXPECT_EQ(verified({passed, error, running}), verified({passed}));
  EXPECT_NE(verified({failed, passed}), nothing);
}

}  // namespace
}  // namespace probity::checks
