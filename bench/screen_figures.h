// Runs the labelled queries and measures what comes back; definitions as in docs/adr/0016.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "matching/evaluation.h"

namespace probity::bench {

using matching::Answer;
using matching::Index;
using matching::evaluation::Case;

struct Result {
  std::vector<std::pair<std::string, int>> hits;
  double cpu_us = 0;
};

// The quietest of several rounds counts for each query's time.
std::vector<Result> run(const Index& index, const std::vector<Case>& cases, int rounds,
                        const matching::SearchOptions& options);

bool expected(const Case& c, const std::string& id);

// The highest score that may not alert so that at most `rate` of the innocents do.
int silent_score(const std::vector<Case>& cases, const std::vector<Result>& results, double rate);

using Group = std::function<bool(const Case&)>;
struct Share {
  int found = 0, all = 0;
  double value() const { return all ? static_cast<double>(found) / all : 0; }
};
Share recall(const std::vector<Case>& cases, const std::vector<Result>& results, const Group& group,
             int silent);
Share first_hit(const std::vector<Case>& cases, const std::vector<Result>& results,
                const Group& group);
double percentile(const std::vector<Result>& results, double p);
double names_per_second(const std::vector<Result>& results);

// A query without its expected entity above the silent score, or an innocent above it.
struct Error {
  const Case* query;
  int score;           // of the expected entity, or of the innocent's best hit; 0 when not found
  std::string listed;  // the name that was compared
  std::string words;   // the alignment in short
  std::string nature;  // what such errors have in common
};
std::vector<Error> errors(const Index& index, const std::vector<Case>& cases, int silent);

}  // namespace probity::bench
