// The distinct words of the list and the search for words like a given one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "matching/consonants.h"
#include "matching/distance.h"
#include "matching/edit_lanes.h"
#include "matching/flat_table.h"
#include "matching/huge_pages.h"
#include "matching/key_table.h"
#include "matching/matching.h"
#include "matching/token_set.h"
#include "matching/words.h"

namespace probity::matching {

struct Similar {
  std::uint32_t token;
  std::uint16_t similarity;
  Relation relation;
};

// Memory that one thread reuses from word to word.
struct TokenScratch {
  bool every_word = false;  // compare with all of them rather than with those of common keys
  TokenSet seen;
  std::vector<std::uint32_t> found;
  std::vector<LaneWord> words;                        // of those found
  std::vector<std::uint8_t> raw_edits, folded_edits;  // to them; more than any limit when too long
  Pattern raw, folded;
  Marks marks;
  Sounds sounds;
};

class Vocabulary {
 public:
  // A joined word is two or more neighbours of a name written together; it is found exactly only.
  std::uint32_t add(const Word& word, bool joined);
  // The word stands where a family name does.
  void bears_family(std::uint32_t token) { ++family_[token]; }
  // `names_with[token]`: how many of the `names` listed names hold it. Call once, after the last
  // add.
  void seal(const std::vector<std::uint32_t>& names_with, std::size_t names);
  // What knowledge links, after seal(). `from` and the words of a group need not be listed.
  void link(std::string_view from, std::string_view to, int similarity, Relation relation);
  // Words that are one name: in letters, and in consonants with their marks.
  void link_all(const std::vector<std::string>& words, const std::vector<std::string>& marked,
                int similarity, int marked_similarity, Relation relation);
  void seal_links();  // after the last link, before the first search
  bool is_listed(std::string_view word) const { return id_of(word) != kNone; }

  // Of this vocabulary among all of the process, from 1.
  std::uint64_t serial() const { return serial_; }
  std::size_t size() const { return text_end_.size(); }
  std::size_t real_words() const { return real_words_; }
  std::string_view text(std::uint32_t token) const {
    const std::uint32_t from = token ? text_end_[token - 1] : 0;
    return std::string_view(pool_).substr(from, text_end_[token] - from);
  }
  int weight(std::uint32_t token) const { return weights_[token]; }

  // Words of the list that may be what `word` means, each once, in no order that matters.
  void similar(const Word& word, bool joined, TokenScratch& scratch,
               std::vector<Similar>& out) const;

  // What a word of a query weighs: the listed word's own weight, or that of a word never seen.
  int query_weight(std::string_view word, const std::vector<Similar>& similar) const;

  std::size_t bytes() const;

 private:
  // Similar enough that a word in consonants may be that one.
  static constexpr int kMeant = 8300;

  // A form of a word; of a longer one the rest lies elsewhere.
  struct Block {
    char letters[31];
    std::uint8_t length;
  };
  struct alignas(64) Record {  // one cache line a word
    Block raw, folded;
  };
  // What can be told of a word without reading it.
  struct Outline {
    std::uint32_t raw_letters;  // a bit for each letter that occurs
    std::uint32_t folded_letters;
    std::uint8_t raw_length;
    std::uint8_t folded_length;
    bool joined;
    bool consonantal;
  };
  static constexpr std::uint32_t kNone = ~0u;
  struct Edge {  // of the word with this key
    std::uint64_t key;
    Similar to;
  };
  struct Range {
    std::uint32_t from = 0, count = 0;
  };
  struct Asked;  // a query word in its forms

  std::uint64_t id_key(std::string_view word) const;
  std::uint32_t id_of(std::string_view word) const;  // or kNone
  static Block block_of(std::string_view form);
  static Outline outline_of(std::string_view raw, std::string_view folded, bool joined);
  std::string_view raw(std::uint32_t token) const;
  std::string_view folded_form(std::uint32_t token) const;
  void take_forms(std::uint32_t token, std::string_view folded);
  void add_keys(std::uint32_t token, std::string_view folded, KeyTable::Added& out) const;
  bool may_be_similar(const Asked& word, const Outline& other) const;
  void count_edits(TokenScratch& scratch) const;
  Similar compare(const Asked& word, std::uint32_t token, int raw_edits, int folded_edits) const;
  void similar_letters(std::string_view word, bool joined, TokenScratch& scratch,
                       std::vector<Similar>& out) const;
  void similar_to_consonants(std::string_view letters, bool joined, TokenScratch& scratch,
                             std::vector<Similar>& out) const;
  void similar_consonants(const Word& word, bool joined, TokenScratch& scratch,
                          std::vector<Similar>& out) const;
  Similar compare_consonants(const Word& word, std::uint32_t token, TokenScratch& scratch) const;
  void follow_edges(std::uint64_t key, TokenScratch& scratch, std::vector<Similar>& out) const;
  int consonant_weight(std::string_view word, const std::vector<Similar>& similar) const;
  int capped(std::string_view word, int weight, bool family) const;

  std::string pool_;
  std::vector<std::uint32_t> text_end_;
  FlatTable<std::uint32_t> ids_;  // by key_of a word, see id_key
  std::vector<Edge> added_edges_;
  FlatTable<Range> edges_;  // by key_of a word
  std::vector<Similar> edge_list_;
  std::unordered_map<std::uint32_t, std::string> marked_;  // of listed words in consonants
  std::vector<std::uint32_t> family_;                      // names in which it is a family name
  std::unordered_map<std::uint32_t, std::string> long_folded_;
  std::vector<std::uint8_t> joined_;
  std::vector<std::int32_t> weights_;
  std::vector<std::uint32_t> names_with_;
  HugeVector<Record> records_;
  HugeVector<Outline> outlines_;
  HugeVector<Sounds> sounds_;
  KeyTable keys_;
  std::uint64_t serial_ = 0;
  std::size_t names_ = 0;
  std::size_t real_words_ = 0;
  int unknown_weight_ = 0;
};

// Consonants beyond are not compared.
inline constexpr std::size_t kMaxSkeleton = 40;

// Letters that are left out of a word to find those like it.
constexpr int folded_gaps(std::size_t length) { return length <= 3 ? 0 : length <= 6 ? 1 : 2; }
constexpr int raw_gaps(std::size_t length) { return length <= 3 ? 0 : 1; }
constexpr int bone_gaps(std::size_t length) { return length >= 3 ? 1 : 0; }

}  // namespace probity::matching
