#include "matching/words.h"

#include <algorithm>

#include "matching/knowledge.h"
#include "matching/letters.h"
#include "matching/sound.h"

namespace probity::matching {
namespace {

// Collects letters into words; a change between alphabets and consonants ends a word.
class Collector {
 public:
  explicit Collector(Words& out) : out_(out) {}

  void letter(std::string_view reading, bool consonants) {
    if (!current_.empty() && consonants != consonants_) end_word();
    consonants_ = consonants;
    if (current_.size() + reading.size() <= kMaxWordBytes) current_ += reading;
  }
  void whole_word(std::string_view reading) {
    end_word();
    if (!reading.empty()) push(reading, true);
  }
  void end_word() {
    if (!current_.empty()) push(current_, false);
    current_.clear();
  }

 private:
  // Words may be merged or dropped later, so a few more are kept than a name may have.
  bool full() const { return out_.words.size() >= 3 * kMaxTokens; }
  void push(std::string_view word, bool syllable) {
    if (full())
      out_.truncated = true;
    else
      out_.words.push_back({std::string(word), syllable,
                            consonants_ && !syllable ? std::string(word) : std::string()});
  }

  Words& out_;
  std::string current_;
  bool consonants_ = false;
};

constexpr bool is_jamo(char32_t c, char32_t first, unsigned count) {
  return c >= first && c < first + count;
}

// Letters that were taken apart (leading consonant, vowel, perhaps a last consonant) as one
// syllable.
char32_t compose_hangul(char32_t lead, std::string_view& rest) {
  if (!is_jamo(lead, 0x1100, 19)) return 0;
  std::string_view ahead = rest;
  if (ahead.empty()) return 0;
  const char32_t vowel = take_code_point(ahead);
  if (!is_jamo(vowel, 0x1161, 21)) return 0;
  rest = ahead;
  char32_t syllable = 0xac00 + ((lead - 0x1100) * 21 + (vowel - 0x1161)) * 28;
  if (ahead.empty()) return syllable;
  const char32_t tail = take_code_point(ahead);
  if (is_jamo(tail, 0x11a8, 27)) {
    rest = ahead;
    syllable += tail - 0x11a7;
  }
  return syllable;
}

constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

// "AbuHafs" is two words; a capital among small letters that is not followed by one is an error.
bool is_hump(std::string_view text, std::size_t at) {
  return text[at] >= 'A' && text[at] <= 'Z' && at > 0 && is_lower(text[at - 1]) &&
         at + 1 < text.size() && is_lower(text[at + 1]);
}

void read_ascii(std::string_view text, const Letters& letters, Collector& collector, Words& out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto code = static_cast<unsigned char>(text[i]);
    const Letter kind = letters.kind(code);
    if (kind == Letter::plain) {
      ++out.read;
      if (is_hump(text, i)) collector.end_word();
      collector.letter(letters.reading(code), false);
    } else if (kind != Letter::ignored) {
      collector.end_word();
    }
  }
}

void read_any(std::string_view text, const Letters& letters, Collector& collector, Words& out) {
  const std::string_view whole = text;
  while (!text.empty()) {
    if (is_hump(whole, whole.size() - text.size())) collector.end_word();
    const char32_t c = take_code_point(text);
    const Letter kind = letters.kind(c);
    if (kind == Letter::ignored) continue;
    out.read += kind != Letter::separator && kind != Letter::unread;
    out.unread += kind == Letter::unread;
    if (kind == Letter::plain || kind == Letter::consonant) {
      collector.letter(letters.reading(c), kind == Letter::consonant);
    } else if (kind == Letter::han) {
      collector.whole_word(letters.reading(c));
    } else if (kind == Letter::hangul) {
      const char32_t syllable = c >= 0xac00 ? c : compose_hangul(c, text);
      if (syllable) collector.whole_word(hangul_reading(syllable));
    } else {
      collector.end_word();
    }
  }
}

constexpr bool is_consonant(char c) { return c >= 'A' && c <= 'Z'; }

// A weak h counts within a word; doubled consonants count once.
std::string finish_consonants(std::string_view marked) {
  std::string out;
  for (std::size_t i = 0; i < marked.size(); ++i) {
    const char c = marked[i] == 'h' && i + 1 < marked.size() ? 'H' : marked[i];
    if (is_consonant(c) && (out.empty() || out.back() != c)) out += c;
  }
  return out;
}

void push_marked(std::string_view marked, std::vector<Word>& out) {
  std::string bones = finish_consonants(marked);
  if (!bones.empty()) out.push_back({std::move(bones), false, std::string(marked)});
}

bool has_article(std::string_view marked) {
  if (!marked.starts_with("aL")) return false;
  const std::string_view rest = marked.substr(2);
  const auto weight =
      std::ranges::count_if(rest, [](char c) { return is_consonant(c) || c == 'e' || c == 'h'; });
  return weight >= 3 || (weight == 2 && rest.size() >= 4);
}

constexpr std::string_view kAbd = "eBD";

// The words that stand for one Arabic word, abd already seen before it or not.
void push_consonants(std::string_view marked, bool& abd, std::vector<Word>& out) {
  if (marked.starts_with("eBDaL") && marked.size() > 6) {  // abd al-X in one word
    out.push_back({"BDL", false, "eBDL"});
    const std::string_view name = marked.substr(5);
    if (name == "Lh" || finish_consonants(name).empty())
      out.push_back({"L", false, "aLLh"});
    else
      push_marked(name, out);
    abd = false;
    return;
  }
  if (marked == kAbd) {
    abd = true;
    return;
  }
  const bool article = has_article(marked);
  if (abd) {
    abd = false;
    if (marked == "aLh" || marked == "aLLh") {  // abd Allah is read as one word
      out.push_back({"BDL", false, "eBDaLh"});
      return;
    }
    if (marked.starts_with("aL"))
      out.push_back({"BDL", false, "eBDL"});
    else
      out.push_back({"BD", false, std::string(kAbd)});
  }
  push_marked(article ? marked.substr(2) : marked, out);
}

void settle_consonants(std::vector<Word>& words) {
  if (std::ranges::all_of(words, [](const Word& w) { return w.marked.empty(); })) return;
  std::vector<Word> out;
  bool abd = false;
  for (Word& word : words) {
    if (!word.marked.empty()) {
      const std::string marked = std::move(word.marked);
      push_consonants(marked, abd, out);
    } else {
      out.push_back(std::move(word));
      abd = false;
    }
  }
  if (abd) out.push_back({"BD", false, std::string(kAbd)});
  words = std::move(out);
}

bool is_one_of(std::string_view word, auto... words) { return ((word == words) || ...); }

void unify_particles(std::vector<Word>& words) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < words.size(); ++i, ++kept) {
    if (kept != i) words[kept] = std::move(words[i]);
    std::string& word = words[kept].text;
    if (is_one_of(word, "abd", "abdu", "abed") && i + 1 < words.size() &&
        is_one_of(words[i + 1].text, "al", "el", "ul", "ur", "ar", "as", "us")) {
      word = "abdul";
      ++i;
    } else if (const auto plain = unified_particle(word); !plain.empty()) {
      word = plain;
    }
  }
  words.resize(kept);
}

