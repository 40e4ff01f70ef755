#include "gateway/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <map>
#include <mutex>
#include <sstream>
#include <string_view>
#include <tuple>

namespace probity::gateway {
namespace {

using prometheus::BuildCounter;
using prometheus::BuildGauge;
using prometheus::BuildHistogram;
using prometheus::Labels;

const prometheus::Histogram::BucketBoundaries seconds_buckets = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};

// One metric: its series by the words of their labels. The library finds a series by hashing fresh
// copies of the labels; this finds it by the words alone.
template <class Metric, class... Words>
class Series {
 public:
  using Names = std::array<const char*, sizeof...(Words)>;

  template <class... Extra>
  Metric& at(prometheus::Family<Metric>& family, const Names& names, std::size_t limit,
             Words... words, const Extra&... extra) {
    std::lock_guard lock(door_);
    auto found = series_.find({words...});
    if (found != series_.end()) return *found->second;
    if (series_.size() >= limit) return family.Add(labels(names, Words(other(words))...), extra...);
    Metric& made = family.Add(labels(names, words...), extra...);
    series_.emplace(std::tuple(words...), &made);
    return made;
  }

 private:
  static std::string_view other(std::string_view) { return "other"; }
  static int other(int) { return 0; }
  static std::string text(std::string_view word) { return std::string(word); }
  static std::string text(int number) { return std::to_string(number); }

  static Labels labels(const Names& names, Words... words) {
    Labels made;
    std::size_t i = 0;
    (made.emplace(names[i++], text(words)), ...);
    return made;
  }

  std::mutex door_;
  std::map<std::tuple<Words...>, Metric*> series_;
};

using View = std::string_view;

template <class Builder>
auto& made(prometheus::Registry& all, Builder builder, const char* name, const char* about) {
  return builder.Name(name).Help(about).Register(all);
}

}  // namespace

struct Metrics::Registry {
  prometheus::Registry all;

  prometheus::Family<prometheus::Counter>& requests =
      made(all, BuildCounter(), "probity_requests_total", "Requests answered.");
  prometheus::Family<prometheus::Histogram>& seconds =
      made(all, BuildHistogram(), "probity_request_seconds", "From a whole request to its reply.");
  prometheus::Family<prometheus::Counter>& breakdowns =
      made(all, BuildCounter(), "probity_breakdowns_total", "Failures outside the process.");
  prometheus::Family<prometheus::Counter>& jobs =
      made(all, BuildCounter(), "probity_jobs_total", "Jobs ended.");
  prometheus::Family<prometheus::Counter>& refused_tokens =
      made(all, BuildCounter(), "probity_access_tokens_refused_total",
           "Calls of the internal port with a token that is not good.");
  prometheus::Family<prometheus::Gauge>& list_age = made(
      all, BuildGauge(), "probity_screening_list_age_days", "Days since a loaded list appeared.");
  prometheus::Counter& bugs =
      made(all, BuildCounter(), "probity_bugs_total", "States that cannot be, met.").Add({});
  prometheus::Gauge& queue =
      made(all, BuildGauge(), "probity_queue_depth", "Requests waiting for a thread.").Add({});
  prometheus::Gauge& connections =
      made(all, BuildGauge(), "probity_connections", "Open connections to the API.").Add({});
  prometheus::Gauge& build =
      made(all, BuildGauge(), "probity_build_info", "The version that runs; always 1.")
          .Add({{"version", PROBITY_VERSION}});

  Series<prometheus::Counter, View, View, int> by_request;
  Series<prometheus::Histogram, View> by_route;
  Series<prometheus::Counter, View> by_where;
  Series<prometheus::Counter, View, View> by_job;
  Series<prometheus::Counter, View> by_why;
  Series<prometheus::Gauge, View> by_list;
};

Metrics::Metrics() : registry_(std::make_unique<Registry>()) { registry_->build.Set(1); }
Metrics::~Metrics() = default;

void Metrics::request(Word route, Word method, int status, double seconds) {
  Registry& r = *registry_;
  r.by_request
      .at(r.requests, {"route", "method", "status"}, max_series, route.text, method.text, status)
      .Increment();
  // A histogram has a series a bucket.
  std::size_t routes = max_series / (seconds_buckets.size() + 3);
  r.by_route.at(r.seconds, {"route"}, routes, route.text, seconds_buckets).Observe(seconds);
}

void Metrics::queue_depth(std::size_t requests) {
  registry_->queue.Set(static_cast<double>(requests));
}

void Metrics::connections(std::size_t open) {
  registry_->connections.Set(static_cast<double>(open));
}

void Metrics::bug() { registry_->bugs.Increment(); }

void Metrics::breakdown(Word where) {
  registry_->by_where.at(registry_->breakdowns, {"where"}, max_series, where.text).Increment();
}

void Metrics::job(Word kind, Word outcome) {
  Registry& r = *registry_;
  r.by_job.at(r.jobs, {"kind", "outcome"}, max_series, kind.text, outcome.text).Increment();
}

void Metrics::token_refused(Word why) {
  registry_->by_why.at(registry_->refused_tokens, {"why"}, max_series, why.text).Increment();
}

void Metrics::screening_list_age(Word list, double days) {
  registry_->by_list.at(registry_->list_age, {"list"}, max_series, list.text).Set(days);
}

std::string Metrics::render() const {
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, registry_->all.Collect());
  return std::move(out).str();
}

}  // namespace probity::gateway
