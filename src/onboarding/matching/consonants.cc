#include "matching/consonants.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "matching/sound.h"

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
  for (const char c : signs)
    if (const auto at = kSigns.find(c); at != kSigns.npos) bits |= std::uint32_t{1} << at;
  return bits;
}

constexpr std::size_t kSoundCount = std::size(kSounds);

constexpr auto kHeard = [] {
  std::array<Heard, kSoundCount> out{};
  for (std::size_t i = 0; i < kSoundCount; ++i) {
    const Sound& s = kSounds[i];
    out[i] = {s.letters, bits_of(s.signs), bits_of(s.near), s.left_out, s.vowel};
  }
  return out;
}();

// The numbers of the sounds that begin with a letter, longer spellings first.
struct Row {
  std::uint8_t count = 0;
  std::uint8_t sounds[7] = {};
};
constexpr auto kByLetter = [] {
  std::array<Row, 128> out{};
  for (std::size_t i = 0; i < kSoundCount; ++i) {
    Row& row = out[static_cast<unsigned char>(kSounds[i].letters[0])];
    row.sounds[row.count++] = static_cast<std::uint8_t>(i);
  }
  return out;
}();

int sound_at(std::string_view latin) {  // -1 when there is none
  const Row& row = kByLetter[static_cast<unsigned char>(latin[0]) & 127];
  for (int k = 0; k < row.count; ++k)
    if (begins_with(latin, kHeard[row.sounds[k]].letters)) return row.sounds[k];
  return -1;
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

void Sounds::hear(std::string_view latin) {
  *this = {};
  for (std::size_t at = 0; at < latin.size() && count < kMostSounds;) {
    const int heard = sound_at(latin.substr(at));
    if (heard < 0) {
      ++at;
      continue;
    }
    const Heard& sound = kHeard[static_cast<std::size_t>(heard)];
    at += sound.letters.size();
    if (!sound.vowel)  // doubled consonants count once
      while (at < latin.size() && sound.letters.size() == 1 && latin[at] == sound.letters[0]) ++at;
    ids[count++] = static_cast<std::uint8_t>(heard);
    consonants += !sound.vowel;
    signs |= sound.signs;
    near |= sound.near;
  }
}

void Marks::read(std::string_view marked) {
  *this = {};
  marked = marked.substr(0, kMostSounds);
  for (std::size_t i = 0; i < marked.size(); ++i) {
    consonants += marked[i] >= 'A' && marked[i] <= 'Z';
    if (i && marked[i] == marked[i - 1]) continue;
    bits[count] = bits_of(marked.substr(i, 1));
    drops[count] = unshown(marked[i], i + 1 == marked.size());
    signs |= bits[count++];
  }
  opens = count && kOpening.find(marked[0]) != kOpening.npos;
}

int script_similarity(const Marks& word, const Sounds& heard, int least) {
  const int weight = std::max({int{word.consonants}, int{heard.consonants}, 3});
  const int most = (kBest - least) * weight / kPerConsonant;

  // What no pairing of signs and sounds can avoid.
  const Heard* sounds[kMostSounds];
  int omitted[kMostSounds];  // cost of leaving the sound out
  const int count = heard.count;
  int at_least = 0;
  for (int j = 0; j < count; ++j) {
    const Heard& s = *(sounds[j] = &kHeard[heard.ids[j]]);
    const bool edge = s.vowel && (j == 0 || j + 1 == count);
    omitted[j] = s.left_out + (edge ? kEdgeVowel : 0);
    if ((s.signs & word.signs) || (j == 0 && s.vowel && word.opens)) continue;
    at_least += std::min(omitted[j], s.near & word.signs ? kNear : kOther);
  }
  if (at_least > most) return 0;
  const bool begins = word.opens && count && sounds[0]->vowel;
  at_least = 0;
  for (int i = begins; i < word.count; ++i)
    if (!(word.bits[i] & heard.signs))
      at_least += word.bits[i] & heard.near ? std::min(kNear, word.drops[i]) : word.drops[i];
  if (at_least > most) return 0;

  int row[kMostSounds + 1];  // costs against the first j sounds
  row[0] = 0;
  for (int j = 0; j < count; ++j) row[j + 1] = row[j] + omitted[j];
  for (int i = 0; i < word.count; ++i) {
    const int drop = word.drops[i];
    const std::uint32_t bit = word.bits[i];
    int diagonal = row[0];
    row[0] += drop;
    int cheapest = row[0];
    for (int j = 0; j < count; ++j) {
      const Heard& s = *sounds[j];
      const int pair = (s.signs & bit) || (begins && i == 0 && j == 0) ? 0
                       : s.near & bit                                  ? kNear
                                                                       : kOther;
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
