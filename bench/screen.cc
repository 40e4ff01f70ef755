// Measures the name-matching engine on the development split: quality at small false-alert rates, speed
// on one core, and what building costs. Figures of the measured sketch stand beside each.
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
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <sys/resource.h>
#include <time.h>

#include "matching/matching.h"

namespace {

using namespace probity::matching;

struct Settings {
  std::string data;
  std::string json;
  std::string answers;
  bool nicknames = false;
  int rounds = 3;
};

struct Case {
  std::string id;
  Query query;
  std::vector<std::string> expect;
  bool other_script = false;
  bool synthetic = false;
};

struct Result {
  std::vector<std::pair<std::string, int>> hits;
  double cpu_us = 0;
};

// ---- reading

std::vector<std::string> lines_of(const std::string& path) {
  const bool packed = path.ends_with(".zst");
  const std::string command = (packed ? "zstd -dc --long=27 '" : "cat '") + path + "'";
  FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) return {};
  std::vector<std::string> lines;
  char* line = nullptr;
  std::size_t room = 0;
  for (ssize_t n; (n = getline(&line, &room, pipe)) > 0;) {
    std::string_view text(line, static_cast<std::size_t>(n));
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
    lines.emplace_back(text);
  }
  std::free(line);
  if (pclose(pipe) != 0 || lines.empty()) {
    std::cerr << "cannot read " << path << '\n';
    std::exit(2);
  }
  return lines;
}

std::vector<std::string> csv_fields(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      if (quoted && i + 1 < line.size() && line[i + 1] == '"') fields.back() += line[i++];
      else quoted = !quoted;
    } else if (line[i] == ',' && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += line[i];
    }
  }
  for (auto& field : fields)
    while (!field.empty() && field.back() == ' ') field.pop_back();
  return fields;
}

// The text after "key": in a flat object with raw UTF-8.
std::string json_text(const std::string& line, const std::string& key) {
  std::size_t at = line.find("\"" + key + "\": \"");
  if (at == std::string::npos) return {};
  std::string out;
  for (at += key.size() + 5; at < line.size() && line[at] != '"'; ++at) {
    if (line[at] == '\\') ++at;
    out += line[at];
  }
  return out;
}

std::vector<std::string> json_texts(const std::string& line, const std::string& key) {
  std::vector<std::string> out;
  std::size_t at = line.find("\"" + key + "\": [");
  if (at == std::string::npos) return out;
  const std::size_t end = line.find(']', at);
  at += key.size() + 3;
  while ((at = line.find('"', at)) < end) {
    const std::size_t close = line.find('"', at + 1);
    out.push_back(line.substr(at + 1, close - at - 1));
    at = close + 1;
  }
  return out;
}

// Weak aliases stand in the remarks: a.k.a. 'NAME'; or at the end.
void add_weak_aliases(const std::string& remarks, Entity& entity) {
  constexpr std::string_view lead = "k.a. '";
  for (std::size_t at = 0; (at = remarks.find(lead, at)) != std::string::npos;) {
    at += lead.size();
    std::size_t end = remarks.find('\'', at);
    while (end != std::string::npos && end + 1 < remarks.size() && remarks[end + 1] != ';' &&
           remarks[end + 1] != '.')
      end = remarks.find('\'', end + 1);
    if (end == std::string::npos) return;
    entity.names.push_back({remarks.substr(at, end - at), NameQuality::weak});
    at = end;
  }
}

std::vector<Entity> read_list(const std::string& data) {
  std::unordered_set<std::string> excluded;
  for (const auto& line : lines_of(data + "/dev/index_exclusions.txt"))
    if (line[0] != '#') excluded.insert(line.substr(0, line.find('\t')));
  const std::unordered_map<std::string, EntityKind> kinds = {{"individual", EntityKind::person},
                                                             {"vessel", EntityKind::vessel},
                                                             {"aircraft", EntityKind::aircraft}};
  std::vector<Entity> entities;
  std::unordered_map<std::string, std::size_t> places;
  for (const auto& line : lines_of(data + "/ofac/sdn_2024-05-03.csv.zst")) {
    const auto f = csv_fields(line);
    if (f.size() < 12 || f[0].empty()) continue;
    const auto kind = kinds.find(f[2]);
    Entity entity{f[0], kind == kinds.end() ? EntityKind::organisation : kind->second, {}};
    entity.names.push_back({f[1], NameQuality::primary});
    add_weak_aliases(f[11], entity);
    places[f[0]] = entities.size();
    entities.push_back(std::move(entity));
  }
  for (const auto& line : lines_of(data + "/ofac/alt_2024-09.csv.zst")) {
    const auto f = csv_fields(line);
    if (f.size() < 4 || excluded.contains(f[1])) continue;
    if (const auto at = places.find(f[0]); at != places.end())
      entities[at->second].names.push_back({f[3], NameQuality::strong});
  }
  return entities;
}

std::vector<Case> read_cases(const std::string& data) {
  const std::unordered_map<std::string, EntityKind> kinds = {{"person", EntityKind::person},
                                                             {"vessel", EntityKind::vessel},
                                                             {"entity", EntityKind::organisation}};
  std::vector<Case> cases;
  for (const char* file : {"pos_real_crosslist", "pos_real_xscript", "pos_removed_alias", "pos_synthetic",
                           "neg_people_companies"})
    for (const auto& line : lines_of(data + "/dev/" + file + ".jsonl")) {
      Case c;
      c.id = json_text(line, "id");
      c.query.name = json_text(line, "query");
      if (const auto k = kinds.find(json_text(line, "type")); k != kinds.end()) c.query.kind = k->second;
      c.expect = json_texts(line, "expect");
      c.other_script = json_text(line, "noise").starts_with("script_");
      c.synthetic = line.find("\"synthetic\": true") != std::string::npos;
      cases.push_back(std::move(c));
    }
  return cases;
}

