// Measures the name-matching engine on the development split: quality at small false-alert rates,
// speed on one core, and what building costs. Figures of the measured sketch stand beside each.
//
//   bench_screen [--data DIR] [--nicknames] [--json FILE] [--answers FILE] [--rounds N]
//
// DIR is data/screening of the shared folder (default: $PROBITY_SHARED/data/screening, then
// ../shared/data/screening). --nicknames adds the large nickname file to the pairs that ship.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <time.h>
#include <vector>

#include "matching/evaluation.h"

namespace {

using namespace probity::matching;
using namespace probity::matching::evaluation;

struct Settings {
  std::string data;
  std::string json;
  std::string answers;
  bool nicknames = false;
  int rounds = 3;
};

struct Result {
  std::vector<std::pair<std::string, int>> hits;
  double cpu_us = 0;
};

// ---- measuring

Dictionary dictionary_for(const Settings& settings) {
  Dictionary dictionary = Dictionary::standard();
  if (settings.nicknames)
    for (const auto& line : lines_of(settings.data + "/dict/nicknames_names.csv.zst")) {
      const auto f = csv_fields(line);
      if (f.size() == 3 && f[1] == "has_nickname") dictionary.nicknames.emplace_back(f[0], f[2]);
    }
  return dictionary;
}

double cpu_us() {
  timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_nsec) / 1e3;
}

// The quietest of several rounds counts for each query's time.
std::vector<Result> run(const Index& index, const std::vector<Case>& cases, int rounds,
                        bool explain) {
  std::vector<Result> results(cases.size());
  for (int round = 0; round < rounds; ++round)
    for (std::size_t i = 0; i < cases.size(); ++i) {
      const double start = cpu_us();
      const Answer answer = index.search(cases[i].query, {.limit = 10, .explain = explain});
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

// The highest score that may not alert so that at most `rate` of the innocents do.
int silent_score(const std::vector<Case>& cases, const std::vector<Result>& results, double rate) {
  std::vector<int> best;
  for (std::size_t i = 0; i < cases.size(); ++i)
    if (cases[i].expect.empty())
      best.push_back(results[i].hits.empty() ? 0 : results[i].hits[0].second);
  std::sort(best.begin(), best.end(), std::greater<>());
  return best[static_cast<std::size_t>(static_cast<double>(best.size()) * rate)];
}

using Group = std::function<bool(const Case&)>;

double recall(const std::vector<Case>& cases, const std::vector<Result>& results,
              const Group& group, int silent) {
  int all = 0, found = 0;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (cases[i].expect.empty() || !group(cases[i])) continue;
    ++all;
    found += std::any_of(results[i].hits.begin(), results[i].hits.end(), [&](const auto& hit) {
      return hit.second > silent && expected(cases[i], hit.first);
    });
  }
  return all ? static_cast<double>(found) / all : 0;
}

double first_hit(const std::vector<Case>& cases, const std::vector<Result>& results,
                 const Group& group) {
  int all = 0, found = 0;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (cases[i].expect.empty() || !group(cases[i])) continue;
    ++all;
    const auto& hits = results[i].hits;
    found += std::any_of(hits.begin(), hits.end(), [&](const auto& hit) {
      return hit.second == hits[0].second && expected(cases[i], hit.first);
    });
  }
  return all ? static_cast<double>(found) / all : 0;
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

// ---- the table

struct Row {
  std::string name;
  double value;
  std::string unit;
  double limit;  // the sketch's figure
};

void add_quality(const std::vector<Case>& cases, const std::vector<Result>& results,
                 std::vector<Row>& rows) {
  const Group real = [](const Case& c) { return !c.synthetic; };
  struct {
    const char* name;
    Group group;
    double sketch[3];
  } const groups[] = {
      {"real Latin",
       [](const Case& c) { return !c.synthetic && !c.other_script; },
       {.780, .652, .550}},
      {"other scripts",
       [](const Case& c) { return !c.synthetic && c.other_script; },
       {.871, .730, .572}},
      {"all real", real, {.809, .677, .557}},
      {"synthetic", [](const Case& c) { return c.synthetic; }, {.939, .846, .778}},
  };
  constexpr struct {
    const char* name;
    double rate;
  } rates[] = {{"1 %", .01}, {"0.3 %", .003}, {"0.1 %", .001}};
  for (int r = 0; r < 3; ++r) {
    const int silent = silent_score(cases, results, rates[r].rate);
    for (const auto& g : groups)
      rows.push_back({"recall at " + std::string(rates[r].name) + ", " + g.name,
                      recall(cases, results, g.group, silent), "share", g.sketch[r]});
    rows.push_back({"threshold at " + std::string(rates[r].name), silent / 1e4, "score",
                    std::vector{.757, .854, .893}[static_cast<std::size_t>(r)]});
  }
  rows.push_back({"hit@1, all real", first_hit(cases, results, real), "share", .934});
}

void print(const std::vector<Row>& rows) {
  std::printf("%-32s %12s %12s %8s\n", "", "here", "sketch", "ratio");
  for (const Row& r : rows)
    std::printf("%-32s %12.3f %12.3f %8.2f  %s\n", r.name.c_str(), r.value, r.limit,
                r.value / r.limit, r.unit.c_str());
}

void write_json(const std::string& path, const std::vector<Row>& rows) {
  std::ofstream out(path);
  out << "[";
  for (std::size_t i = 0; i < rows.size(); ++i)
    out << (i ? ",\n " : "\n ") << "{\"name\": \"screen: " << rows[i].name
        << "\", \"value\": " << rows[i].value << ", \"unit\": \"" << rows[i].unit
        << "\", \"limit\": " << rows[i].limit << ", \"ratio\": " << rows[i].value / rows[i].limit
        << "}";
  out << "\n]\n";
}

void write_answers(const std::string& path, const std::vector<Case>& cases,
                   const std::vector<Result>& results) {
  std::ofstream out(path);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    out << "{\"id\":\"" << cases[i].id << "\",\"hits\":[";
    for (std::size_t k = 0; k < results[i].hits.size(); ++k)
      out << (k ? "," : "") << "{\"id\":\"" << results[i].hits[k].first
          << "\",\"s\":" << results[i].hits[k].second / 1e4 << "}";
    out << "]}\n";
  }
}

