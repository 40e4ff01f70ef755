// A few hundred customers for the demo institution, and what colleagues did with them, so that each
// screen shows something. Onboarded through the API like any other.
#pragma once

#include <string>

#include "http/http.h"
#include "json/json.h"

namespace probity::app {

// The API of a running server, asked as an institution asks it.
class DemoApi {
 public:
  DemoApi(std::string base_url, std::string api_key)
      : base_url_(std::move(base_url)), api_key_(std::move(api_key)) {}
  // Throws Breakdown when the answer is none of 2xx.
  json::Value post(const std::string& path, const json::Value& body) const;
  json::Value get(const std::string& path) const;

 private:
  json::Value call(const char* method, const std::string& path, std::string body) const;
  std::string base_url_, api_key_;
  http::Client client_;
};

// `words` is db/demo/crowd.json; equal counts give equal customers. How many applications stand in
// which status: {"APPROVED": n, …}.
json::Object onboard_crowd(const DemoApi& api, const json::Value& words, int count);

}  // namespace probity::app
