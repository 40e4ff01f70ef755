#include <algorithm>

#include "api/body.h"
#include "checks/checks.h"
#include "checks/providers/demo_identity.h"
#include "checks/providers/embedded_screening.h"

namespace probity::checks {
namespace {

// The providers that this binary drives. To add one: a file in providers/ and a row here.
struct Provider {
  std::string_view name;
  Outcome (*perform)(const Instruction&, const json::Value&);
};

// Its results are fiction: a live institution gets an error, never a pass.
Outcome identity_by_demo_words(const Instruction& instruction, const json::Value& data) {
  if (!instruction.demo)
    return {.result = "Error",
            .output_data = json::Object{{"entity_type", data.text_at("entity_type")}},
            .errors = {json::Object{{"code", 502},
                                    {"source", "ENGINE"},
                                    {"message", "demo-identity serves demo institutions only"}}},
            .evidence = json::Object{}};
  auto result = demo_identity(data);
  return {.result = result.result,
          .passed = result.result == "2+2",
          .output_data = std::move(result.output_data),
          .errors = std::move(result.errors),
          .evidence = json::Object{{"provider", "demo-identity"}}};
}

constexpr Provider providers[] = {
    {"embedded-screening", embedded_screening},
    {"demo-identity", identity_by_demo_words},
};

}  // namespace

Outcome perform(const Instruction& instruction, const json::Value& data) {
  auto provider = std::ranges::find(providers, instruction.provider, &Provider::name);
  if (provider == std::end(providers))
    return {.result = "Error",
            .errors = {json::Object{{"code", 502},
                                    {"source", "ENGINE"},
                                    {"message", "the check's provider is not available"}}},
            .evidence = json::Object{}};
  return provider->perform(instruction, data);
}

Result<void> check_request(const json::Value& value) {
  api::Body body(value);
  if (body.maybe_flag("disable_initial_screen").value_or(false))
    body.fault("disable_initial_screen",
               "must be absent or false: monitoring alone is not offered");
  body.maybe_flag("disable_monitoring");
  return body.done();
}

}  // namespace probity::checks
