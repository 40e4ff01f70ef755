// Measures the name-matching engine on the development split: quality at small false-alert rates by
// group and by kind of noise, speed on one core, and what building costs.
//
//   bench_screen [--data DIR] [--rounds N] [--json FILE] [--report FILE] [--answers FILE]
//                [--baseline FILE] [--write-baseline FILE]
//
// DIR is data/screening of the shared folder (default: $PROBITY_SHARED/data/screening, then
// ../shared/data/screening). With --baseline the program fails when a figure is worse than there by
// more than its noise.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <vector>

#include "matching/edit_lanes.h"
#include "matching/evaluation.h"
#include "screen_figures.h"
#include "screen_report.h"

namespace {

using namespace probity::bench;
using namespace probity::matching;
using namespace probity::matching::evaluation;

struct Settings {
  std::string data, json, report, answers, baseline, write_baseline;
  int rounds = 5;
};

const Group kReal = [](const Case& c) { return !c.synthetic; };

void add_quality(const std::vector<Case>& cases, const std::vector<Result>& results,
                 std::vector<Row>& rows) {
  const struct {
    const char* name;
    Group group;
    double goals[3];  // at 1, 0.3 and 0.1 %; 0 where none is set
  } groups[] = {
      {"real Latin", [](const Case& c) { return !c.synthetic && !c.other_script; }, {.90, 0, 0}},
      {"other scripts", [](const Case& c) { return !c.synthetic && c.other_script; }, {.95, 0, 0}},
      {"all real", kReal, {.91, 0, .75}},
      {"synthetic", [](const Case& c) { return c.synthetic; }, {.99, 0, 0}},
  };
  constexpr struct {
    const char* name;
    double rate;
  } rates[] = {{"1 %", .01}, {"0.3 %", .003}, {"0.1 %", .001}};
  for (int r = 0; r < 3; ++r) {
    const int silent = silent_score(cases, results, rates[r].rate);
    for (const auto& g : groups)
      rows.push_back({"recall at " + std::string(rates[r].name) + ", " + g.name,
                      recall(cases, results, g.group, silent).value(), "share", g.goals[r],
                      "goal"});
    rows.push_back({"silent score at " + std::string(rates[r].name), silent / 1e4, "score", 0});
  }
  rows.push_back(
      {"hit@1, all real", first_hit(cases, results, kReal).value(), "share", .97, "goal"});
}

// The kinds of noise, the worst first.
void add_kinds(const std::vector<Case>& cases, const std::vector<Result>& results,
               std::vector<Row>& rows) {
  const int silent = silent_score(cases, results, .01);
  std::map<std::string, bool> kinds;
  for (const Case& c : cases)
    if (!c.expect.empty()) kinds[c.kind] = c.synthetic;
  std::vector<Row> found;
  for (const auto& [kind, synthetic] : kinds) {
    const Share share =
        recall(cases, results, [&](const Case& c) { return c.kind == kind; }, silent);
    found.push_back({"kind " + kind + " (" + std::to_string(share.all) + ")", share.value(),
                     "share of a kind", synthetic ? .95 : 0, "goal"});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Row& a, const Row& b) { return a.value < b.value; });
  rows.insert(rows.end(), found.begin(), found.end());
}

// The same queries by each way that the processor has; no baseline holds them, as machines differ.
void add_lanes(const Index& index, const std::vector<Case>& cases, int rounds,
               std::vector<Row>& rows) {
  const Lanes usual = lanes_in_use();
  for (const Lanes lanes : {Lanes::one, Lanes::sixteen, Lanes::thirty_two}) {
    if (!has_lanes(lanes)) continue;
    use_lanes(lanes);
    const auto results = run(index, cases, rounds, {.explain = false, .cache = false});
    rows.push_back(
        {"names/s, " + std::string(lanes_text(lanes)), names_per_second(results), "names/s", 0});
  }
  use_lanes(usual);
}

// Alerts that the keys lose against a comparison of every word, as a share of all queries.
void add_missed(const Index& index, const std::vector<Case>& cases,
                const std::vector<Result>& results, std::vector<Row>& rows) {
  const auto exact =
      run(index, cases, 1, {.limit = 1, .explain = false, .cache = false, .every_word = true});
  const int silent = silent_score(cases, results, .01);
  int missed = 0, alerts = 0;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto alerting = [&](const Result& r) {
      return !r.hits.empty() && r.hits[0].second > silent;
    };
    alerts += alerting(exact[i]);
    missed += alerting(exact[i]) && !alerting(results[i]);
  }
  rows.push_back(
      {"alerts missed by keys", alerts ? 1.0 * missed / alerts : 0, "share missed", .001, "goal"});
  rows.push_back({"names/s, every word compared", names_per_second(exact), "1/s", 0});
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

