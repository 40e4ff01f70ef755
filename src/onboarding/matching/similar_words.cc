// The search for listed words like a given one: candidates by keys, then comparisons.
#include <algorithm>
#include <bit>

#include "matching/knowledge.h"
#include "matching/scale.h"
#include "matching/sound.h"
#include "matching/vocabulary.h"

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
constexpr std::size_t kAhead = 8;  // memory is asked for so many words before it is read

int edit_similarity(int edits, int length) { return kOne - kOne * edits / length; }

int apart(int a, int b) { return a > b ? a - b : b - a; }

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

}  // namespace

struct Vocabulary::Asked {
  std::string_view raw, folded;
  Outline outline;
  bool known;  // a name or word of its own, so that another is hardly meant
};

// Each edit changes at most two of the letters that occur.
bool Vocabulary::may_be_similar(const Asked& word, const Outline& other) const {
  const Outline& own = word.outline;
  const auto within = [](int a, int b, std::uint32_t letters) {
    const int most = edits_within(static_cast<std::size_t>(std::max(a, b)));
    return apart(a, b) <= most && std::popcount(letters) <= 2 * most;
  };
  return (own.folded_length == other.folded_length && own.folded_letters == other.folded_letters) ||
         within(own.folded_length, other.folded_length,
                own.folded_letters ^ other.folded_letters) ||
         within(own.raw_length, other.raw_length, own.raw_letters ^ other.raw_letters);
}

// The edits from the word at hand to every word found, in both forms.
void Vocabulary::count_edits(TokenScratch& scratch) const {
  const auto count = [&](const Pattern& pattern, auto form, auto block,
                         std::vector<std::uint8_t>& edits) {
    scratch.words.clear();
    for (const std::uint32_t t : scratch.found) {
      const Block& b = block(records_[t]);
      scratch.words.push_back({b.letters, std::min<std::uint8_t>(b.length, sizeof b.letters)});
    }
    edits.resize(scratch.found.size());
    edit_distances(pattern, scratch.words, lanes_in_use(), edits.data());
    for (std::size_t i = 0; i < edits.size(); ++i)
      if (block(records_[scratch.found[i]]).length > sizeof(Block::letters))
        edits[i] = static_cast<std::uint8_t>(pattern.distance(form(scratch.found[i])));
  };
  count(
      scratch.raw, [&](std::uint32_t t) { return raw(t); },
      [](const Record& r) -> const Block& { return r.raw; }, scratch.raw_edits);
  count(
      scratch.folded, [&](std::uint32_t t) { return folded_form(t); },
      [](const Record& r) -> const Block& { return r.folded; }, scratch.folded_edits);
}

Similar Vocabulary::compare(const Asked& word, std::uint32_t t, int raw_edits,
                            int folded_edits) const {
  const auto similar = [&](int similarity, Relation relation) {
    return Similar{t, static_cast<std::uint16_t>(similarity), relation};
  };
  const Outline& other = outlines_[t];
  const int raw_length = other.raw_length, own_raw = word.outline.raw_length;
  const int folded_length = other.folded_length, own_folded = word.outline.folded_length;
  if (raw_edits == 0 && raw(t) == word.raw) return similar(kOne, Relation::equal);

  const bool sounds_equal = other.folded_letters == word.outline.folded_letters &&
                            folded_length == own_folded && folded_form(t) == word.folded;
  const Relation relation = sounds_equal ? Relation::folded_equal : Relation::edit;
  const auto known_other = [&](int similarity) {
    return word.known && !sounds_equal ? scaled(similarity, kKnownOther) : similarity;
  };
  int best = 0;
  if (sounds_equal && folded_length >= 2 && apart(own_raw, raw_length) <= 2) {
    if (folded_length >= 3) return similar(kFoldedEqual, relation);
    best = kShortFoldedEqual;
  } else if (own_folded >= 4 && folded_length >= 4) {
    const int longer = std::max(own_folded, folded_length);
    if (folded_edits <= edits_within(static_cast<std::size_t>(longer)))
      best = known_other(scaled(edit_similarity(folded_edits, longer), kFoldedEdit));
  }
  const int longer = std::max(own_raw, raw_length);
  if (raw_edits <= edits_within(static_cast<std::size_t>(longer)))
    best = std::max(best, known_other(edit_similarity(raw_edits, longer)));
  return similar(best, relation);
}

void Vocabulary::similar(const Word& word, bool joined, TokenScratch& scratch,
                         std::vector<Similar>& out) const {
  out.clear();
  const std::uint64_t key =
      word.marked.empty() ? key_of(word.text, Form::raw) : key_of(word.marked, Form::marked);
  if (!joined) edges_.prefetch(key);
  if (is_consonantal(word.text))
    similar_consonants(word, joined, scratch, out);
  else
    similar_letters(word.text, joined, scratch, out);
  if (!joined) follow_edges(key, scratch, out);
}

