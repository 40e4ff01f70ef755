#include "matching/vocabulary.h"

#include <algorithm>
#include <atomic>
#include <cstring>

#include "matching/consonants.h"
#include "matching/knowledge.h"
#include "matching/scale.h"
#include "matching/sound.h"

namespace probity::matching {
namespace {

constexpr int kLeastSimilarity = 6000;
constexpr int kFoldedEqual = 9500;  // three letters or more
constexpr int kShortFoldedEqual = 8500;
constexpr int kFoldedEdit = 9500;  // factor on edits between folded forms
constexpr int kDigits = 9700;      // factor when digits were read as letters
constexpr int kKnownOther = 9200;  // factor on edits of a word that is known itself
constexpr std::uint32_t kFewNames = 2;
constexpr int kLeastBones = 7000;  // of scripts, before the factors below
constexpr int kShortBones = 9000;  // factor on a script's similarity with two consonants
constexpr int kLoneBone = 8000;    // with one
constexpr std::size_t kMaxSkeleton = 40;

constexpr int folded_gaps(std::size_t length) { return length <= 3 ? 0 : length <= 6 ? 1 : 2; }
constexpr int raw_gaps(std::size_t length) { return length <= 3 ? 0 : 1; }

std::uint64_t letter_mask(std::string_view word) {
  std::uint64_t mask = 0;
  for (const char c : word) mask |= std::uint64_t{1} << (c & 63);
  return mask;
}

int edit_similarity(int edits, std::size_t length) {
  return kOne - kOne * edits / static_cast<int>(length);
}

// Few consonants say little about a word.
int sized(int similarity, std::size_t consonants) {
  return consonants >= 3   ? similarity
         : consonants == 2 ? scaled(similarity, kShortBones)
                           : scaled(similarity, kLoneBone);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Digits that stand for the letters that they look like, when a word is mostly letters.
std::string read_digits(std::string_view word) {
  const auto digits = std::count_if(word.begin(), word.end(), is_digit);
  const auto letters = static_cast<std::ptrdiff_t>(word.size()) - digits;
  std::string out(word);
  if (letters < 2 || digits < 1 || digits > 3) return out;
  constexpr char meant[] = "oi2eas6tbg";
  for (char& c : out)
    if (is_digit(c)) c = meant[c - '0'];
  return out;
}

constexpr int bone_gaps(std::size_t length) { return length >= 3 ? 1 : 0; }

// Calls f(key) for the keys by which a word in consonants finds a listed word in letters.
void add_bones(std::string_view word, bool joined, auto f) {
  if (word.size() > kMaxSkeleton) return;
  const auto put = [&](std::string_view letters) {
    const std::string bones = coarse_bones(skeleton(letters));
    if (bones.empty()) return;
    if (joined) return f(key_of(bones, Form::joined_bones));
    std::uint64_t keys[kMaxKeys];
    const int count = gap_keys(bones, bone_gaps(bones.size()), Form::bones, keys, 0);
    for (int i = 0; i < count; ++i) f(keys[i]);
  };
  put(word);
  if (const auto other = without_v(word); !other.empty()) put(other);
}

// Which tokens the word at hand has met.
class Seen {
 public:
  Seen(TokenScratch& scratch, std::size_t size) : scratch_(scratch) {
    if (scratch.seen.size() < size) scratch.seen.resize(size, 0);
    if (++scratch.epoch == 0) {
      std::fill(scratch.seen.begin(), scratch.seen.end(), 0);
      scratch.epoch = 1;
    }
  }
  bool first_time(std::uint32_t token) {
    if (scratch_.seen[token] == scratch_.epoch) return false;
    scratch_.seen[token] = scratch_.epoch;
    return true;
  }

 private:
  TokenScratch& scratch_;
};

}  // namespace

struct Vocabulary::Forms {
  std::string_view raw;
  std::string_view folded;
  std::uint64_t mask;
  bool known;  // a name or word of its own, so that another is hardly meant
};

std::uint32_t Vocabulary::add(const Word& word, bool joined) {
  const auto [it, is_new] = ids_.try_emplace(word.text, static_cast<std::uint32_t>(size()));
  if (is_new) {
    pool_ += word.text;
    text_end_.push_back(static_cast<std::uint32_t>(pool_.size()));
    joined_.push_back(joined);
    family_.push_back(0);
    if (!word.marked.empty()) marked_[it->second] = word.marked;
  } else if (!joined) {
    joined_[it->second] = false;
  }
  return it->second;
}

void Vocabulary::link(std::string_view from, std::string_view to, int similarity,
                      Relation relation) {
  Pattern pattern;
  pattern.set(to);
  keys_.find(key_of(folded(to), Form::folded), [&](std::uint32_t t) {
    if (!joined_[t] && text(t) != from && pattern.distance(text(t)) <= 1)
      edges_[key_of(from, Form::raw)].push_back(
          {t, static_cast<std::uint16_t>(similarity), relation});
  });
}

void Vocabulary::link_all(const std::vector<std::string>& words,
                          const std::vector<std::string>& marked, int similarity,
                          int marked_similarity, Relation relation) {
  for (const std::string& to : words) {
    const auto listed = ids_.find(to);
    if (listed == ids_.end() || joined_[listed->second]) continue;
    for (const std::string& from : words)
      if (from != to && (similarity == marked_similarity || std::min(from.size(), to.size()) > 3))
        edges_[key_of(from, Form::raw)].push_back(
            {listed->second, static_cast<std::uint16_t>(similarity), relation});
    for (const std::string& from : marked)
      edges_[key_of(from, Form::marked)].push_back(
          {listed->second, static_cast<std::uint16_t>(marked_similarity), relation});
  }
}

void Vocabulary::seal(const std::vector<std::uint32_t>& names_with, std::size_t names) {
  static std::atomic<std::uint64_t> last_serial{0};
  serial_ = ++last_serial;
  names_ = names;
  names_with_ = names_with;
  unknown_weight_ = log_ratio(10 * (names + 1), 7);
  records_.resize(size());
  masks_.resize(size());
  weights_.resize(size());
  for (std::uint32_t t = 0; t < size(); ++t) {
    weights_[t] = capped(text(t), log_ratio(2 * (names + 1), 2 * names_with[t] + 1),
                         2 * family_[t] > names_with[t]);
    real_words_ += !joined_[t];
    add_keys(t);
  }
  keys_.seal();
}

void Vocabulary::add_keys(std::uint32_t t) {
  const std::string_view word = text(t);
  const std::string coarse = folded(word);
  Record& r = records_[t];
  r.raw_length = static_cast<std::uint8_t>(word.size());
  std::memcpy(r.raw, word.data(), std::min(word.size(), sizeof r.raw));
  r.folded_length = static_cast<std::uint8_t>(coarse.size());
  std::memcpy(r.folded, coarse.data(), std::min(coarse.size(), sizeof r.folded));
  if (coarse.size() > sizeof r.folded) long_folded_[t] = coarse;
  masks_[t] = letter_mask(coarse);

  keys_.add(key_of(word, Form::raw), t);
  if (is_consonantal(word)) {
    keys_.add(key_of(coarse_bones(word), Form::consonants), t);
    return;
  }
  add_bones(word, joined_[t], [&](std::uint64_t key) { keys_.add(key, t); });
  keys_.add(key_of(coarse, Form::folded), t);
  if (joined_[t]) return;
  std::uint64_t gaps[kMaxKeys];
  int count = gap_keys(coarse, folded_gaps(coarse.size()), Form::folded_gap, gaps, 0);
  count = gap_keys(word, raw_gaps(word.size()), Form::raw_gap, gaps, count);
  for (int i = 0; i < count; ++i) keys_.add(gaps[i], t);
}

std::string_view Vocabulary::raw(std::uint32_t t) const {
  const Record& r = records_[t];
  return r.raw_length <= sizeof r.raw ? std::string_view(r.raw, r.raw_length) : text(t);
}

std::string_view Vocabulary::folded_form(std::uint32_t t) const {
  const Record& r = records_[t];
  if (r.folded_length <= sizeof r.folded) return {r.folded, r.folded_length};
  return long_folded_.find(t)->second;
}

Similar Vocabulary::compare(const Forms& word, std::uint32_t t, const TokenScratch& scratch) const {
  const auto similar = [&](int similarity, Relation relation) {
    return Similar{t, static_cast<std::uint16_t>(similarity), relation};
  };
  const std::string_view other = raw(t);
  if (word.raw == other) return similar(kOne, Relation::equal);

  const std::string_view coarse = folded_form(t);
  const auto apart = [](std::size_t a, std::size_t b) {
    return static_cast<int>(a > b ? a - b : b - a);
  };
  int best = 0;
  if (word.folded == coarse && coarse.size() >= 2 && apart(word.raw.size(), other.size()) <= 2) {
    const int equal = coarse.size() >= 3 ? kFoldedEqual : kShortFoldedEqual;
    if (equal == kFoldedEqual) return similar(equal, Relation::folded_equal);
    best = equal;
  } else if (word.folded.size() >= 4 && coarse.size() >= 4) {
    const std::size_t longer = std::max(word.folded.size(), coarse.size());
    const int most = edits_within(longer);
    if (apart(word.folded.size(), coarse.size()) <= most &&
        __builtin_popcountll(word.mask ^ masks_[t]) <= 2 * most) {
      const int edits = scratch.folded.distance(coarse);
      if (edits <= most) best = scaled(edit_similarity(edits, longer), kFoldedEdit);
    }
  }
  if (word.known) best = word.folded == coarse ? best : scaled(best, kKnownOther);
  const Relation relation = word.folded == coarse ? Relation::folded_equal : Relation::edit;
  const std::size_t longer = std::max(word.raw.size(), other.size());
  const int most = edits_within(longer);
  if (apart(word.raw.size(), other.size()) <= most) {
    const int edits = scratch.raw.distance(other);
    if (edits <= most) {
      int close = edit_similarity(edits, longer);
      if (word.known && relation == Relation::edit) close = scaled(close, kKnownOther);
      if (close > best) return similar(close, relation);
    }
  }
  return similar(best, relation);
}

void Vocabulary::similar(const Word& word, bool joined, TokenScratch& scratch,
                         std::vector<Similar>& out) const {
  out.clear();
  if (is_consonantal(word.text))
    similar_consonants(word, joined, scratch, out);
  else
    similar_letters(word.text, joined, scratch, out);
  if (joined) return;
  follow_edges(
      word.marked.empty() ? key_of(word.text, Form::raw) : key_of(word.marked, Form::marked), out);
}

void Vocabulary::similar_letters(std::string_view original, bool joined, TokenScratch& scratch,
                                 std::vector<Similar>& out) const {
  const std::string letters = read_digits(original);
  const std::string coarse = folded(letters);
  Forms word{letters, coarse, letter_mask(coarse), false};
  const bool digits_read = letters != original;
  const bool number = std::all_of(letters.begin(), letters.end(), is_digit);

  std::uint64_t keys[kMaxKeys];
  int count = 0;
  keys[count++] = key_of(letters, Form::raw);
  if (!number) {
    keys[count++] = key_of(coarse, Form::folded);
    if (!joined) {
      count = gap_keys(coarse, folded_gaps(coarse.size()), Form::folded_gap, keys, count);
      count = gap_keys(letters, raw_gaps(letters.size()), Form::raw_gap, keys, count);
    }
  }

  Seen seen(scratch, size());
  if (digits_read)
    keys_.find(key_of(original, Form::raw), [&](std::uint32_t t) {
      if (raw(t) == original && seen.first_time(t)) out.push_back({t, kOne, Relation::equal});
    });
  scratch.found.clear();
  keys_.find(std::span<const std::uint64_t>(keys, count), [&](std::uint32_t t) {
    if (!seen.first_time(t) || (joined && joined_[t])) return;
    __builtin_prefetch(&records_[t]);
    __builtin_prefetch(&masks_[t]);
    scratch.found.push_back(t);
  });
  // A name of its own hardly stands for another: frequent on the list, or known as a word.
  word.known = has_weight_cap(letters);
  for (const std::uint32_t t : scratch.found)
    word.known |= raw(t) == letters && names_with_[t] > kFewNames && !joined_[t];
  scratch.raw.set(letters);
  scratch.folded.set(coarse);
  for (const std::uint32_t t : scratch.found) {
    Similar s = compare(word, t, scratch);
    if (number && s.relation != Relation::equal) continue;
    if (digits_read) {
      s.similarity = static_cast<std::uint16_t>(scaled(s.similarity, kDigits));
      if (s.relation == Relation::equal) s.relation = Relation::digit;
    }
    if (s.similarity >= kLeastSimilarity) out.push_back(s);
  }
  scratch.raw.clear();
  scratch.folded.clear();

  if (!marked_.empty() && !number) similar_to_consonants(letters, joined, out);
}

// Listed names may be in consonants too.
void Vocabulary::similar_to_consonants(std::string_view letters, bool joined,
                                       std::vector<Similar>& out) const {
  const std::string bones = coarse_bones(skeleton(letters));
  if (bones.empty()) return;
  keys_.find(key_of(bones, Form::consonants), [&](std::uint32_t t) {
    const auto marked = marked_.find(t);  // another word's key may have the same print
    if (marked == marked_.end() || (joined && joined_[t])) return;
    const int similarity =
        sized(script_similarity(marked->second, letters, kLeastBones), raw(t).size());
    if (similarity >= kLeastSimilarity)
      out.push_back({t, static_cast<std::uint16_t>(similarity), Relation::skeleton});
  });
}

Similar Vocabulary::compare_consonants(const Word& word, std::uint32_t t,
                                       TokenScratch& scratch) const {
  const std::string_view other = raw(t);
  if (!is_consonantal(other)) {
    const int similarity =
        sized(script_similarity(word.marked, other, kLeastBones), word.text.size());
    return {t, static_cast<std::uint16_t>(similarity), Relation::skeleton};
  }
  if (other == word.text) return {t, kOne, Relation::equal};
  const std::size_t longer = std::max(other.size(), word.text.size());
  const int edits = scratch.raw.distance(other);
  const int similarity = longer >= 4 && edits <= 1 ? edit_similarity(edits, longer) : 0;
  return {t, static_cast<std::uint16_t>(similarity), Relation::edit};
}

void Vocabulary::similar_consonants(const Word& word, bool joined, TokenScratch& scratch,
                                    std::vector<Similar>& out) const {
  const std::string bones = coarse_bones(std::string_view(word.text).substr(0, kMaxSkeleton));
  std::uint64_t keys[kMaxKeys];
  Seen seen(scratch, size());
  scratch.raw.set(word.text);
  int best = 0;
  const auto look = [&](int count) {
    scratch.found.clear();
    keys_.find(std::span<const std::uint64_t>(keys, count), [&](std::uint32_t t) {
      if ((joined && joined_[t]) || !seen.first_time(t)) return;
      __builtin_prefetch(&records_[t]);
      scratch.found.push_back(t);
    });
    for (const std::uint32_t t : scratch.found) {
      const Similar s = compare_consonants(word, t, scratch);
      best = std::max<int>(best, s.similarity);
      if (s.similarity >= kLeastSimilarity) out.push_back(s);
    }
  };
  keys[0] = key_of(bones, Form::consonants);
  keys[1] = key_of(bones, Form::joined_bones);
  look(gap_keys(bones, 0, Form::bones, keys, 2));
  // One consonant more, less or another, unless the word is short and known as it is.
  if (!joined && (bones.size() > 3 || best < kMeant))
    look(gap_keys(bones, bone_gaps(bones.size()), Form::bones, keys, 0));
  scratch.raw.clear();
}

void Vocabulary::follow_edges(std::uint64_t key, std::vector<Similar>& out) const {
  const auto edges = edges_.find(key);
  if (edges == edges_.end()) return;
  for (const Similar& edge : edges->second) {
    const auto known = std::find_if(out.begin(), out.end(),
                                    [&](const Similar& o) { return o.token == edge.token; });
    if (known == out.end())
      out.push_back(edge);
    else if (known->similarity < edge.similarity)
      *known = edge;
  }
}

std::size_t Vocabulary::bytes() const {
  return pool_.size() + size() * (4 + 1 + 4 + 4 + sizeof(Record) + 8) + ids_.size() * 80 +
         keys_.bytes();
}

}  // namespace probity::matching
