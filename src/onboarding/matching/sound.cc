#include "matching/sound.h"

#include <array>
#include <span>
#include <vector>

namespace probity::matching {
namespace {

enum class Where : unsigned char {
  anywhere,
  first,
  before_vowel,
  before_front,
  before_auoe,
  before_eo,
  after_vowel,
  last
};

struct Rule {
  std::string_view from;
  std::string_view to;
  Where where = Where::anywhere;
};

// The first rule that fits is taken; a letter without one stands for itself.
constexpr Rule kFolding[] = {
    {"shch", "S"},
    {"sch", "S"},
    {"sh", "S"},
    {"tch", "S"},
    {"th", "t"},
    {"ts", "s"},
    {"tz", "s"},
    {"ch", "S"},
    {"ck", "k"},
    {"c", "s", Where::before_front},
    {"c", "k"},
    {"kh", "h"},
    {"gh", "g"},
    {"dz", "j"},
    {"dj", "j"},
    {"dh", "d"},
    {"zh", "j"},
    {"ph", "f"},
    {"q", "k"},
    {"w", "v"},
    {"x", "ks"},
    {"j", "j", Where::before_auoe},
    {"j", "i", Where::after_vowel},
    {"you", "iu"},
    {"y", "", Where::before_eo},
    {"y", "i"},
    {"ee", "i"},
    {"ei", "i"},
    {"ey", "i"},
    {"e", "i"},
    {"ou", "u"},
    {"oo", "u"},
    {"o", "u"},
    {"ay", "a"},
    {"ai", "a"},
    {"h", "h", Where::first},
    {"h", "h", Where::before_vowel},
    {"h", ""},
};

constexpr Rule kSkeleton[] = {
    {"a", ""},
    {"e", ""},
    {"i", ""},
    {"o", ""},
    {"u", ""},
    {"y", ""},
    {"w", ""},
    {"sh", "C"},
    {"ch", "C"},
    {"c", "K"},
    {"kh", "X"},
    {"gh", "K"},
    {"g", "K"},
    {"th", "T"},
    {"dh", "D"},
    {"dj", "J"},
    {"zh", "J"},
    {"ph", "F"},
    {"p", "B"},
    {"q", "K"},
    {"v", "F"},
    {"x", "KS"},
    {"h", "", Where::last},
    {"b", "B"},
    {"d", "D"},
    {"f", "F"},
    {"h", "H"},
    {"j", "J"},
    {"k", "K"},
    {"l", "L"},
    {"m", "M"},
    {"n", "N"},
    {"r", "R"},
    {"s", "S"},
    {"t", "T"},
    {"z", "Z"},
};

constexpr bool one_of(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

class Rules {
 public:
  explicit Rules(std::span<const Rule> rules) {
    for (const Rule& rule : rules)
      by_letter_[static_cast<unsigned char>(rule.from[0])].push_back(rule);
  }

  std::string apply(std::string_view word) const {
    std::string out;
    const auto add = [&](char c) {
      if (out.empty() || out.back() != c) out += c;
    };
    for (std::size_t at = 0; at < word.size();) {
      const Rule* rule = find(word, at, out);
      if (rule) {
        for (char c : rule->to) add(c);
        at += rule->from.size();
      } else {
        add(word[at++]);
      }
    }
    return out;
  }

 private:
  const Rule* find(std::string_view word, std::size_t at, std::string_view out) const {
    for (const Rule& rule : by_letter_[static_cast<unsigned char>(word[at]) & 127])
      if (begins_with(word.substr(at), rule.from) && fits(rule, word, at, out)) return &rule;
    return nullptr;
  }

  static bool fits(const Rule& rule, std::string_view word, std::size_t at, std::string_view out) {
    const std::size_t end = at + rule.from.size();
    const char next = end < word.size() ? word[end] : ' ';
    switch (rule.where) {
      case Where::anywhere:
        return true;
      case Where::first:
        return at == 0;
      case Where::before_vowel:
        return one_of(next, "aeiou");
      case Where::before_front:
        return one_of(next, "eiy");
      case Where::before_auoe:
        return one_of(next, "aueo");
      case Where::before_eo:
        return one_of(next, "eo");
      case Where::after_vowel:
        return !out.empty() && one_of(out.back(), "aiu");
      case Where::last:
        return end == word.size();
    }
    return false;
  }

  std::array<std::vector<Rule>, 128> by_letter_;
};

}  // namespace

std::string folded(std::string_view word) {
  static const Rules rules(kFolding);
  return is_consonantal(word) ? std::string(word) : rules.apply(word);
}

std::string skeleton(std::string_view word) {
  static const Rules rules(kSkeleton);
  return is_consonantal(word) ? std::string(word) : rules.apply(word);
}

std::string without_v(std::string_view word) {
  if (is_consonantal(word) || word.find('v') == std::string_view::npos) return {};
  std::string out(word);
  std::erase(out, 'v');
  return out;
}

}  // namespace probity::matching
