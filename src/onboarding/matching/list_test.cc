// The engine on the real OFAC list; skipped where the shared data is absent.
#include <gtest/gtest.h>

#include "matching/evaluation.h"

namespace probity::matching {
namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr std::size_t kStep = 16;  // a sample: the sanitizer is an order slower
#else
constexpr std::size_t kStep = 1;
#endif

class RealList : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const std::string data = evaluation::data_folder();
    if (data.empty()) return;
    index_ = Index::build(evaluation::read_list(data), Dictionary::standard());
    cases_ = evaluation::read_cases(data);
  }
  static void TearDownTestSuite() { index_.reset(); }
  void SetUp() override {
    if (!index_) GTEST_SKIP() << "not present";
  }

  static std::shared_ptr<const Index> index_;
  static std::vector<evaluation::Case> cases_;
};
std::shared_ptr<const Index> RealList::index_;
std::vector<evaluation::Case> RealList::cases_;

TEST_F(RealList, EveryListedNameFindsItsEntityAtTheTop) {
  std::size_t low = 0;
  for (std::uint32_t e = 0; e < index_->entities().size(); e += kStep) {
    const Entity& entity = index_->entities()[e];
    for (const ListedName& name : entity.names) {
      const Answer answer =
          index_->search({name.text, entity.kind}, {.limit = kMaxHits, .explain = false});
      if (answer.outcome == Outcome::unscreenable) continue;
      const auto hit = std::find_if(answer.hits.begin(), answer.hits.end(),
                                    [&](const Hit& h) { return h.entity == e; });
      const bool high = hit != answer.hits.end() && hit->score >= 9000;
      if (!high && ++low <= 20)
        ADD_FAILURE() << name.text << ' ' << (hit == answer.hits.end() ? 0 : hit->score);
    }
  }
  EXPECT_EQ(low, 0u);
}

TEST_F(RealList, EveryExplanationAddsUp) {
  std::size_t hits = 0;
  for (std::size_t i = 0; i < cases_.size(); i += kStep)
    for (const Hit& hit : index_->search(cases_[i].query).hits) {
      ++hits;
      ASSERT_EQ(recomputed_score(*hit.explanation), hit.score) << cases_[i].id;
    }
  EXPECT_GT(hits, 10'000 / kStep);
}

TEST_F(RealList, RecallAtTheAlertScoreHolds) {
  if (kStep != 1) GTEST_SKIP() << "measured without sanitizers";
  int innocents = 0, alerts = 0, real = 0, found = 0;
  for (const evaluation::Case& c : cases_) {
    const Answer answer = index_->search(c.query, {.min_score = kAlertScore, .explain = false});
    if (c.expect.empty()) {
      ++innocents;
      alerts += !answer.hits.empty();
    } else if (!c.synthetic) {
      ++real;
      found += std::any_of(answer.hits.begin(), answer.hits.end(), [&](const Hit& h) {
        return std::find(c.expect.begin(), c.expect.end(), index_->entities()[h.entity].id) !=
               c.expect.end();
      });
    }
  }
  EXPECT_LE(alerts, innocents / 100);
  EXPECT_GE(found, real * 915 / 1000);
}

}  // namespace
}  // namespace probity::matching
