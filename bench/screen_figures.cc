#include "screen_figures.h"

#include <algorithm>
#include <time.h>

namespace probity::bench {
namespace {

using matching::Explanation;
using matching::Hit;

double cpu_us() {
  timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_nsec) / 1e3;
}

std::string in_words(const Explanation& e) {
  std::string out;
  for (const auto& m : e.matches)
    out += "[" + m.query + " = " + m.listed + ", " + std::string(relation_text(m.relation)) + " " +
           std::to_string(m.similarity) + ", weight " + std::to_string(m.weight) + "] ";
  for (const auto& u : e.query_unmatched)
    out += "[asked only: " + u.token + ", weight " + std::to_string(u.weight) + "] ";
  for (const auto& u : e.listed_unmatched)
    out += "[listed only: " + u.token + ", weight " + std::to_string(u.weight) + "] ";
  for (const auto& f : e.factors) out += "[" + f.reason + "] ";
  return out;
}

constexpr int kTelling = 15'000;

std::string nature_of(const Explanation& e) {
  const auto telling = [](const auto& u) { return u.weight > kTelling; };
  const bool asked = std::any_of(e.query_unmatched.begin(), e.query_unmatched.end(), telling);
  const bool listed = std::any_of(e.listed_unmatched.begin(), e.listed_unmatched.end(), telling);
  if (asked && listed) return "each side has a word that the other lacks";
  if (asked) return "the query has a word more";
  if (!e.factors.empty()) return "too few telling words agree";
  if (listed) return "the listed name has a word more";
  return "words are spelled differently";
}

}  // namespace

std::vector<Result> run(const Index& index, const std::vector<Case>& cases, int rounds,
                        const matching::SearchOptions& options) {
  std::vector<Result> results(cases.size());
  for (int round = 0; round < rounds; ++round)
    for (std::size_t i = 0; i < cases.size(); ++i) {
      const double start = cpu_us();
      const Answer answer = index.search(cases[i].query, options);
      const double took = cpu_us() - start;
      Result& r = results[i];
      r.cpu_us = round == 0 ? took : std::min(r.cpu_us, took);
      if (round) continue;
      for (const Hit& hit : answer.hits)
        r.hits.emplace_back(index.entities()[hit.entity].id, hit.score);
    }
  return results;
}

bool expected(const Case& c, const std::string& id) {
  return std::find(c.expect.begin(), c.expect.end(), id) != c.expect.end();
}

int silent_score(const std::vector<Case>& cases, const std::vector<Result>& results, double rate) {
  std::vector<int> best;
  for (std::size_t i = 0; i < cases.size(); ++i)
    if (cases[i].expect.empty())
      best.push_back(results[i].hits.empty() ? 0 : results[i].hits[0].second);
  std::sort(best.begin(), best.end(), std::greater<>());
  return best[static_cast<std::size_t>(static_cast<double>(best.size()) * rate)];
}

Share recall(const std::vector<Case>& cases, const std::vector<Result>& results, const Group& group,
             int silent) {
  Share share;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (cases[i].expect.empty() || !group(cases[i])) continue;
    ++share.all;
    share.found += std::any_of(results[i].hits.begin(), results[i].hits.end(), [&](const auto& h) {
      return h.second > silent && expected(cases[i], h.first);
    });
  }
  return share;
}

Share first_hit(const std::vector<Case>& cases, const std::vector<Result>& results,
                const Group& group) {
  Share share;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (cases[i].expect.empty() || !group(cases[i])) continue;
    ++share.all;
    const auto& hits = results[i].hits;
    share.found += std::any_of(hits.begin(), hits.end(), [&](const auto& hit) {
      return hit.second == hits[0].second && expected(cases[i], hit.first);
    });
  }
  return share;
}

double percentile(const std::vector<Result>& results, double p) {
  std::vector<double> times;
  for (const Result& r : results) times.push_back(r.cpu_us);
  std::sort(times.begin(), times.end());
  return times[std::min(times.size() - 1,
                        static_cast<std::size_t>(static_cast<double>(times.size()) * p))];
}

double names_per_second(const std::vector<Result>& results) {
  double total = 0;
  for (const Result& r : results) total += r.cpu_us;
  return static_cast<double>(results.size()) / total * 1e6;
}

std::vector<Error> errors(const Index& index, const std::vector<Case>& cases, int silent) {
  std::vector<Error> out;
  for (const Case& c : cases) {
    const Answer answer = index.search(c.query, {.limit = matching::kMaxHits});
    const bool innocent = c.expect.empty();
    const auto hit = std::find_if(answer.hits.begin(), answer.hits.end(), [&](const Hit& h) {
      return innocent || expected(c, index.entities()[h.entity].id);
    });
    const int score = hit == answer.hits.end() ? 0 : hit->score;
    if (innocent != (score > silent)) continue;
    if (score == 0)
      out.push_back({&c, 0, {}, {}, "the expected entity was no candidate"});
    else
      out.push_back({&c, score, hit->explanation->listed_name, in_words(*hit->explanation),
                     nature_of(*hit->explanation)});
  }
  return out;
}

}  // namespace probity::bench
