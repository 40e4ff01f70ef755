#include "gateway/render.h"

#include "json/json.h"

namespace probity::gateway {
namespace {

// One row a refusal; the switch keeps the table complete.
struct Look {
  int status;
  int code;  // of the API, § 2.3.1
  std::string_view title;
  bool legacy_200 = false;
};

// clang-format off
Look look_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::invalid_input: return {400, 201, "Invalid input data", true};
    case Refusal::missing_fields: return {400, 101, "Missing required fields"};
    case Refusal::missing_key: return {401, 203, "Missing API key", true};
    case Refusal::invalid_key: return {401, 204, "Invalid API key", true};
    case Refusal::sign_in_failed: return {401, 204, "Sign-in failed"};
    case Refusal::factor_required: return {403, 204, "Second factor required"};
    case Refusal::forbidden: return {403, 201, "Permission missing"};
    case Refusal::not_found: return {404, 201, "Not found"};
    case Refusal::conflict: return {409, 202, "Conflict"};
    case Refusal::data_present: return {409, 202, "Already there"};
    case Refusal::already_approved: return {409, 102, "Already approved"};
    case Refusal::already_rejected: return {409, 103, "Already rejected"};
    case Refusal::constraints: return {409, 105, "Constraints not satisfied"};
    case Refusal::transition: return {409, 402, "No such transition"};
    case Refusal::stale_etag: return {412, 202, "Stale Etag"};
    case Refusal::too_large: return {413, 201, "Too large"};
    case Refusal::unsupported_type: return {415, 201, "Unsupported media type"};
    case Refusal::method_not_allowed: return {405, 201, "Method not allowed"};
    case Refusal::rate_limited: return {429, 107, "Too many requests"};
    case Refusal::not_set_up: return {409, 502, "Not set up"};
  }
  return {500, 401, "Internal error"};
}
// clang-format on

// An RFC 9457 problem, carried in `info`.
json::Object problem(int status, std::string_view title, std::string_view detail,
                     const Uuid& request_id) {
  return {{"title", title},
          {"status", status},
          {"detail", detail},
          {"instance", "urn:uuid:" + request_id.text()}};
}

json::Object error_object(int code, std::string message, json::Object info) {
  return {{"code", code},
          {"source", "API"},
          {"message", std::move(message)},
          {"info", std::move(info)}};
}

api::Reply reply_of(int status, json::Array errors, const Uuid& request_id) {
  return {status,
          json::write(json::Object{{"errors", std::move(errors)}}),
          {{"x-request-id", request_id.text()}}};
}

}  // namespace

api::Reply render(const Error& error, const Uuid& request_id, bool legacy_status) {
  Look look = look_of(error.refusal);
  json::Array errors;
  for (const Fault& fault : error.faults) {
    json::Object info = problem(look.status, look.title, fault.message, request_id);
    info.set("field", fault.field);
    errors.push_back(error_object(look.code, fault.field + ": " + fault.message, std::move(info)));
  }
  if (errors.empty())
    errors.push_back(error_object(look.code, error.message,
                                  problem(look.status, look.title, error.message, request_id)));
  bool as_200 = legacy_status && look.legacy_200;
  auto reply = reply_of(as_200 ? 200 : look.status, std::move(errors), request_id);
  if (error.retry_after)
    reply.headers.push_back({"retry-after", std::to_string(error.retry_after)});
  return reply;
}

api::Reply render_status(int status, std::string_view reason, const Uuid& request_id) {
  bool ours = status >= 500;
  std::string_view title = status == 503 ? "Service unavailable"
                           : ours        ? "Internal error"
                                         : "Bad request";
  return reply_of(status,
                  {error_object(status == 503 ? 302
                                : ours        ? 401
                                              : 201,
                                std::string(reason), problem(status, title, reason, request_id))},
                  request_id);
}

}  // namespace probity::gateway
