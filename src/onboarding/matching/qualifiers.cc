#include "matching/qualifiers.h"

#include <algorithm>
#include <cstdlib>

#include "matching/scale.h"

namespace probity::matching {
namespace {

struct Judgement {
  std::string_view reason;
  int points;
};

// Births, from the best to the worst; of several listed births the best counts.
constexpr Judgement kSameDay{"the same day", 200};
constexpr Judgement kSameMonth{"the same month", 100};
constexpr Judgement kSameYear{"the same year", 50};
constexpr Judgement kInRange{"within the listed years", 0};
constexpr Judgement kSwapped{"day and month exchanged", 0};
constexpr Judgement kOtherDay{"another day of the same year", -300};
constexpr Judgement kNearYear{"another year, at most two apart", -500};
constexpr Judgement kOtherYear{"another year", -1500};
constexpr Judgement kFarYear{"another generation, more than ten years apart", -2500};

constexpr Judgement kSharedCountry{"a country in common", 100};
constexpr Judgement kOtherCountry{"no country in common", -500};
constexpr Judgement kOtherGender{"another gender", -700};

constexpr int kCircaYears = 2;  // around a year that the list gives as about

// How far the asked year lies outside the listed years.
int years_apart(int year, const Birth& listed) {
  const int slack = listed.circa ? kCircaYears : 0;
  const int first = listed.date.year - slack;
  const int last = std::max(listed.date.year, listed.until_year) + slack;
  return year < first ? first - year : year > last ? year - last : 0;
}

Judgement judge_year(int apart) {
  return apart <= 2 ? kNearYear : apart <= 10 ? kOtherYear : kFarYear;
}

Judgement judge(const PartialDate& asked, const Birth& listed) {
  const int apart = years_apart(asked.year, listed);
  if (apart > 0) return judge_year(apart);
  if (listed.circa || listed.until_year > listed.date.year) return kInRange;
  const PartialDate& other = listed.date;
  if (!asked.month || !other.month) return kSameYear;
  if (asked.month == other.month) {
    if (!asked.day || !other.day) return kSameMonth;
    return asked.day == other.day ? kSameDay : kOtherDay;
  }
  return asked.day && asked.day == other.month && asked.month == other.day ? kSwapped : kOtherDay;
}

// Calls f(qualifier, judgement) for each qualifier that both sides have and that says something.
void judge_all(const Query& query, const Entity& entity, auto f) {
  if (query.birth && query.birth->year && !entity.births.empty()) {
    Judgement best = kFarYear;
    for (const Birth& listed : entity.births)
      if (const Judgement j = judge(*query.birth, listed); j.points > best.points) best = j;
    f("birth", best);
  }
  if (!query.countries.empty() && !entity.countries.empty()) {
    const bool shared =
        std::any_of(query.countries.begin(), query.countries.end(), [&](const auto& c) {
          return std::find(entity.countries.begin(), entity.countries.end(), c) !=
                 entity.countries.end();
        });
    f("country", shared ? kSharedCountry : kOtherCountry);
  }
  if (query.gender && entity.gender && *query.gender != *entity.gender) f("gender", kOtherGender);
}

// Keeps a running score in bounds: returns what of `points` still has an effect.
int bounded(int score, int points) { return std::clamp(score + points, 0, kOne) - score; }

}  // namespace

std::vector<Delta> qualifier_deltas(const Query& query, const Entity& entity, int score) {
  std::vector<Delta> out;
  judge_all(query, entity, [&](const char* qualifier, const Judgement& j) {
    const int points = bounded(score, j.points);
    score += points;
    out.push_back({qualifier, std::string(j.reason), points});
  });
  return out;
}

std::vector<Missing> missing_facts(const Query& query, const Entity& entity, int score) {
  std::vector<Missing> out;
  const auto add = [&](const char* qualifier, int agreeing, int differing) {
    out.push_back({qualifier, score + bounded(score, agreeing), score + bounded(score, differing)});
  };
  if (!(query.birth && query.birth->year) && !entity.births.empty())
    add("birth", kSameDay.points, kFarYear.points);
  if (query.countries.empty() && !entity.countries.empty())
    add("country", kSharedCountry.points, kOtherCountry.points);
  if (!query.gender && entity.gender) add("gender", 0, kOtherGender.points);
  return out;
}

int qualifier_points(const Query& query, const Entity& entity, int score) {
  const int before = score;
  judge_all(query, entity,
            [&](const char*, const Judgement& j) { score += bounded(score, j.points); });
  return score - before;
}

}  // namespace probity::matching
