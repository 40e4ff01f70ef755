#include "screen_report.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

namespace probity::bench {
namespace {

// How much a figure moves without a reason. Shares are exact, so one query more or less is allowed;
// times depend on the machine and its neighbours.
struct Noise {
  const char* unit;
  double share;  // of the value
  double absolute;
  bool higher_is_better;
};
constexpr Noise kNoise[] = {{"share", 0, .0025, true}, {"share of a kind", 0, .04, true},
                            {"1/s", .5, 0, true},      {"us", 1.5, 0, false},
                            {"s", 2, .1, false},       {"MiB", .2, 0, false}};

const Noise* noise_of(const Row& row) {
  for (const Noise& n : kNoise)
    if (row.unit == n.unit) return &n;
  return nullptr;
}

std::string cell(std::string text) {
  std::replace(text.begin(), text.end(), '|', '/');
  return text;
}

}  // namespace

void print(const std::vector<Row>& rows) {
  std::printf("%-38s %12s %12s\n", "", "here", "compared");
  for (const Row& r : rows) {
    std::printf("%-38s %12.3f ", r.name.c_str(), r.value);
    if (r.limit > 0)
      std::printf("%12.3f  %s (%s)\n", r.limit, r.unit.c_str(), r.compared.c_str());
    else
      std::printf("%12s  %s\n", "", r.unit.c_str());
  }
}

void write_json(const std::string& path, const std::vector<Row>& rows) {
  std::ofstream out(path);
  out << "[";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& r = rows[i];
    out << (i ? ",\n " : "\n ") << "{\"name\": \"screen: " << r.name << "\", \"value\": " << r.value
        << ", \"unit\": \"" << r.unit << "\"";
    if (r.limit > 0) out << ", \"limit\": " << r.limit << ", \"ratio\": " << r.value / r.limit;
    out << "}";
  }
  out << "\n]\n";
}

int fallen_behind(const std::string& path, const std::vector<Row>& rows) {
  std::ifstream in(path);
  if (!in) {
    std::cerr << "cannot read the baseline " << path << '\n';
    return 1;
  }
  int behind = 0, held = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream fields(line);
    std::string name, value, noise, better;
    std::getline(fields, name, '\t');
    std::getline(fields, value, '\t');
    std::getline(fields, noise, '\t');
    std::getline(fields, better, '\t');
    const auto row =
        std::find_if(rows.begin(), rows.end(), [&](const Row& r) { return r.name == name; });
    const double before = std::stod(value), slack = std::stod(noise);
    const bool worse = row == rows.end() || (better == "higher" ? row->value < before - slack
                                                                : row->value > before + slack);
    ++held;
    if (!worse) continue;
    ++behind;
    std::cout << "BEHIND THE BASELINE: " << name << " is "
              << (row == rows.end() ? "missing" : std::to_string(row->value)) << ", was " << value
              << " (noise " << noise << ")\n";
  }
  std::cout << held - behind << " of " << held << " figures hold against the baseline\n";
  return held ? behind : 1;
}

void write_baseline(const std::string& path, const std::vector<Row>& rows) {
  std::ofstream out(path);
  out << "# name, value, noise, which way is better; made by bench_screen --write-baseline\n";
  for (const Row& row : rows)
    if (const Noise* n = noise_of(row))
      out << row.name << '\t' << row.value << '\t' << row.value * n->share + n->absolute << '\t'
          << (n->higher_is_better ? "higher" : "lower") << '\n';
}

void write_report(const std::string& path, const Subject& s, const std::vector<Row>& rows,
                  const std::vector<Error>& errors) {
  std::ofstream out(path);
  out << "# How well and how fast names are matched\n\n"
      << "Engine " << s.engine << ", index " << s.index_hash << ": " << s.entities << " entities, "
      << s.names << " names, " << s.words << " words. " << s.queries
      << " labelled queries; name and kind only. Measured on " << s.machine << ".\n\n"
      << "Recall at p % is the share of queries whose expected entity scores above the lowest "
         "score "
         "at which no more than p % of the innocents alert. The truth of the labels comes from "
         "shared "
         "identifiers, dates of birth, published aliases; never from an engine.\n\n"
      << "| figure | value | unit | compared with |\n| --- | --- | --- | --- |\n";
  for (const Row& r : rows) {
    out << "| " << r.name << " | " << r.value << " | " << r.unit << " | ";
    if (r.limit > 0) out << r.limit << " (" << r.compared << ")";
    out << " |\n";
  }
  std::map<std::pair<bool, std::string>, int> natures;
  for (const Error& e : errors) ++natures[{e.query->expect.empty(), e.nature}];
  out << "\n## What the errors at 1 % have in common\n\nThe silent score is " << s.silent
      << ".\n\n| kind of error | nature | count |\n| --- | --- | --- |\n";
  for (const auto& [nature, count] : natures)
    out << "| " << (nature.first ? "innocent alerts" : "missed") << " | " << nature.second << " | "
        << count << " |\n";
  out << "\n## Every error at 1 %\n\n| error | kind | query | score | listed name | alignment |\n"
         "| --- | --- | --- | --- | --- | --- |\n";
  for (const Error& e : errors)
    out << "| " << (e.query->expect.empty() ? "innocent alerts" : "missed") << " | "
        << e.query->kind << " | " << cell(e.query->query.name) << " | " << e.score << " | "
        << cell(e.listed) << " | " << cell(e.words) << " |\n";
}

}  // namespace probity::bench
