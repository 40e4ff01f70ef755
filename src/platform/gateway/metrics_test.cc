#include "gateway/metrics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <string>
#include <thread>
#include <vector>

namespace probity::gateway {
namespace {

bool has(const std::string& text, std::string_view line) {
  return text.find(std::string(line) + "\n") != std::string::npos;
}

TEST(Metrics, AreCountedByTheirWords) {
  Metrics metrics;
  metrics.request("/4.0/profiles", "POST", 201, 0.004);
  metrics.request("/4.0/profiles", "POST", 201, 0.2);
  metrics.request("/4.0/profiles", "GET", 200, 0.0004);
  metrics.queue_depth(7);
  metrics.connections(3);
  metrics.bug();
  metrics.breakdown("database");
  metrics.job("screen", "done");
  metrics.screening_list_age("ofac-sdn", 2.5);
  std::string text = metrics.render();
  for (auto line : {
           R"(probity_requests_total{method="POST",route="/4.0/profiles",status="201"} 2)",
           R"(probity_requests_total{method="GET",route="/4.0/profiles",status="200"} 1)",
           R"(probity_request_seconds_count{route="/4.0/profiles"} 3)",
           R"(probity_request_seconds_bucket{route="/4.0/profiles",le="0.005"} 2)",
           R"(probity_queue_depth 7)",
           R"(probity_connections 3)",
           R"(probity_bugs_total 1)",
           R"(probity_breakdowns_total{where="database"} 1)",
           R"(probity_jobs_total{kind="screen",outcome="done"} 1)",
           R"(probity_screening_list_age_days{list="ofac-sdn"} 2.5)",
           R"(probity_build_info{version=")" PROBITY_VERSION R"("} 1)",
       })
    EXPECT_TRUE(has(text, line)) << line << "\n" << text;
}

TEST(Metrics, SeriesAreBounded) {
  Metrics metrics;
  std::deque<std::string> words;
  for (int i = 0; i < 3000; ++i) {
    words.push_back("w" + std::to_string(i));
    auto word = Metrics::Word::from_table(words.back());
    metrics.request(word, "GET", 200, 0.1);
    metrics.breakdown(word);
    metrics.job(word, word);
    metrics.screening_list_age(word, 1);
  }
  std::string text = metrics.render();
  EXPECT_LE(std::ranges::count(text, '\n'), 5000);
  EXPECT_TRUE(has(text, R"(probity_requests_total{method="other",route="other",status="0"} 2100)"));
  EXPECT_TRUE(has(text, R"(probity_breakdowns_total{where="other"} 2100)"));
}

TEST(Metrics, ThreadsLoseNoCount) {
  Metrics metrics;
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 5000; ++i) metrics.request("/", "GET", 200 + i % 3, 0.01);
    });
  for (int i = 0; i < 20; ++i) metrics.render();
  threads.clear();
  EXPECT_TRUE(has(metrics.render(), R"(probity_request_seconds_count{route="/"} 20000)"));
}

}  // namespace
}  // namespace probity::gateway
