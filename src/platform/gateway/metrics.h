// What the product counts, in the Prometheus text form. Labels are words of the source or of closed
// tables, so that neither personal data nor unbounded input can become a series.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/log.h"

namespace probity::gateway {

// All calls are safe from any thread. A word must come from a table that outlives this.
class Metrics {
 public:
  using Word = log::Word;

  // The series of one metric; what comes after is counted under "other" (or status 0).
  static constexpr std::size_t max_series = 900;

  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // `route` is the pattern of the route row, never the path that was sent.
  void request(Word route, Word method, int status, double seconds);
  void queue_depth(std::size_t requests);
  void connections(std::size_t open);
  void bug();
  void breakdown(Word where);
  void job(Word kind, Word outcome);
  void token_refused(Word why);
  void screening_list_age(Word list, double days);

  std::string render() const;  // text exposition format 0.0.4

 private:
  struct Registry;
  std::unique_ptr<Registry> registry_;
};

}  // namespace probity::gateway