void bound(Words& out) {
  if (out.words.size() <= kMaxTokens) return;
  out.words.resize(kMaxTokens);
  out.truncated = true;
}

// The first kMaxNameBytes bytes, shortened further to a place between code points.
std::string_view cut(std::string_view text) {
  if (text.size() <= kMaxNameBytes) return text;
  std::size_t end = kMaxNameBytes;
  for (int back = 0; back < 3 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80; ++back)
    --end;
  const std::size_t blank = text.substr(0, end).find_last_of(" \t\n");
  return text.substr(0, blank == std::string_view::npos || blank == 0 ? end : blank);
}

void read_raw(std::string_view text, Words& out) {
  const std::string_view bounded = cut(text);
  out.truncated |= bounded.size() < text.size();
  Collector collector(out);
  const bool ascii = std::all_of(bounded.begin(), bounded.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) {
    read_ascii(bounded, Letters::table(), collector, out);
    collector.end_word();
    return;
  }
  read_any(bounded, Letters::table(), collector, out);
  collector.end_word();
  settle_consonants(out.words);
}

void clear(Words& out) {
  out.words.clear();
  out.truncated = false;
  out.read = out.unread = 0;
}

std::string natural_order(std::string_view text, std::size_t comma) {
  std::string out(text.substr(comma + 1));
  out += ' ';
  out += text.substr(0, comma);
  return out;
}

}  // namespace

void read_words(std::string_view text, Words& out) {
  clear(out);
  read_raw(text, out);
  unify_particles(out.words);
  bound(out);
}

void read_listed_name(std::string_view text, EntityKind kind, Words& out, std::size_t& family) {
  family = 0;
  const std::size_t comma = kind == EntityKind::person ? text.find(',') : std::string_view::npos;
  if (comma == std::string_view::npos) return read_words(text, out);
  Words before;
  read_words(text.substr(0, comma), before);
  read_words(natural_order(text, comma), out);
  if (before.words.size() < out.words.size()) family = before.words.size();
}

void read_query(std::string_view text, std::optional<EntityKind> kind, Words& out) {
  const std::size_t comma = text.substr(0, kMaxNameBytes).find(',');
  const bool inverted = comma != std::string_view::npos && (!kind || *kind == EntityKind::person);
  if (inverted)
    read_words(natural_order(text, comma), out);
  else
    read_words(text, out);
  if (ends_with_its_acronym(out.words)) out.words.pop_back();
}

bool ends_with_its_acronym(const std::vector<Word>& words) {
  if (words.size() < 4 || words.back().text.size() != words.size() - 1) return false;
  for (std::size_t i = 0; i + 1 < words.size(); ++i)
    if (words.back().text[i] != words[i].text[0]) return false;
  return true;
}

}  // namespace probity::matching