void Vocabulary::similar_letters(std::string_view original, bool joined, TokenScratch& scratch,
                                 std::vector<Similar>& out) const {
  const std::string letters = read_digits(original);
  const std::string coarse = folded(letters);
  Asked word{letters, coarse, outline_of(letters, coarse, joined), false};
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

  scratch.seen.reset(size());
  if (digits_read)
    keys_.find(key_of(original, Form::raw), [&](std::uint32_t t) {
      if (raw(t) == original && scratch.seen.insert(t)) out.push_back({t, kOne, Relation::equal});
    });
  scratch.found.clear();
  const auto find = [&](std::uint32_t t) {
    if (!scratch.seen.insert(t)) return;
    __builtin_prefetch(&outlines_[t]);
    scratch.found.push_back(t);
  };
  if (scratch.every_word && !joined && !number) {
    for (std::uint32_t t = 0; t < size(); ++t)
      if (!outlines_[t].joined && !outlines_[t].consonantal) find(t);
  }
  keys_.find(std::span<const std::uint64_t>(keys, count), find);
  std::erase_if(scratch.found, [&](std::uint32_t t) {
    if ((joined && outlines_[t].joined) || !may_be_similar(word, outlines_[t])) return true;
    __builtin_prefetch(&records_[t]);
    return false;
  });
  // A name of its own hardly stands for another: frequent on the list, or known as a word.
  word.known = has_weight_cap(letters);
  if (!word.known)
    for (const std::uint32_t t : scratch.found)
      word.known |= outlines_[t].raw_letters == word.outline.raw_letters && raw(t) == letters &&
                    names_with_[t] > kFewNames && !outlines_[t].joined;
  scratch.raw.set(letters);
  scratch.folded.set(coarse);
  count_edits(scratch);
  for (std::size_t i = 0; i < scratch.found.size(); ++i) {
    Similar s = compare(word, scratch.found[i], scratch.raw_edits[i], scratch.folded_edits[i]);
    if (number && s.relation != Relation::equal) continue;
    if (digits_read) {
      s.similarity = static_cast<std::uint16_t>(scaled(s.similarity, kDigits));
      if (s.relation == Relation::equal) s.relation = Relation::digit;
    }
    if (s.similarity >= kLeastSimilarity) out.push_back(s);
  }
  scratch.raw.clear();
  scratch.folded.clear();

  if (!marked_.empty() && !number) similar_to_consonants(letters, joined, scratch, out);
}

// Listed names may be in consonants too.
void Vocabulary::similar_to_consonants(std::string_view letters, bool joined, TokenScratch& scratch,
                                       std::vector<Similar>& out) const {
  const std::string bones = coarse_bones(skeleton(letters));
  if (bones.empty()) return;
  scratch.sounds.hear(letters);
  keys_.find(key_of(bones, Form::consonants), [&](std::uint32_t t) {
    const auto marked = marked_.find(t);  // another word's key may have the same print
    if (marked == marked_.end() || (joined && joined_[t])) return;
    scratch.marks.read(marked->second);
    const int similarity =
        sized(script_similarity(scratch.marks, scratch.sounds, kLeastBones), raw(t).size());
    if (similarity >= kLeastSimilarity)
      out.push_back({t, static_cast<std::uint16_t>(similarity), Relation::skeleton});
  });
}

Similar Vocabulary::compare_consonants(const Word& word, std::uint32_t t,
                                       TokenScratch& scratch) const {
  if (!outlines_[t].consonantal) {
    const int similarity = script_similarity(scratch.marks, sounds_[t], kLeastBones);
    return {t, static_cast<std::uint16_t>(sized(similarity, word.text.size())), Relation::skeleton};
  }
  const std::string_view other = raw(t);
  if (other == word.text) return {t, kOne, Relation::equal};
  const std::size_t longer = std::max(other.size(), word.text.size());
  const int edits = scratch.raw.distance(other);
  const int similarity =
      longer >= 4 && edits <= 1 ? edit_similarity(edits, static_cast<int>(longer)) : 0;
  return {t, static_cast<std::uint16_t>(similarity), Relation::edit};
}

void Vocabulary::similar_consonants(const Word& word, bool joined, TokenScratch& scratch,
                                    std::vector<Similar>& out) const {
  const std::string bones = coarse_bones(std::string_view(word.text).substr(0, kMaxSkeleton));
  std::uint64_t keys[kMaxKeys];
  scratch.seen.reset(size());
  scratch.raw.set(word.text);
  scratch.marks.read(word.marked);
  int best = 0;
  const auto look = [&](int count) {
    auto& found = scratch.found;
    found.clear();
    keys_.find(std::span<const std::uint64_t>(keys, count), [&](std::uint32_t t) {
      if (scratch.seen.insert(t)) found.push_back(t);
    });
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (i + kAhead < found.size()) {
        __builtin_prefetch(&outlines_[found[i + kAhead]]);
        __builtin_prefetch(&sounds_[found[i + kAhead]]);
      }
      if (joined && outlines_[found[i]].joined) continue;
      const Similar s = compare_consonants(word, found[i], scratch);
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

void Vocabulary::follow_edges(std::uint64_t key, TokenScratch& scratch,
                              std::vector<Similar>& out) const {
  const Range* const edges = edges_.find(key);
  if (!edges) return;
  scratch.seen.reset(size());
  for (const Similar& known : out) scratch.seen.insert(known.token);
  for (std::uint32_t i = 0; i < edges->count; ++i) {
    const Similar& edge = edge_list_[edges->from + i];
    if (scratch.seen.insert(edge.token)) {
      out.push_back(edge);
      continue;
    }
    Similar& known = *std::find_if(out.begin(), out.end(),
                                   [&](const Similar& o) { return o.token == edge.token; });
    if (known.similarity < edge.similarity) known = edge;
  }
}

}  // namespace probity::matching
