#include "gateway/dispatch.h"

#include <algorithm>

#include "base/fault.h"
#include "base/text.h"
#include "gateway/answered.h"
#include "gateway/render.h"

namespace probity::gateway {
namespace {

// A body must be announced as JSON, or not announced at all: the oldest clients send no type.
bool is_json(std::string_view type) {
  std::string lower = lower_ascii(trimmed(type.substr(0, type.find(';'))));
  return lower.empty() || lower == "application/json" || lower.ends_with("+json");
}

Result<json::Value> parse_body(const api::Request& request, api::Takes takes) {
  if (takes == api::Takes::nothing) return json::Value();
  if (request.body.empty()) {
    if (takes == api::Takes::optional_body) return json::Value();
    return refuse(Refusal::invalid_input, "a body is required",
                  {{"body", "must be a JSON document"}});
  }
  if (!is_json(request.header("content-type")))
    return refuse(Refusal::unsupported_type, "the body must be sent as application/json");
  return json::parse(request.body);
}

Result<void> allowed(const api::Principal& principal, api::Permission wanted) {
  using enum api::Permission;
  if (wanted == anyone) return {};
  if (wanted == owing || wanted == person) {
    if (!principal.is_session())
      return refuse(Refusal::forbidden, "only a signed-in person can do this, not an API key");
    if (wanted == owing) return {};
  }
  if (principal.owes_factor && !fault("skip_factor"))
    return refuse(Refusal::factor_required,
                  "the session owes its second factor: verify or enrol one first");
  if (is_granted(wanted) && !principal.access.may(wanted))
    return refuse(Refusal::forbidden,
                  "the call needs the permission " + std::string(api::name_of(wanted)));
  return {};
}

// Signing in and caring for one's own account are never answered from memory.
bool repeats_safely(api::Permission wanted) {
  return is_granted(wanted) || wanted == api::Permission::signed_in;
}

// What is shown once is not kept for a repeat.
bool is_for_keeping(const api::Reply& reply) {
  return std::ranges::find(reply.headers, "cache-control", &api::Header::name) ==
             reply.headers.end() ||
         fault("remember_secrets");
}

// A collect key is in a customer's hands: it reaches the collected data of its profiles, never what
// the institution thinks of them, and any other profile looks as if it didn't exist.
Result<void> within_bounds(const api::Principal& principal, const api::Route& route,
                           const std::vector<Uuid>& ids) {
  if (route.path == "/whoami") return {};
  bool collects = route.path == "/profiles/{profile_id}/collected_data" ||
                  (fault("collect_key_roams") && route.path.starts_with("/profiles/{profile_id}"));
  if (!collects)
    return refuse(Refusal::forbidden, "this key is for the collected data of its profile only");
  if (std::ranges::find(principal.profiles, ids[0]) == principal.profiles.end())
    return refuse(Refusal::not_found, "no such profile");
  return {};
}

}  // namespace

Dispatcher::Dispatcher(db::Pool& pool, keys::Keystore& keystore, std::vector<api::Route> routes,
                       Admission admission, Metrics& metrics, Settings settings)
    : pool_(pool),
      keystore_(keystore),
      routes_(routes),
      admission_(std::move(admission)),
      metrics_(metrics),
      crew_(settings.threads, settings.queue, metrics),
      hashing_(routes, metrics) {}

void Dispatcher::accept(api::Request&& request, Respond respond) {
  double since = monotonic_seconds();
  bool hashes = hashing_.takes(request);
  std::string source = hashes ? request.peer : std::string();
  Crew::Work work = [this, request = std::move(request), respond, since] {
    const api::Route* route = nullptr;
    Uuid request_id = Uuid::make();
    api::Reply reply = answer(request, route, request_id);
    note_answered(metrics_, request_id, route, reply.status, monotonic_seconds() - since);
    respond(std::move(reply));
  };
  if (hashes) {
    if (hashing_.take(source, std::move(work))) return;
    Error full{Refusal::rate_limited, "too many sign-ins are waiting; try again shortly"};
    full.retry_after = HashingLane::retry_after_s;
    return respond(render(full, Uuid::make(), false));
  }
  if (!crew_.take(std::move(work)))
    respond(try_again("the service is busy; try again shortly", Uuid::make()));
}

api::Reply Dispatcher::answer(const api::Request& request, const api::Route*& route,
                              const Uuid& request_id) {
  bool legacy = false;
  try {
    if (auto single = refuse_repeated(request); !single)
      return render(single.error(), request_id, false);
    RouteTable::Match found = routes_.match(request);
    route = found.route;
    auto principal = admission_(request, route);
    if (!principal && fault("skip_authentication")) return api::json_reply(200, json::Object{});
    if (!principal) return render(principal.error(), request_id, false);
    legacy = (*principal)->settings.legacy_error_status;
    RateLimiter::Verdict verdict{true, 0, 0};
    bool limited = route && route->bucket != api::Bucket::none;
    if (limited)
      verdict = limiter_.take((*principal)->tenant, route->bucket,
                              (*principal)->settings.rate_limit_per_hour, monotonic_seconds());
    auto result = verdict.allowed
                      ? handle(request, found, **principal)
                      : refuse(Refusal::rate_limited, "the institution's hourly limit is reached");
    api::Reply reply = result ? std::move(*result) : render(result.error(), request_id, legacy);
    if (limited) add_headers(reply, verdict);
    return reply;
  } catch (...) {  // rolled back by ~Tx
    return reply_to_failure(metrics_, request_id);
  }
}

Result<api::Reply> Dispatcher::handle(const api::Request& request, const RouteTable::Match& match,
                                      const api::Principal& principal) {
  if (!match.route)
    return match.path_known ? refuse(Refusal::method_not_allowed, "this path has no such method")
                            : refuse(Refusal::not_found, "no such path");
  if (!fault("skip_permission")) TRY(allowed(principal, match.route->permission));
  if (!principal.profiles.empty()) TRY(within_bounds(principal, *match.route, match.ids));
  if (match.bad_id) return refuse(Refusal::not_found, "no such path");
  auto query = TRY(api::decode_query(request.query));
  auto body = TRY(parse_body(request, match.route->takes));
  std::optional<IdempotencyKey> key;
  if (repeats_safely(match.route->permission))
    key = TRY(idempotency_key_of(request, principal, *match.route));
  try {
    auto reply = in_transaction(request, match, principal, std::move(body), std::move(query), key);
    // What the first request made may be why its repeat is refused.
    if (!reply && key)
      if (auto known = recall_if_known(pool_, *keystore_.tenant(principal.tenant), *key))
        return std::move(*known);
    return reply;
  } catch (const db::ConstraintViolation& violation) {
    if (key && is_repeat(violation))
      return recall(pool_, *keystore_.tenant(principal.tenant), *key);
    throw;
  }
}

Result<api::Reply> Dispatcher::in_transaction(const api::Request& request,
                                              const RouteTable::Match& match,
                                              const api::Principal& principal, json::Value body,
                                              std::vector<api::Parameter> query,
                                              const std::optional<IdempotencyKey>& key) {
  auto keys = keystore_.tenant(principal.tenant);  // may be remote: before the transaction
  db::Tx tx(pool_, principal.tenant);
  api::Call call{request,    principal,        match.ids,
                 match.term, std::move(query), std::move(body),
                 tx,         std::move(keys),  match.route->permission};
  api::Reply reply = TRY(match.route->handler(call));
  if (tx.is_done()) return reply;
  if (key && is_for_keeping(reply)) remember(call, *key, reply);
  if (fault("answer_before_commit")) return reply;
  tx.commit();
  return reply;
}

}  // namespace probity::gateway
