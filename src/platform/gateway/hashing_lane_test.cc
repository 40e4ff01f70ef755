#include "gateway/hashing_lane.h"

#include <gtest/gtest.h>

#include <future>

namespace probity::gateway {
namespace {

Result<api::Reply> nothing(api::Call&) { return api::Reply{}; }

const std::vector<api::Route> routes{
    {api::Method::post, "/sign-in", api::Permission::anyone, api::Takes::body, nothing,
     api::Bucket::none, api::Lane::hashing},
    {api::Method::get, "/whoami", api::Permission::signed_in, api::Takes::nothing, nothing}};

TEST(HashingLane, TakesWhatHashes) {
  Metrics metrics;
  HashingLane lane(routes, metrics);
  EXPECT_TRUE(lane.takes({.path = "/4.0/sign-in"}));
  EXPECT_FALSE(lane.takes({.path = "/4.0/whoami"}));
  EXPECT_FALSE(lane.takes({.path = "/4.0/sign-in/"}));
}

TEST(HashingLane, HasFewPlacesAndFewerForOneSource) {
  Metrics metrics;
  std::promise<void> gate;
  auto opened = gate.get_future().share();
  std::atomic<int> done = 0;
  auto work = [&] { return Crew::Work([&, opened] { opened.wait(), ++done; }); };
  int taken = 0;
  {
    HashingLane lane(routes, metrics);
    for (int i = 0; i < 10; ++i) taken += lane.take("203.0.113.1", work());
    EXPECT_EQ(taken, int(HashingLane::places_of_one));
    for (int source = 2; source < 40; ++source)
      taken += lane.take("203.0.113." + std::to_string(source), work());
    // One is under way; the others wait.
    EXPECT_GE(taken, int(HashingLane::places));
    EXPECT_LE(taken, int(HashingLane::places) + 1);
    EXPECT_FALSE(lane.take("203.0.113.99", work()));
    gate.set_value();
  }
  EXPECT_EQ(done, taken);
}

TEST(HashingLane, GivesPlacesBack) {
  Metrics metrics;
  HashingLane lane(routes, metrics);
  for (int i = 0; i < 50; ++i) {
    std::promise<void> ran;
    auto finished = ran.get_future();
    while (!lane.take("203.0.113.1", [&] { ran.set_value(); })) std::this_thread::yield();
    finished.wait();
  }
}

}  // namespace
}  // namespace probity::gateway
