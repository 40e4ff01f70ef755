// What the measuring of the name matcher gives out: a table, a baseline to hold against, a report
// that an auditor can keep.
#pragma once

#include <string>
#include <vector>

#include "screen_figures.h"

namespace probity::bench {

struct Row {
  std::string name;
  double value;
  std::string unit;
  double limit;               // what it is measured against; 0 for nothing
  std::string compared = {};  // what the limit is
};

void print(const std::vector<Row>& rows);
void write_json(const std::string& path, const std::vector<Row>& rows);

// The baseline has rows "name, value, noise, higher|lower". Prints each figure that is worse by
// more than its noise and returns how many there are.
int fallen_behind(const std::string& path, const std::vector<Row>& rows);
void write_baseline(const std::string& path, const std::vector<Row>& rows);

struct Subject {
  std::string engine, index_hash, machine;
  std::size_t entities, names, words, queries;
  int silent;  // the score at which the errors are listed
};
void write_report(const std::string& path, const Subject& subject, const std::vector<Row>& rows,
                  const std::vector<Error>& errors);

}  // namespace probity::bench
