// Tests only: damages a valid text in many ways; a reader must answer each with a list or an error.
#pragma once

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "screening/lists/entry.h"
#include "screening/lists/formats.h"
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

// What a file is made into; nothing where it doesn't apply. All must be refused, and soon.
struct Hostility {
  const char* name;
  std::string (*make)(const ListText& list);
};

inline std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  while (times-- > 0) out += text;
  return out;
}

inline std::string inserted(const ListText& list, std::string_view kind, std::string_view what) {
  auto name = std::string_view(list.file);
  if (!kind.empty() && !name.ends_with(kind)) return {};
  std::string text = list.text;
  // Before the last element ends, or in the middle of a last row.
  auto at = name.ends_with(".xml") ? text.rfind("</") : text.size() - 2;
  return text.insert(at, what);
}

// The family names of the samples, `bytes` long wherever they stand.
inline std::string long_names(const ListText& list, std::size_t bytes) {
  std::string text = list.text, long_name(bytes, 'A');
  bool found = false;
  for (std::string_view part : {"SAMPLE", "Sample", "DOE"})
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + bytes)) {
      text.replace(at, part.size(), long_name);
      found = true;
    }
  return found ? text : std::string();
}

inline const Hostility hostilities[] = {
    {"blank", [](const ListText&) { return std::string(" \r\n\n"); }},
    {"a page instead", [](const ListText&) { return std::string("<html>not found</html>\n"); }},
    {"a zip archive", [](const ListText&) { return "PK\x03\x04" + std::string(100, '\0') + "\n"; }},
    {"a gzip archive", [](const ListText&) { return std::string("\x1f\x8b\x08\0\0\0\n", 7); }},
    {"a NUL", [](const ListText& list) { return inserted(list, "", std::string(1, '\0')); }},
    {"no UTF-8", [](const ListText& list) { return inserted(list, "", "\xff"); }},
    {"half a surrogate", [](const ListText& list) { return inserted(list, "", "\xed\xa0\x80"); }},
    {"a control character", [](const ListText& list) { return inserted(list, "", "\x01"); }},
    {"a name of 1 MB", [](const ListText& list) { return long_names(list, 1 << 20); }},
    {"a name of 60 kB", [](const ListText& list) { return long_names(list, 60000); }},
    {"an open quote", [](const ListText& list) { return inserted(list, ".csv", "\n\"open"); }},
    {"too many fields",
     [](const ListText& list) {
       return list.file.ends_with(".csv") ? list.text + repeated(",;", 500) + "\n" : std::string();
     }},
    {"elements a hundred thousand deep",
     [](const ListText& list) {
       return inserted(list, ".xml", repeated("<a>", 100000) + repeated("</a>", 100000));
     }},
    {"elements that don't end",
     [](const ListText& list) { return inserted(list, ".xml", repeated("<a>", 100000)); }},
    {"a document type",
     [](const ListText& list) {
       auto root = list.file.ends_with(".xml") ? list.text.find("?>") : list.text.npos;
       if (root == list.text.npos) return std::string();
       auto text = list.text;
       return text.insert(root + 2, "<!DOCTYPE a [<!ENTITY b \"laugh\"><!ENTITY c \"&b;&b;\">]>");
     }},
    {"an entity", [](const ListText& list) { return inserted(list, ".xml", "<a>&xxe;</a>"); }},
    {"brackets a hundred thousand deep",
     [](const ListText& list) {
       return inserted(list, ".jsonl",
                       "}\n{\"a\":" + repeated("[", 100000) + repeated("]", 100000) + "}\n{");
     }},
    {"a line of JSON that is no object",
     [](const ListText& list) {
       return list.file.ends_with(".jsonl") ? list.text + "[1]\n" : std::string();
     }},
};

inline void expect_named(const Error& error, const ListTexts& texts) {
  bool named = false;
  for (const auto& [role, list] : texts)
    named = named || error.message.find(list.file) != std::string::npos;
  EXPECT_TRUE(named) << error.message;
  EXPECT_LT(error.message.size(), 300u);
}

inline void refuse_hostile(const Format& format, const ListTexts& texts) {
  constexpr double longest_seconds = 10;  // in a build with sanitizers, on a busy machine
  for (const auto& hostility : hostilities)
    for (const auto& [role, list] : texts) {
      auto changed = texts;
      changed[role].text = hostility.make(list);
      if (changed[role].text.empty()) continue;
      auto begin = monotonic_seconds();
      auto read = format.read(changed, ListClass::sanctions);
      EXPECT_LT(monotonic_seconds() - begin, longest_seconds) << hostility.name << " in " << role;
      ASSERT_FALSE(read) << hostility.name << " in " << role;
      expect_named(read.error(), texts);
    }
}

// A file cut off anywhere is an error; only a cut between two rows cannot be seen, and then what is
// read is part of the whole.
inline void truncate_everywhere(const Format& format, const ListTexts& texts) {
  auto whole = format.read(texts, ListClass::sanctions).value();
  for (const auto& [role, list] : texts) {
    auto size = list.text.find_last_not_of("\r\n ") + 1;
    for (std::size_t cut = 0; cut < size; ++cut) {
      auto changed = texts;
      changed[role].text.resize(cut);
      auto read = format.read(changed, ListClass::sanctions);
      if (!read) {
        expect_named(read.error(), texts);
        continue;
      }
      ASSERT_FALSE(list.file.ends_with(".xml")) << cut;
      ASSERT_EQ(list.text[cut - 1], '\n') << role << " " << cut;
      ASSERT_LE(read->entries.size(), whole.entries.size());
      expect_sound(read);
    }
  }
}

}  // namespace probity::screening
