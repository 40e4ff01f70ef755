#include <gtest/gtest.h>

#include "base/text.h"
#include "journal/journal.h"

namespace probity::journal {
namespace {

const Uuid tenant = *Uuid::parse("018f0000-0000-7000-8000-00000000000a");
const Uuid stream = *Uuid::parse("018f0000-0000-7000-8000-000000000001");
const Uuid key = *Uuid::parse("018f0000-0000-7000-8000-00000000000c");
const Entry entry{*Uuid::parse("018f0000-0000-7000-8000-000000000002"),
                  5,
                  actions::added_tag,
                  {Actor::Kind::api_key, key},
                  {}};

// The vector of docs/adr/0003-journal-leaf.md: the bytes are frozen.
TEST(Leaf, FrozenBytes) {
  auto metadata = metadata_of(tenant, stream, entry, Instant{1'700'000'000'000'000});
  EXPECT_EQ(hex(metadata),
            "0000001170726f626974792e6a6f75726e616c2e31"
            "00000010018f000000007000800000000000000a"
            "00000010018f0000000070008000000000000001"
            "000000080000000000000005"
            "00000010018f0000000070008000000000000002"
            "0000000800060a24181e4000"
            "0000000b61646465642d612d746167"
            "000000076170695f6b6579"
            "00000010018f000000007000800000000000000c");
}

TEST(Leaf, BindsEveryPart) {
  Instant at{1'700'000'000'000'000};
  auto base = metadata_of(tenant, stream, entry, at);
  auto other = [&](auto change) {
    Entry e = entry;
    change(e);
    return metadata_of(tenant, stream, e, at);
  };
  EXPECT_NE(base, other([](Entry& e) { e.seq = 6; }));
  EXPECT_NE(base, other([](Entry& e) { e.action = actions::removed_tag; }));
  EXPECT_NE(base, other([](Entry& e) { e.actor.kind = Actor::Kind::user; }));
  EXPECT_NE(base, other([](Entry& e) { e.actor.id = stream; }));
  EXPECT_NE(base, metadata_of(stream, stream, entry, at));
  EXPECT_NE(base, metadata_of(tenant, tenant, entry, at));
  EXPECT_NE(base, metadata_of(tenant, stream, entry, Instant{at.micros + 1}));
  EXPECT_NE(leaf_of(base, "salt", "sealed"), leaf_of(base, "salu", "sealed"));
  EXPECT_NE(leaf_of(base, "salt", "sealed"), leaf_of(base, "salt", "seales"));
}

TEST(Stream, NumbersWithoutGaps) {
  Stream s(stream, 7);
  s.append(actions::added_tag, {Actor::Kind::policy});
  s.append(actions::added_tag, {Actor::Kind::policy});
  ASSERT_EQ(s.unwritten().size(), 2u);
  EXPECT_EQ(s.unwritten()[0].seq, 8);
  EXPECT_EQ(s.unwritten()[1].seq, 9);
}

}  // namespace
}  // namespace probity::journal
