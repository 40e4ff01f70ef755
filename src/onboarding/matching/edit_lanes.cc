#include "matching/edit_lanes.h"

#include <algorithm>
#include <atomic>

namespace probity::matching {
namespace {

constexpr std::size_t kMostPattern = 16;  // letters, a bit of a lane each

// Hyyrö's step on all lanes at once (see distance.h): a lane is 16 bits, the rows are the vectors
// of the compiler, which becomes one instruction per operation in the functions below.
template <class V>
[[gnu::always_inline]] inline void distances_of(std::string_view pattern, const LaneWord* words,
                                                std::size_t count, std::uint8_t* distances) {
  constexpr std::size_t width = sizeof(V) / sizeof(std::uint16_t);
  alignas(V) std::uint16_t text[kMaxLaneLetters][width];
  V length{};
  std::size_t longest = 0, shortest = kMaxLaneLetters;
  for (std::size_t lane = 0; lane < width; ++lane) {
    const LaneWord& word = words[std::min(lane, count - 1)];
    length[lane] = word.length;
    longest = std::max<std::size_t>(longest, word.length);
    shortest = std::min<std::size_t>(shortest, word.length);
    for (std::size_t at = 0; at < word.length; ++at)
      text[at][lane] = static_cast<unsigned char>(word.letters[at]);
  }
  for (std::size_t lane = 0; lane < width; ++lane)  // what lies behind a word is not counted
    for (std::size_t at = length[lane]; at < longest; ++at) text[at][lane] = 0;

  const V zero{}, one = zero + 1, all = ~zero;
  const auto last = static_cast<std::uint16_t>(1u << (pattern.size() - 1));
  const V top = zero + last;
  V letters[kMostPattern], bits[kMostPattern];
  for (std::size_t k = 0; k < pattern.size(); ++k) {
    const std::uint16_t letter = static_cast<unsigned char>(pattern[k]);
    const auto bit = static_cast<std::uint16_t>(1u << k);
    letters[k] = zero + letter;
    bits[k] = zero + bit;
  }
  V vp = all, vn = zero, d0 = zero, before = zero;
  V distance = zero + static_cast<std::uint16_t>(pattern.size());
  for (std::size_t at = 0; at < longest; ++at) {
    const V letter = *reinterpret_cast<const V*>(text[at]);
    V match = zero;
    for (std::size_t k = 0; k < pattern.size(); ++k)
      match |= reinterpret_cast<V>(letter == letters[k]) & bits[k];
    const V swapped = ((~d0 & match) << 1) & before;
    d0 = (((match & vp) + vp) ^ vp) | match | vn | swapped;
    V hp = vn | ~(d0 | vp);
    const V hn = d0 & vp;
    V more = reinterpret_cast<V>((hp & top) != zero) & one;
    V less = reinterpret_cast<V>((hn & top) != zero) & one;
    if (at >= shortest) {
      const V active = reinterpret_cast<V>(length > (zero + static_cast<std::uint16_t>(at)));
      more &= active;
      less &= active;
    }
    distance += more - less;
    hp = (hp << 1) | one;
    vp = (hn << 1) | ~(d0 | hp);
    vn = hp & d0;
    before = match;
  }
  for (std::size_t lane = 0; lane < count; ++lane)
    distances[lane] = static_cast<std::uint8_t>(distance[lane]);
}

void one_by_one(const Pattern& pattern, std::span<const LaneWord> words, std::uint8_t* distances) {
  for (std::size_t i = 0; i < words.size(); ++i)
    distances[i] = static_cast<std::uint8_t>(pattern.distance({words[i].letters, words[i].length}));
}

#if defined(__x86_64__)

typedef std::uint16_t Row16 __attribute__((vector_size(32)));
typedef std::uint16_t Row32 __attribute__((vector_size(64)));

[[gnu::target("avx2")]] void by_sixteen(std::string_view pattern, const LaneWord* words,
                                        std::size_t count, std::uint8_t* distances) {
  distances_of<Row16>(pattern, words, count, distances);
}

[[gnu::target("avx512f,avx512bw")]] void by_thirty_two(std::string_view pattern,
                                                       const LaneWord* words, std::size_t count,
                                                       std::uint8_t* distances) {
  distances_of<Row32>(pattern, words, count, distances);
}

#endif

std::atomic<Lanes>& chosen() {
  static std::atomic<Lanes> lanes{has_lanes(Lanes::thirty_two) ? Lanes::thirty_two
                                  : has_lanes(Lanes::sixteen)  ? Lanes::sixteen
                                                               : Lanes::one};
  return lanes;
}

}  // namespace

bool has_lanes(Lanes lanes) {
#if defined(__x86_64__)
  if (lanes == Lanes::thirty_two)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
  if (lanes == Lanes::sixteen) return __builtin_cpu_supports("avx2");
#endif
  return lanes == Lanes::one;
}

Lanes lanes_in_use() { return chosen().load(std::memory_order_relaxed); }
void use_lanes(Lanes lanes) { chosen().store(lanes, std::memory_order_relaxed); }

std::string_view lanes_text(Lanes lanes) {
  constexpr std::string_view texts[] = {"one by one", "AVX2, 16 lanes", "AVX-512, 32 lanes"};
  return texts[static_cast<int>(lanes)];
}

void edit_distances(const Pattern& pattern, std::span<const LaneWord> words, Lanes lanes,
                    std::uint8_t* distances) {
  const std::string_view word = pattern.word();
  if (word.empty() || word.size() > kMostPattern) lanes = Lanes::one;
#if defined(__x86_64__)
  constexpr std::size_t few = 4;  // that are not worth a row of lanes
  const auto rows = [&](std::size_t width, auto row) {
    while (words.size() >= few) {
      const std::size_t count = std::min(width, words.size());
      row(word, words.data(), count, distances);
      words = words.subspan(count);
      distances += count;
    }
  };
  if (lanes == Lanes::thirty_two)
    rows(32, by_thirty_two);
  else if (lanes == Lanes::sixteen)
    rows(16, by_sixteen);
#endif
  one_by_one(pattern, words, distances);
}

}  // namespace probity::matching
