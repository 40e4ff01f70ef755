#include "policies/status.h"

#include <gtest/gtest.h>
#include <string>

#include "policies/flag.h"

namespace probity::policies {
namespace {

using enum Status;
constexpr Status all[] = {applied, approved, in_review, rejected, cancelled};

TEST(Status, TextsRoundTrip) {
  for (Status status : all) EXPECT_EQ(status_from(text_of(status)), status);
  EXPECT_FALSE(status_from("NEW"));
  EXPECT_FALSE(status_from(""));
}

// What happens to a user and to the system, a letter a cell, written from the API's table:
// . allowed   b allowed without blockers   n allowed if never approved
// t no such step   A already approved   R already rejected
constexpr std::string_view for_user[] = {
    //  to: applied approved in_review rejected cancelled
    "tbt.t",  // from applied
    "tA.A.",  // from approved
    "tbtt.",  // from in_review
    "tRtRt",  // from rejected
    "ttttt",  // from cancelled
};
constexpr std::string_view for_system[] = {"tbtnt", "tA.At", "tbttt", "tRtRt", "ttttt"};

std::optional<Refusal> expected(char cell, bool blockers, bool ever_approved) {
  switch (cell) {
    case 't':
      return Refusal::transition;
    case 'A':
      return Refusal::already_approved;
    case 'R':
      return Refusal::already_rejected;
    case 'b':
      return blockers ? std::optional(Refusal::constraints) : std::nullopt;
    case 'n':
      return ever_approved ? std::optional(Refusal::constraints) : std::nullopt;
    default:
      return {};
  }
}

TEST(Status, EveryStepForEveryone) {
  for (int from = 0; from < 5; ++from)
    for (int to = 0; to < 5; ++to)
      for (int rest = 0; rest < 8; ++rest) {
        bool user = rest & 1, blockers = rest & 2, ever_approved = rest & 4;
        Result<void> got = check_transition(all[from], all[to], user ? Actor::user : Actor::system,
                                            blockers, ever_approved);
        std::optional<Refusal> refusal;
        if (!got) refusal = got.error().refusal;
        EXPECT_EQ(refusal,
                  expected((user ? for_user : for_system)[from][to], blockers, ever_approved))
            << text_of(all[from]) << " to " << text_of(all[to]) << " " << rest;
      }
}

// The flag by nested questions, written without the table.
std::string oracle(const Standing& s) {
  if (s.status == approved || s.status == rejected || s.status == cancelled) return "DECIDED";
  if (s.automating) return "AUTOMATING";
  if (s.risk_pending || s.risk_undetermined)
    return s.risk_pending ? "RECALCULATING_RISK" : "REQUIRES_RISK_SCORE";
  bool waits_for_outside = s.collection_steps || s.checks_running;
  if (waits_for_outside && !s.to_cancel)
    return s.collection_steps ? "WAITING_ON_COLLECTION_STEPS" : "WAITING_ON_CHECKS";
  if (s.to_cancel || !(s.parked || s.manual_task || s.escalated)) return "READY_FOR_DECISION";
  if (s.parked) return "REQUIRES_DATA";
  return s.manual_task ? "REQUIRES_MANUAL_TASK_COMPLETION" : "WAITING_ON_ESCALATIONS";
}

TEST(Flag, OfEveryStanding) {
  for (Status status : all)
    for (int bits = 0; bits < 1 << 9; ++bits) {
      Standing s{.status = status,
                 .automating = bool(bits & 1),
                 .risk_pending = bool(bits & 2),
                 .risk_undetermined = bool(bits & 4),
                 .to_cancel = bool(bits & 8),
                 .collection_steps = bool(bits & 16),
                 .checks_running = bool(bits & 32),
                 .parked = bool(bits & 64),
                 .manual_task = bool(bits & 128),
                 .escalated = bool(bits & 256)};
      ASSERT_EQ(text_of(flag_of(s)), oracle(s)) << text_of(status) << " " << bits;
    }
}

TEST(Flag, TextsRoundTrip) {
  for (int i = 0; i <= static_cast<int>(Flag::ready_for_decision); ++i)
    EXPECT_EQ(flag_from(text_of(static_cast<Flag>(i))), static_cast<Flag>(i));
  EXPECT_FALSE(flag_from("WAITING"));
}

}  // namespace
}  // namespace probity::policies