Dictionary dictionary_for(const Settings& settings) {
  Dictionary dictionary = Dictionary::standard();
  if (settings.nicknames)
    for (const auto& line : lines_of(settings.data + "/dict/nicknames_names.csv.zst")) {
      const auto f = csv_fields(line);
      if (f.size() == 3 && f[1] == "has_nickname") dictionary.nicknames.emplace_back(f[0], f[2]);
    }
  return dictionary;
}

// ---- measuring

double cpu_us() {
  timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_nsec) / 1e3;
}

// The quietest of several rounds counts for each query's time.
std::vector<Result> run(const Index& index, const std::vector<Case>& cases, int rounds, bool explain) {
  std::vector<Result> results(cases.size());
  for (int round = 0; round < rounds; ++round)
    for (std::size_t i = 0; i < cases.size(); ++i) {
      const double start = cpu_us();
      const Answer answer = index.search(cases[i].query, {.limit = 10, .explain = explain});
      const double took = cpu_us() - start;
      Result& r = results[i];
      r.cpu_us = round == 0 ? took : std::min(r.cpu_us, took);
      if (round) continue;
      for (const Hit& hit : answer.hits) r.hits.emplace_back(index.entities()[hit.entity].id, hit.score);
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
    if (cases[i].expect.empty()) best.push_back(results[i].hits.empty() ? 0 : results[i].hits[0].second);
  std::sort(best.begin(), best.end(), std::greater<>());
  return best[static_cast<std::size_t>(static_cast<double>(best.size()) * rate)];
}

using Group = std::function<bool(const Case&)>;

double recall(const std::vector<Case>& cases, const std::vector<Result>& results, const Group& group,
              int silent) {
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

double first_hit(const std::vector<Case>& cases, const std::vector<Result>& results, const Group& group) {
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
  return times[std::min(times.size() - 1, static_cast<std::size_t>(static_cast<double>(times.size()) * p))];
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

void add_quality(const std::vector<Case>& cases, const std::vector<Result>& results, std::vector<Row>& rows) {
  const Group real = [](const Case& c) { return !c.synthetic; };
  struct {
    const char* name;
    Group group;
    double sketch[3];
  } const groups[] = {
      {"real Latin", [](const Case& c) { return !c.synthetic && !c.other_script; }, {.780, .652, .550}},
      {"other scripts", [](const Case& c) { return !c.synthetic && c.other_script; }, {.871, .730, .572}},
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
    std::printf("%-32s %12.3f %12.3f %8.2f  %s\n", r.name.c_str(), r.value, r.limit, r.value / r.limit,
                r.unit.c_str());
}

void write_json(const std::string& path, const std::vector<Row>& rows) {
  std::ofstream out(path);
  out << "[";
  for (std::size_t i = 0; i < rows.size(); ++i)
    out << (i ? ",\n " : "\n ") << "{\"name\": \"screen: " << rows[i].name << "\", \"value\": " << rows[i].value
        << ", \"unit\": \"" << rows[i].unit << "\", \"limit\": " << rows[i].limit
        << ", \"ratio\": " << rows[i].value / rows[i].limit << "}";
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
  const char* shared = std::getenv("PROBITY_SHARED");
  s.data = std::string(shared ? shared : "../shared") + "/data/screening";
  for (int i = 1; i < argc; ++i) {
    const std::string_view flag = argv[i];
    const auto next = [&] { return i + 1 < argc ? std::string(argv[++i]) : std::string(); };
    if (flag == "--data") s.data = next();
    else if (flag == "--json") s.json = next();
    else if (flag == "--answers") s.answers = next();
    else if (flag == "--rounds") s.rounds = std::max(1, std::atoi(next().c_str()));
    else if (flag == "--nicknames") s.nicknames = true;
    else {
      std::cerr << "usage: bench_screen [--data DIR] [--nicknames] [--json FILE] [--answers FILE] [--rounds N]\n";
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
  const auto seconds = [](auto from, auto to) { return std::chrono::duration<double>(to - from).count(); };
  const long before_kib = resident_kib();
  const auto start = Clock::now();
  fold_words("a");
  const auto tables = Clock::now();
  const auto index = Index::build(std::move(entities), dictionary);
  const auto built = Clock::now();

  const auto results = run(*index, cases, settings.rounds, false);
  const auto explained = run(*index, cases, 1, true);
  std::printf("%zu entities, %zu names, %zu tokens, %zu queries, %s, index %s\n\n", index->entities().size(),
              index->names(), index->tokens(), cases.size(), std::string(engine_version()).c_str(),
              index->hash().c_str());
  std::vector<Row> rows;
  add_quality(cases, results, rows);
  rows.push_back({"names/s, one core", names_per_second(results), "1/s", 15'000});
  rows.push_back({"names/s, explained", names_per_second(explained), "1/s", 15'000});
  rows.push_back({"CPU per query, p50", percentile(results, .5), "us", 27});
  rows.push_back({"CPU per query, p99", percentile(results, .99), "us", 105});
  rows.push_back({"CPU per query, p99.9", percentile(results, .999), "us", 165});
  rows.push_back({"reading tables", seconds(start, tables), "s", .25});
  rows.push_back({"building the index", seconds(tables, built), "s", .7});
  rows.push_back({"memory of the index", static_cast<double>(index->bytes()) / (1 << 20), "MiB", 150});
  rows.push_back({"resident memory grown by", static_cast<double>(resident_kib() - before_kib) / 1024, "MiB", 150});
  print(rows);
  if (!settings.json.empty()) write_json(settings.json, rows);
  if (!settings.answers.empty()) write_answers(settings.answers, cases, results);
}
