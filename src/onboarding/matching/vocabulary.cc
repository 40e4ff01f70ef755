#include "matching/vocabulary.h"

#include <algorithm>
#include <array>
#include <cstring>

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
constexpr int kSkeleton = 9300;    // three consonants or more
constexpr int kShortSkeleton = 8600;
constexpr int kOtherSkeleton = 9000;
constexpr int kSkeletonLess = 7600;  // a consonant less, more, another
constexpr int kSkeletonMore = 7400;
constexpr int kSkeletonOther = 7200;
constexpr int kConsonantParticle = 25'000;
constexpr int kMostOneLetter = 15'000;
constexpr int kMostTwoLetters = 40'000;
constexpr int kMostConsonants = 65'000;
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

// Spellings of a longer word share its edges; short ones would meet words of another meaning.
std::string edge_key(std::string_view word) {
  std::string coarse = folded(word);
  return coarse.size() >= 4 ? coarse : std::string(word);
}

// Keys of the skeletons that are one consonant away.
struct ConsonantEdits {
  explicit ConsonantEdits(std::string_view bones) {
    std::string changed(bones);
    for (std::size_t i = 0; i < bones.size(); ++i) {
      changed.erase(i, 1);
      less.push_back(key_of(changed, Form::skeleton));
      changed.insert(i, 1, bones[i]);
    }
    for (std::size_t i = 0; i <= bones.size(); ++i)
      for (const char c : std::string_view("BDFHJKLMNRSTXZC")) {
        changed.insert(i, 1, c);
        more.push_back(key_of(changed, Form::skeleton));
        changed.erase(i, 1);
        if (i == bones.size() || bones[i] == c) continue;
        changed[i] = c;
        other.push_back(key_of(changed, Form::skeleton));
        changed[i] = bones[i];
      }
  }
  std::vector<std::uint64_t> less, more, other;
};

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

struct Vocabulary::Word {
  std::string_view raw;
  std::string_view folded;
  std::uint64_t mask;
};

std::uint32_t Vocabulary::add(std::string_view word, bool joined) {
  const auto [it, is_new] = ids_.try_emplace(std::string(word), static_cast<std::uint32_t>(size()));
  if (is_new) {
    pool_ += word;
    text_end_.push_back(static_cast<std::uint32_t>(pool_.size()));
    joined_.push_back(joined);
  } else if (!joined) {
    joined_[it->second] = false;
  }
  return it->second;
}

void Vocabulary::add_edge(std::string_view from, std::string_view to, int similarity,
                          Relation relation) {
  added_edges_.push_back(
      {std::string(from), std::string(to), static_cast<std::uint16_t>(similarity), relation});
}

int Vocabulary::capped(std::string_view word, int weight) const {
  if (word.size() == 1) weight = std::min(weight, kMostOneLetter);
  if (word.size() == 2) weight = std::min(weight, kMostTwoLetters);
  if (const auto cap = weight_cap(word)) weight = std::min(weight, *cap);
  return weight;
}

void Vocabulary::seal(const std::vector<std::uint32_t>& names_with, std::size_t names) {
  names_ = names;
  names_with_ = names_with;
  unknown_weight_ = log_ratio(10 * (names + 1), 7);
  records_.resize(size());
  masks_.resize(size());
  weights_.resize(size());
  for (std::uint32_t t = 0; t < size(); ++t) {
    weights_[t] = capped(text(t), log_ratio(2 * (names + 1), 2 * names_with[t] + 1));
    real_words_ += !joined_[t];
    add_keys(t);
  }
  keys_.seal();
  settle_edges();
}

