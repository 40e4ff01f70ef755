// Tests only: damages a valid text in many ways; a reader must answer each with a list or an error.
#pragma once

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "screening/lists/entry.h"
#include "screening/lists/test_lists.h"

namespace probity::screening {

using Reader = Result<ReadList> (*)(const ListTexts&, ListClass);

inline void expect_sound(const Result<ReadList>& read) {
  if (!read) {
    EXPECT_FALSE(read.error().message.empty());
    return;
  }
  ASSERT_FALSE(read->entries.empty());
  for (const auto& entry : read->entries) {
    ASSERT_FALSE(entry.id.empty());
    ASSERT_FALSE(entry.names.empty());
    auto line = json::write(to_json(entry));
    auto value = json::parse(line);
    ASSERT_TRUE(value) << line;
    auto again = from_json(*value);
    ASSERT_TRUE(again) << line;
    ASSERT_EQ(*again, entry) << line;
  }
}

// Each file of `texts` loses and changes bytes while the others stay.
inline void damage_everywhere(Reader reader, const ListTexts& texts, int rounds) {
  std::mt19937 random(7);
  for (const auto& [role, list] : texts) {
    for (int round = 0; round < rounds; ++round) {
      auto damaged = texts;
      auto& text = damaged[role].text;
      for (unsigned flips = 1 + random() % 3; flips > 0 && !text.empty(); --flips) {
        auto at = random() % text.size();
        switch (random() % 4) {
          case 0:
            text[at] ^= static_cast<char>(1u << random() % 8);
            break;
          case 1:
            text.erase(at, 1 + random() % 9);
            break;
          case 2:
            text.insert(at, 1, "\"',;<>&()\n\0\xff"[random() % 12]);
            break;
          default:
            text.insert(at, text.substr(random() % text.size(), random() % 40));
        }
      }
      expect_sound(reader(damaged, ListClass::sanctions));
    }
  }
}

}  // namespace probity::screening
