#include "matching/vocabulary.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <exception>
#include <thread>

#include "matching/scale.h"
#include "matching/sound.h"

namespace probity::matching {
namespace {

std::uint32_t letters_in(std::string_view word) {
  std::uint32_t bits = 0;
  for (const char c : word) bits |= std::uint32_t{1} << (c & 31);
  return bits;
}

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

}  // namespace

std::uint32_t Vocabulary::add(const Word& word, bool joined) {
  const std::uint64_t key = id_key(word.text);
  if (const std::uint32_t* const known = ids_.find(key)) {
    if (!joined) joined_[*known] = false;
    return *known;
  }
  const auto token = static_cast<std::uint32_t>(size());
  ids_[key] = token;
  pool_ += word.text;
  text_end_.push_back(static_cast<std::uint32_t>(pool_.size()));
  joined_.push_back(joined);
  family_.push_back(0);
  if (!word.marked.empty()) marked_[token] = word.marked;
  return token;
}

// The key under which the word is or would be put: the next free one if another word has its own.
std::uint64_t Vocabulary::id_key(std::string_view word) const {
  std::uint64_t key = key_of(word, Form::raw);
  for (const std::uint32_t* known; (known = ids_.find(key)) && text(*known) != word;) key += 2;
  return key;
}

std::uint32_t Vocabulary::id_of(std::string_view word) const {
  const std::uint32_t* const known = ids_.find(id_key(word));
  return known ? *known : kNone;
}

void Vocabulary::link(std::string_view from, std::string_view to, int similarity,
                      Relation relation) {
  Pattern pattern;
  pattern.set(to);
  keys_.find(key_of(folded(to), Form::folded), [&](std::uint32_t t) {
    if (!joined_[t] && text(t) != from && pattern.distance(text(t)) <= 1)
      added_edges_.push_back(
          {key_of(from, Form::raw), {t, static_cast<std::uint16_t>(similarity), relation}});
  });
}

void Vocabulary::link_all(const std::vector<std::string>& words,
                          const std::vector<std::string>& marked, int similarity,
                          int marked_similarity, Relation relation) {
  for (const std::string& to : words) {
    const std::uint32_t listed = id_of(to);
    if (listed == kNone || joined_[listed]) continue;
    const auto add = [&](std::uint64_t key, int how_similar) {
      added_edges_.push_back({key, {listed, static_cast<std::uint16_t>(how_similar), relation}});
    };
    for (const std::string& from : words)
      if (from != to && (similarity == marked_similarity || std::min(from.size(), to.size()) > 3))
        add(key_of(from, Form::raw), similarity);
    for (const std::string& from : marked) add(key_of(from, Form::marked), marked_similarity);
  }
}

// Edges of one word lie side by side; of several to one word the best stays, the first among
// equals.
void Vocabulary::seal_links() {
  for (const Edge& edge : added_edges_) ++edges_[edge.key].count;
  std::uint32_t from = 0;
  edges_.each([&](Range& range) {
    range.from = from;
    from += range.count;
    range.count = 0;
  });
  edge_list_.resize(from);
  for (const Edge& edge : added_edges_) {
    Range& range = edges_[edge.key];
    Similar* const first = &edge_list_[range.from];
    Similar* const known = std::find_if(first, first + range.count,
                                        [&](const Similar& s) { return s.token == edge.to.token; });
    if (known == first + range.count) {
      *known = edge.to;
      ++range.count;
    } else if (known->similarity < edge.to.similarity) {
      *known = edge.to;
    }
  }
  std::vector<Edge>().swap(added_edges_);
}

void Vocabulary::seal(const std::vector<std::uint32_t>& names_with, std::size_t names) {
  static std::atomic<std::uint64_t> last_serial{0};
  serial_ = ++last_serial;
  names_ = names;
  names_with_ = names_with;
  unknown_weight_ = log_ratio(10 * (names + 1), 7);
  records_.resize(size());
  outlines_.resize(size());
  sounds_.resize(size());
  weights_.resize(size());
  // Two halves side by side; each writes its own words, so the order of things stays the same.
  const auto half = static_cast<std::uint32_t>(size() / 2);
  const auto seal_words = [&](std::uint32_t from, std::uint32_t to, KeyTable::Added& keys,
                              std::vector<std::pair<std::uint32_t, std::string>>& long_forms) {
    for (std::uint32_t t = from; t < to; ++t) {
      weights_[t] = capped(text(t), log_ratio(2 * (names_ + 1), 2 * names_with_[t] + 1),
                           2 * family_[t] > names_with_[t]);
      std::string coarse = folded(text(t));
      take_forms(t, coarse);
      add_keys(t, coarse, keys);
      if (coarse.size() > sizeof(Block::letters)) long_forms.emplace_back(t, std::move(coarse));
    }
  };
  KeyTable::Added keys[2];
  std::vector<std::pair<std::uint32_t, std::string>> long_forms[2];
  std::exception_ptr failure;
  std::thread first([&] {
    try {
      seal_words(0, half, keys[0], long_forms[0]);
    } catch (...) {
      failure = std::current_exception();
    }
  });
  try {
    seal_words(half, static_cast<std::uint32_t>(size()), keys[1], long_forms[1]);
  } catch (...) {
    first.join();
    throw;
  }
  first.join();
  if (failure) std::rethrow_exception(failure);
  for (int i = 0; i < 2; ++i) {
    keys_.add(keys[i]);
    KeyTable::Added().swap(keys[i]);
    for (auto& [token, form] : long_forms[i]) long_folded_[token] = std::move(form);
  }
  real_words_ = static_cast<std::size_t>(std::ranges::count(joined_, 0));
  keys_.seal();
}

Vocabulary::Block Vocabulary::block_of(std::string_view form) {
  Block block{};
  block.length = static_cast<std::uint8_t>(form.size());
  std::memcpy(block.letters, form.data(), std::min(form.size(), sizeof block.letters));
  return block;
}

Vocabulary::Outline Vocabulary::outline_of(std::string_view raw, std::string_view folded,
                                           bool joined) {
  return {letters_in(raw),
          letters_in(folded),
          static_cast<std::uint8_t>(raw.size()),
          static_cast<std::uint8_t>(folded.size()),
          joined,
          is_consonantal(raw)};
}

void Vocabulary::take_forms(std::uint32_t t, std::string_view coarse) {
  const std::string_view word = text(t);
  records_[t] = {block_of(word), block_of(coarse)};
  outlines_[t] = outline_of(word, coarse, joined_[t]);
  if (!is_consonantal(word)) sounds_[t].hear(word);
}

void Vocabulary::add_keys(std::uint32_t t, std::string_view coarse, KeyTable::Added& out) const {
  const std::string_view word = text(t);
  out.emplace_back(key_of(word, Form::raw), t);
  if (is_consonantal(word)) {
    out.emplace_back(key_of(coarse_bones(word), Form::consonants), t);
    return;
  }
  add_bones(word, joined_[t], [&](std::uint64_t key) { out.emplace_back(key, t); });
  out.emplace_back(key_of(coarse, Form::folded), t);
  if (joined_[t]) return;
  std::uint64_t gaps[kMaxKeys];
  int count = gap_keys(coarse, folded_gaps(coarse.size()), Form::folded_gap, gaps, 0);
  count = gap_keys(word, raw_gaps(word.size()), Form::raw_gap, gaps, count);
  for (int i = 0; i < count; ++i) out.emplace_back(gaps[i], t);
}

std::string_view Vocabulary::raw(std::uint32_t t) const {
  const Block& block = records_[t].raw;
  return block.length <= sizeof block.letters ? std::string_view(block.letters, block.length)
                                              : text(t);
}

std::string_view Vocabulary::folded_form(std::uint32_t t) const {
  const Block& block = records_[t].folded;
  if (block.length <= sizeof block.letters) return {block.letters, block.length};
  return long_folded_.find(t)->second;
}

std::size_t Vocabulary::bytes() const {
  return pool_.size() +
         size() * (4 + 1 + 4 + 4 + 4 + sizeof(Record) + sizeof(Outline) + sizeof(Sounds)) +
         ids_.bytes() + edges_.bytes() + edge_list_.size() * sizeof(Similar) + keys_.bytes();
}

}  // namespace probity::matching