Settings settings_from(int argc, char** argv) {
  Settings s;
  s.data = data_folder();
  for (int i = 1; i < argc; ++i) {
    const std::string_view flag = argv[i];
    const auto next = [&] { return i + 1 < argc ? std::string(argv[++i]) : std::string(); };
    if (flag == "--data")
      s.data = next();
    else if (flag == "--json")
      s.json = next();
    else if (flag == "--answers")
      s.answers = next();
    else if (flag == "--rounds")
      s.rounds = std::max(1, std::atoi(next().c_str()));
    else if (flag == "--nicknames")
      s.nicknames = true;
    else {
      std::cerr << "usage: bench_screen [--data DIR] [--nicknames] [--json FILE] [--answers FILE] "
                   "[--rounds N]\n";
      std::exit(2);
    }
  }
  return s;
}

long resident_kib() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

}  // namespace

int main(int argc, char** argv) {
  const Settings settings = settings_from(argc, argv);
  auto entities = read_list(settings.data);
  const auto cases = read_cases(settings.data);
  const Dictionary dictionary = dictionary_for(settings);

  using Clock = std::chrono::steady_clock;
  const auto seconds = [](auto from, auto to) {
    return std::chrono::duration<double>(to - from).count();
  };
  const long before_kib = resident_kib();
  const auto start = Clock::now();
  fold_words("a");
  const auto tables = Clock::now();
  const auto index = Index::build(std::move(entities), dictionary);
  const auto built = Clock::now();

  const auto results = run(*index, cases, settings.rounds, false);
  const auto explained = run(*index, cases, 1, true);
  std::printf("%zu entities, %zu names, %zu tokens, %zu queries, %s, index %s\n\n",
              index->entities().size(), index->names(), index->tokens(), cases.size(),
              std::string(engine_version()).c_str(), index->hash().c_str());
  std::vector<Row> rows;
  add_quality(cases, results, rows);
  rows.push_back({"names/s, one core", names_per_second(results), "1/s", 15'000});
  rows.push_back({"names/s, explained", names_per_second(explained), "1/s", 15'000});
  rows.push_back({"CPU per query, p50", percentile(results, .5), "us", 27});
  rows.push_back({"CPU per query, p99", percentile(results, .99), "us", 105});
  rows.push_back({"CPU per query, p99.9", percentile(results, .999), "us", 165});
  rows.push_back({"reading tables", seconds(start, tables), "s", .25});
  rows.push_back({"building the index", seconds(tables, built), "s", .7});
  rows.push_back(
      {"memory of the index", static_cast<double>(index->bytes()) / (1 << 20), "MiB", 150});
  rows.push_back({"resident memory grown by",
                  static_cast<double>(resident_kib() - before_kib) / 1024, "MiB", 150});
  print(rows);
  if (!settings.json.empty()) write_json(settings.json, rows);
  if (!settings.answers.empty()) write_answers(settings.answers, cases, results);
}
