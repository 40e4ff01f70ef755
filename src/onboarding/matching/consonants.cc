#include "matching/consonants.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace probity::matching {
namespace {

// One sound as Latin letters write it: which signs write it well and which nearly.
struct Sound {
  std::string_view letters;
  std::string_view signs;
  std::string_view near;
  int left_out;  // cost when the word has no sign for it
  bool vowel = false;
};

// Longer spellings first. Costs are hundredths of a consonant.
constexpr Sound kSounds[] = {
    {"tch", "C", "J", 100},        {"sch", "C", "", 100},        {"sh", "C", "S", 100},
    {"ch", "C", "XHK", 100},       {"kh", "X", "HK", 100},       {"gh", "K", "J", 100},
    {"th", "T", "S", 100},         {"dh", "D", "Z", 100},        {"zh", "J", "ZC", 100},
    {"ph", "F", "B", 100},         {"dj", "J", "", 100},         {"dz", "J", "Z", 100},
    {"ts", "S", "T", 100},         {"tz", "S", "T", 100},        {"ck", "K", "", 100},
    {"ou", "w", "", 40, true},     {"oo", "w", "", 40, true},    {"uu", "w", "", 40, true},
    {"ee", "y", "", 40, true},     {"ii", "y", "", 40, true},    {"iy", "y", "", 45, true},
    {"yy", "y", "", 45, true},     {"ei", "y", "e", 45, true},   {"ai", "y", "ae", 45, true},
    {"ay", "y", "", 45, true},     {"ey", "y", "", 45, true},    {"au", "w", "ae", 45, true},
    {"aw", "w", "e", 45, true},    {"ow", "w", "", 45, true},    {"aa", "aoeih", "", 25, true},
    {"a", "aoeih", "yw", 0, true}, {"e", "yaoeh", "i", 0, true}, {"i", "yeo", "ia", 0, true},
    {"o", "weo", "a", 0, true},    {"u", "weo", "a", 0, true},   {"y", "y", "i", 35, true},
    {"w", "w", "F", 40},           {"v", "wF", "B", 100},        {"b", "B", "", 100},
    {"c", "KS", "", 100},          {"d", "D", "TZ", 100},        {"f", "F", "", 100},
    {"g", "K", "J", 100},          {"h", "Hh", "X", 45},         {"j", "J", "yXH", 100},
    {"k", "K", "X", 100},          {"l", "L", "", 100},          {"m", "M", "N", 100},
    {"n", "N", "M", 100},          {"p", "B", "F", 100},         {"q", "K", "", 100},
    {"r", "R", "", 100},           {"s", "S", "TZ", 100},        {"t", "T", "D", 100},
    {"x", "K", "", 100},           {"z", "Z", "DSJ", 100},
};
constexpr int kBest = 9'600;       // similarity of a word that is written in full
constexpr int kPerConsonant = 92;  // of similarity, for a hundredth of all consonants
constexpr int kNear = 35;
constexpr int kOther = 100;
constexpr std::string_view kOpening = "aoe";  // carry whatever vowel a word begins with
constexpr int kEdgeVowel = 35;                // a vowel at an end of a word is rarely left out
constexpr std::size_t kMost = 40;

// What a sign costs that Latin letters do not show.
constexpr int unshown(char sign, bool last) {
  switch (sign) {
    case 'a':
    case 'o':
      return 30;
    case 'w':
    case 'y':
      return 40;
    case 'e':
      return 8;
    case 'i':
      return 12;
    case 'h':
      return last ? 12 : 60;
    default:
      return 100;
  }
}

constexpr std::string_view kSigns = "BTJHXDRZSCKFLMNaowyeih";

// A sound with its signs as bits.
struct Heard {
  std::string_view letters;
  std::uint32_t signs = 0, near = 0;
  int left_out = 0;
  bool vowel = false;
};

constexpr std::uint32_t bits_of(std::string_view signs) {
  std::uint32_t bits = 0;
  for (const char c : signs) bits |= std::uint32_t{1} << kSigns.find(c);
  return bits;
}

const Heard* sound_at(std::string_view latin) {
  static const auto by_letter = [] {
    std::array<std::array<Heard, 8>, 128> table{};
    for (const Sound& s : kSounds) {
      auto& row = table[static_cast<unsigned char>(s.letters[0])];
      *std::ranges::find_if(row, [](const Heard& h) { return h.letters.empty(); }) = {
          s.letters, bits_of(s.signs), bits_of(s.near), s.left_out, s.vowel};
    }
    return table;
  }();
  for (const Heard& sound : by_letter[static_cast<unsigned char>(latin[0]) & 127]) {
    if (sound.letters.empty()) break;
    if (latin.starts_with(sound.letters)) return &sound;
  }
  return nullptr;
}

}  // namespace

std::string coarse_bones(std::string_view bones) {
  std::string out;
  for (const char c : bones) {
    const char merged = c == 'Z' ? 'D' : c == 'X' ? 'H' : c == 'J' ? 'K' : c;
    if (out.empty() || out.back() != merged) out += merged;
  }
  if (out.size() > 2 && out.back() == 'H') out.pop_back();
  return out;
}

int script_similarity(std::string_view marked, std::string_view latin, int least) {
  marked = marked.substr(0, kMost);
  const Heard* sounds[kMost];
  int omitted[kMost];  // cost of leaving the sound out
  std::size_t count = 0;
  int consonants = 0, signs = 0;
  for (std::size_t at = 0; at < latin.size() && count < kMost;) {
    const Heard* sound = sound_at(latin.substr(at));
    if (!sound) {
      ++at;
      continue;
    }
    at += sound->letters.size();
    if (!sound->vowel)  // doubled consonants count once
      while (at < latin.size() && sound->letters.size() == 1 && latin[at] == sound->letters[0])
        ++at;
    sounds[count++] = sound;
    consonants += !sound->vowel;
  }
  for (const char c : marked) signs += c >= 'A' && c <= 'Z';
  const int weight = std::max({consonants, signs, 3});
  const int most = (kBest - least) * weight / kPerConsonant;

  std::array<int, kMost + 1> row{};  // costs against the first j sounds
  for (std::size_t j = 0; j < count; ++j) {
    const bool edge = sounds[j]->vowel && (j == 0 || j + 1 == count);
    omitted[j] = sounds[j]->left_out + (edge ? kEdgeVowel : 0);
    row[j + 1] = row[j] + omitted[j];
  }
  for (std::size_t i = 0; i < marked.size(); ++i) {
    if (i && marked[i] == marked[i - 1]) continue;
    const int drop = unshown(marked[i], i + 1 == marked.size());
    const auto bit = static_cast<unsigned>(kSigns.find(marked[i]));
    int diagonal = row[0];
    row[0] += drop;
    int cheapest = row[0];
    for (std::size_t j = 0; j < count; ++j) {
      const Heard& s = *sounds[j];
      const bool begins = i == 0 && j == 0 && s.vowel && kOpening.find(marked[0]) != kOpening.npos;
      const int pair = begins || (s.signs >> bit & 1) ? 0 : s.near >> bit & 1 ? kNear : kOther;
      const int best = std::min({diagonal + pair, row[j + 1] + drop, row[j] + omitted[j]});
      diagonal = row[j + 1];
      row[j + 1] = best;
      cheapest = std::min(cheapest, best);
    }
    if (cheapest > most) return 0;
  }
  return row[count] > most ? 0 : kBest - row[count] * kPerConsonant / weight;
}

}  // namespace probity::matching