// People as an institution has them: given and family names of the innocents in new pairs.
std::vector<Case> mixed_customers(const std::vector<Case>& cases, std::size_t count) {
  std::vector<std::pair<std::string, std::string>> names;
  for (const Case& c : cases) {
    const std::size_t blank = c.query.name.find(' ');
    if (c.expect.empty() && c.query.kind == EntityKind::person && blank != std::string::npos)
      names.emplace_back(c.query.name.substr(0, blank), c.query.name.substr(blank + 1));
  }
  std::vector<Case> out(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto& given = names[i % names.size()];
    const auto& family = names[(i * 7 + i / names.size() * 13) % names.size()];
    out[i].query.name = given.first + ' ' + family.second;
    out[i].query.kind = EntityKind::person;
  }
  return out;
}

Settings settings_from(int argc, char** argv) {
  Settings s;
  s.data = data_folder();
  const std::map<std::string_view, std::string*> texts = {
      {"--data", &s.data},         {"--json", &s.json},
      {"--report", &s.report},     {"--answers", &s.answers},
      {"--baseline", &s.baseline}, {"--write-baseline", &s.write_baseline}};
  for (int i = 1; i < argc; ++i) {
    const auto text = texts.find(argv[i]);
    if (i + 1 < argc && text != texts.end()) {
      *text->second = argv[++i];
    } else if (i + 1 < argc && std::string_view(argv[i]) == "--rounds") {
      s.rounds = std::max(1, std::atoi(argv[++i]));
    } else {
      std::cerr << "usage: bench_screen [--data DIR] [--rounds N] [--json FILE] [--report FILE] "
                   "[--answers FILE] [--baseline FILE] [--write-baseline FILE]\n";
      std::exit(2);
    }
  }
  return s;
}

double resident_mib() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

std::string machine() {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2) + ", one core";
  return "an unknown processor";
}

}  // namespace

int main(int argc, char** argv) {
  const Settings settings = settings_from(argc, argv);
  auto entities = read_list(settings.data);
  const auto cases = read_cases(settings.data);

  using Clock = std::chrono::steady_clock;
  const auto seconds = [](auto from, auto to) {
    return std::chrono::duration<double>(to - from).count();
  };
  const double before = resident_mib();
  const auto start = Clock::now();
  fold_words("a");
  const auto tables = Clock::now();
  const auto index = Index::build(std::move(entities), Dictionary::standard());
  const auto built = Clock::now();

  const auto results = run(*index, cases, settings.rounds, {.explain = false, .cache = false});
  const auto explained = run(*index, cases, 1, {.explain = true, .cache = false});
  const auto customers = mixed_customers(cases, 100'000);
  run(*index, customers, 1, {.limit = 3, .min_score = kAlertScore, .explain = false});
  const auto bulk =
      run(*index, customers, 1, {.limit = 3, .min_score = kAlertScore, .explain = false});
  std::vector<Row> rows;
  add_quality(cases, results, rows);
  add_kinds(cases, results, rows);
  rows.push_back({"names/s, one core", names_per_second(results), "1/s", 35'000, "goal"});
  rows.push_back(
      {"names/s, bulk with the token cache", names_per_second(bulk), "1/s", 120'000, "goal"});
  add_lanes(*index, cases, settings.rounds, rows);
  add_missed(*index, cases, results, rows);
  rows.push_back({"names/s, explained", names_per_second(explained), "1/s", 0});
  rows.push_back({"CPU per query, p50", percentile(results, .5), "us", 0});
  rows.push_back({"CPU per query, p99", percentile(results, .99), "us", 60, "goal"});
  rows.push_back({"CPU per query, p99.9", percentile(results, .999), "us", 0});
  rows.push_back({"reading tables", seconds(start, tables), "s", 0});
  rows.push_back({"building the index", seconds(tables, built), "s", 0});
  rows.push_back(
      {"memory of the index", static_cast<double>(index->bytes()) / (1 << 20), "MiB", 0});
  rows.push_back({"resident memory grown by", resident_mib() - before, "MiB", 0});

  std::cout << index->entities().size() << " entities, " << index->names() << " names, "
            << index->tokens() << " words, " << cases.size() << " queries, " << engine_version()
            << ", index " << index->hash() << "\n\n";
  print(rows);
  if (!settings.json.empty()) write_json(settings.json, rows);
  if (!settings.answers.empty()) write_answers(settings.answers, cases, results);
  if (!settings.write_baseline.empty()) write_baseline(settings.write_baseline, rows);
  if (!settings.report.empty()) {
    const int silent = silent_score(cases, results, .01);
    write_report(settings.report,
                 {std::string(engine_version()), index->hash(), machine(), index->entities().size(),
                  index->names(), index->tokens(), cases.size(), silent},
                 rows, errors(*index, cases, silent));
  }
  return !settings.baseline.empty() && fallen_behind(settings.baseline, rows) ? 1 : 0;
}