void Vocabulary::settle_edges() {
  for (const Edge& edge : added_edges_) {
    std::vector<Similar>& known = edges_[edge_key(edge.from)];
    const std::string to = edge_key(edge.to);
    keys_.find(key_of(folded(edge.to), Form::folded), [&](std::uint32_t t) {
      if (!joined_[t] && edge_key(text(t)) == to)
        known.push_back({t, edge.similarity, edge.relation});
    });
  }
  std::vector<Edge>().swap(added_edges_);
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
  const std::string bones = skeleton(word);
  if (!bones.empty() && word.size() <= kMaxSkeleton) keys_.add(key_of(bones, Form::skeleton), t);
  if (is_consonantal(word)) {
    keys_.add(key_of(word, Form::consonants), t);
    return;
  }
  keys_.add(key_of(coarse, Form::folded), t);
  if (joined_[t]) return;
  if (const std::string other = other_skeleton(word); !other.empty() && other != bones)
    keys_.add(key_of(other, Form::other_skeleton), t);
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

Similar Vocabulary::compare(const Word& word, std::uint32_t t, const TokenScratch& scratch) const {
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
  if (word.folded == coarse && coarse.size() >= 2) {
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
  const Relation relation = word.folded == coarse ? Relation::folded_equal : Relation::edit;
  const std::size_t longer = std::max(word.raw.size(), other.size());
  const int most = edits_within(longer);
  if (apart(word.raw.size(), other.size()) <= most) {
    const int edits = scratch.raw.distance(other);
    if (edits <= most && edit_similarity(edits, longer) > best)
      return similar(edit_similarity(edits, longer), relation);
  }
  return similar(best, relation);
}

void Vocabulary::similar(std::string_view word, bool joined, TokenScratch& scratch,
                         std::vector<Similar>& out) const {
  out.clear();
  if (is_consonantal(word)) {
    similar_consonants(word, joined, scratch, out);
  } else {
    similar_letters(word, joined, scratch, out);
  }
  if (!joined && !is_consonantal(word)) follow_edges(edge_key(word), out);
}

void Vocabulary::similar_letters(std::string_view original, bool joined, TokenScratch& scratch,
                                 std::vector<Similar>& out) const {
  const std::string letters = read_digits(original);
  const std::string coarse = folded(letters);
  const Word word{letters, coarse, letter_mask(coarse)};
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

  const std::string bones = skeleton(letters);  // listed names may be in consonants too
  if (bones.empty() || number) return;
  keys_.find(key_of(bones, Form::consonants), [&](std::uint32_t t) {
    if (raw(t) != bones || (joined && joined_[t]) || !seen.first_time(t)) return;
    out.push_back({t, static_cast<std::uint16_t>(bones.size() >= 3 ? kSkeleton : kShortSkeleton),
                   Relation::skeleton});
  });
}

void Vocabulary::similar_consonants(std::string_view word, bool joined, TokenScratch& scratch,
                                    std::vector<Similar>& out) const {
  Seen seen(scratch, size());
  const auto look = [&](std::span<const std::uint64_t> keys, int similarity) {
    for (; !keys.empty(); keys = keys.subspan(std::min<std::size_t>(keys.size(), kMaxKeys)))
      keys_.find(keys.first(std::min<std::size_t>(keys.size(), kMaxKeys)), [&](std::uint32_t t) {
        if ((joined && joined_[t]) || !seen.first_time(t)) return;
        const bool equal = raw(t) == word;
        out.push_back({t, static_cast<std::uint16_t>(equal ? kOne : similarity),
                       equal ? Relation::equal : Relation::skeleton});
      });
  };
  const bool is_short = word.size() < 3;
  look(std::array{key_of(word, Form::skeleton)}, is_short ? kShortSkeleton : kSkeleton);
  if (joined) return;
  look(std::array{key_of(word, Form::other_skeleton)}, is_short ? kShortSkeleton : kOtherSkeleton);
  if (word.size() < 4) return;
  const ConsonantEdits edits(word.substr(0, kMaxSkeleton));
  look(edits.less, kSkeletonLess);
  look(edits.more, kSkeletonMore);
  look(edits.other, kSkeletonOther);
}

void Vocabulary::follow_edges(std::string_view key, std::vector<Similar>& out) const {
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

// Of all listed words with these consonants together: one of them is meant, but not which.
int Vocabulary::consonant_weight(std::string_view word, const std::vector<Similar>& similar) const {
  if (word.size() == 1) return kMostOneLetter;
  std::uint64_t names = 0;
  for (const Similar& s : similar)
    if (s.similarity >= kShortSkeleton && !joined_[s.token]) names += names_with_[s.token];
  return std::min(word.size() == 2 ? kMostTwoLetters : kMostConsonants,
                  log_ratio(2 * (names_ + 1), 2 * names + 1));
}

int Vocabulary::query_weight(std::string_view word, const std::vector<Similar>& similar) const {
  if (is_consonantal(word)) {
    if (word == "BN" || word == "BD" || word == "BDL") return kConsonantParticle;
    return consonant_weight(word, similar);
  }
  for (const Similar& s : similar)
    if (s.relation == Relation::equal && !joined_[s.token]) return weights_[s.token];
  return capped(word, unknown_weight_);
}

std::size_t Vocabulary::bytes() const {
  return pool_.size() + size() * (4 + 1 + 4 + 4 + sizeof(Record) + 8) + ids_.size() * 80 +
         keys_.bytes();
}

}  // namespace probity::matching
