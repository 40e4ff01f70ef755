#include "matching/edit_lanes.h"

#include <gtest/gtest.h>
#include <random>
#include <string>
#include <vector>

namespace probity::matching {
namespace {

std::string random_word(std::mt19937& random, std::size_t most) {
  std::string word(random() % (most + 1), 'a');
  for (char& c : word) c = "abcdeS7z"[random() % 8];
  return word;
}

// Any number of words of any lengths, behind which lies nothing that may be read.
TEST(EditLanes, EveryWidthGivesTheSameDistances) {
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    const std::string asked = random_word(random, 20);
    std::vector<std::vector<char>> letters(random() % 70);
    std::vector<LaneWord> words;
    for (auto& word : letters) {
      const std::string text = random_word(random, round % 3 ? 10 : kMaxLaneLetters);
      word.assign(text.begin(), text.end());
      words.push_back({word.data(), static_cast<std::uint8_t>(word.size())});
    }
    Pattern pattern;
    pattern.set(asked);
    std::vector<std::uint8_t> expected(words.size());
    for (std::size_t i = 0; i < words.size(); ++i)
      expected[i] =
          static_cast<std::uint8_t>(pattern.distance({words[i].letters, words[i].length}));
    for (const Lanes lanes : {Lanes::one, Lanes::sixteen, Lanes::thirty_two}) {
      if (!has_lanes(lanes)) continue;
      std::vector<std::uint8_t> distances(words.size(), 99);
      edit_distances(pattern, words, lanes, distances.data());
      EXPECT_EQ(distances, expected) << lanes_text(lanes) << ' ' << asked;
    }
  }
}

TEST(EditLanes, WhatIsInUseIsThere) { EXPECT_TRUE(has_lanes(lanes_in_use())); }

}  // namespace
}  // namespace probity::matching
