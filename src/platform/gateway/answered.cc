#include "gateway/answered.h"

#include "base/log.h"
#include "gateway/render.h"

namespace probity::gateway {
namespace {

constexpr std::string_view statuses_word(int status) {
  return status < 400 ? "success" : status < 500 ? "refused" : "failed";
}

}  // namespace

api::Reply reply_to_failure(Metrics& metrics, const Uuid& request_id) {
  try {
    throw;
  } catch (const Breakdown& b) {
    metrics.breakdown("request");
    log::breakdown("request.breakdown", b.detail(), {{"http.request.id", request_id}});
    return try_again(b.what(), request_id);
  } catch (const db::ConstraintViolation& v) {
    metrics.bug();
    log::breakdown("request.constraint", v.sqlstate + " " + v.constraint,
                   {{"http.request.id", request_id}});
  } catch (const std::exception& e) {
    metrics.bug();
    log::breakdown("request.bug", e.what(), {{"http.request.id", request_id}});
  }
  return render_status(500, "something went wrong on our side", request_id);
}

api::Reply try_again(std::string_view reason, const Uuid& request_id) {
  auto reply = render_status(503, reason, request_id);
  reply.headers.push_back({"retry-after", "1"});
  return reply;
}

void note_answered(Metrics& metrics, const Uuid& request_id, const api::Route* route, int status,
                   double seconds) {
  auto pattern = route ? route->path : std::string_view("unknown");
  auto method = route ? api::method_name(route->method) : std::string_view("unknown");
  metrics.request(log::Word::from_table(pattern), log::Word::from_table(method), status, seconds);
  log::write(status >= 500 ? log::Level::error : log::Level::debug, "http.request",
             {{"http.request.id", request_id},
              {"url.template", log::Word::from_table(pattern)},
              {"http.request.method", log::Word::from_table(method)},
              {"http.response.status_code", std::int64_t{status}},
              {"event.outcome", log::Word::from_table(statuses_word(status))},
              {"event.duration", static_cast<std::int64_t>(seconds * 1e9)}});
}

}  // namespace probity::gateway
