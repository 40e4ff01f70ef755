#include "matching/ofac_score.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "matching/scale.h"

namespace probity::matching {
namespace {

constexpr std::size_t kMost = 250;  // letters of a name, and words of it, that are read
constexpr int kLeastWord = 5'000;
constexpr int kBoostFrom = 7'000;  // words gain from a common beginning only from here on
constexpr std::int64_t kFine = 1'000'000;

// Jaro similarity in millionths.
std::int64_t jaro(std::string_view a, std::string_view b) {
  const int n = static_cast<int>(a.size()), m = static_cast<int>(b.size());
  if (n == 0 || m == 0) return 0;
  const int window = std::max(0, std::max(n, m) / 2 - 1);
  std::array<bool, kMost> in_a{}, in_b{};
  int common = 0;
  for (int i = 0; i < n; ++i)
    for (int j = std::max(0, i - window), end = std::min(m - 1, i + window); j <= end; ++j)
      if (!in_b[j] && a[i] == b[j]) {
        in_a[i] = in_b[j] = true;
        ++common;
        break;
      }
  if (common == 0) return 0;
  int moved = 0;
  for (int i = 0, j = 0; i < n; ++i) {
    if (!in_a[i]) continue;
    while (!in_b[j]) ++j;
    moved += a[i] != b[j++];
  }
  return (kFine * common / n + kFine * common / m + kFine * (2 * common - moved) / (2 * common)) /
         3;
}

int jaro_winkler(std::string_view a, std::string_view b, int boost_from) {
  const std::int64_t base = jaro(a, b);
  if (base < boost_from * (kFine / kOne)) return static_cast<int>(base * kOne / kFine);
  int same = 0;
  while (same < 4 && same < static_cast<int>(std::min(a.size(), b.size())) && a[same] == b[same])
    ++same;
  return static_cast<int>((base + same * (kFine - base) / 10) * kOne / kFine);
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text.substr(0, kMost)) {
    if (c == '\'' || c == '.') continue;
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 128;
    if (letter)
      words.back() += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

std::string together(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
  return out.substr(0, kMost);
}

}  // namespace

int ofac_score(std::string_view asked, std::string_view listed) {
  std::vector<std::string> a = words_of(asked);
  const std::vector<std::string> b = words_of(listed);
  if (a.empty() || b.empty()) return 0;
  const std::string whole = together(a), other = together(b);
  int best = whole[0] == other[0] ? jaro_winkler(whole, other, 0) : 0;

  std::vector<std::string> telling;
  for (const auto& word : a)
    if (word.size() > 2) telling.push_back(word);
  if (telling.empty()) telling = std::move(a);
  std::int64_t total = 0;
  for (const auto& word : telling) {
    int similarity = 0;
    for (const auto& o : b) similarity = std::max(similarity, jaro_winkler(word, o, kBoostFrom));
    if (similarity >= kLeastWord) total += similarity;
  }
  return std::max(best, static_cast<int>(total / static_cast<std::int64_t>(telling.size())));
}

}  // namespace probity::matching
