// What each code point reads as. ICU fills the table once; afterwards reading is a look-up.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace probity::matching {

enum class Letter : std::uint8_t {
  separator,
  plain,      // reads as lower-case ASCII, perhaps as nothing (a soft sign)
  ignored,    // marks, apostrophes, full stops, format characters: as if they were not there
  consonant,  // Arabic, Hebrew or Syriac: reads as upper-case consonants and lower-case marks
  han,        // a word of its own
  hangul,     // a word of its own
  unread,     // a letter for which no reading is known
};

class Letters {
 public:
  static const Letters& table();

  Letter kind(char32_t c) const { return c < entries_.size() ? entries_[c].kind : beyond(c); }
  // c must have a kind other than hangul.
  std::string_view reading(char32_t c) const {
    if (c >= entries_.size()) return {};
    return std::string_view(pool_).substr(entries_[c].offset, entries_[c].length);
  }

 private:
  struct Entry {
    std::uint32_t offset = 0;
    std::uint8_t length = 0;
    Letter kind = Letter::separator;
  };
  Letters();
  static Letter beyond(char32_t c);
  void put(char32_t c, Letter kind, std::string_view reading);
  std::vector<char32_t> classify();
  void read_alphabets(const std::vector<char32_t>& letters);
  void read_han();
  bool put_han(char32_t c, std::string_view reading);
  void read_consonants();
  void read_cyrillic();

  std::vector<Entry> entries_;
  std::string pool_;
};

// The syllable in the manner of McCune and Reischauer; c in U+AC00 … U+D7A3.
std::string hangul_reading(char32_t c);

// Takes one code point off the front; U+FFFD for each byte that is not part of well-formed UTF-8.
char32_t take_code_point(std::string_view& text);

}  // namespace probity::matching
