#include "gateway/dispatch.h"

#include <algorithm>

#include "base/fault.h"
#include "base/log.h"
#include "base/text.h"
#include "gateway/render.h"

namespace probity::gateway {
namespace {

constexpr std::string_view statuses_word(int status) {
  return status < 400 ? "success" : status < 500 ? "refused" : "failed";
}

// A header that decides something must not come twice: two readers might take different ones.
Result<void> refuse_repeated(const api::Request& request) {
  for (std::string_view name :
       {"apikey", "idempotency-key", "if-match", "content-type", "cookie", "probity-csrf"})
    if (std::ranges::count(request.headers, name, &api::Header::name) > 1)
      return refuse(Refusal::invalid_input, "a header is repeated",
                    {{std::string(name), "must be sent once"}});
  return {};
}

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

// A collect key acts for the profiles it was made for; any other looks as if it didn't exist.
Result<void> within_bounds(const api::Principal& principal, const api::Route& route,
                           const std::vector<Uuid>& ids) {
  if (route.path == "/whoami") return {};
  if (!route.path.starts_with("/profiles/{profile_id}"))
    return refuse(Refusal::forbidden, "this key is for single profiles only");
  if (std::ranges::find(principal.profiles, ids[0]) == principal.profiles.end())
    return refuse(Refusal::not_found, "no such profile");
  return {};
}

}  // namespace

Dispatcher::Dispatcher(db::Pool& pool, keys::Keystore& keystore, std::vector<api::Route> routes,
                       Metrics& metrics, Settings settings)
    : pool_(pool),
      keystore_(keystore),
      routes_(std::move(routes)),
      metrics_(metrics),
      settings_(settings),
      authenticator_(pool) {
  identity::use_authenticator(&authenticator_);
  for (const api::Route& route : routes_) route_parts_.push_back(split(route.path, '/'));
  for (int i = 0; i < settings_.threads; ++i) threads_.emplace_back([this] { work(); });
}

Dispatcher::~Dispatcher() {
  identity::use_authenticator(nullptr);
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_all();
  for (auto& thread : threads_) thread.join();
}

void Dispatcher::accept(api::Request&& request, Respond respond) {
  std::size_t depth;
  {
    std::lock_guard lock(mutex_);
    depth = queue_.size();
    if (depth < settings_.queue)
      queue_.push_back({std::move(request), std::move(respond), monotonic_seconds()});
  }
  metrics_.queue_depth(depth);
  if (depth < settings_.queue) return arrived_.notify_one();
  auto busy = render_status(503, "the service is busy; try again shortly", Uuid::make());
  busy.headers.push_back({"retry-after", "1"});
  respond(std::move(busy));
}

void Dispatcher::work() {
  for (;;) {
    Waiting next;
    {
      std::unique_lock lock(mutex_);
      arrived_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      next = std::move(queue_.front());
      queue_.pop_front();
    }
    const api::Route* route = nullptr;
    Uuid request_id = Uuid::make();
    api::Reply reply = answer(next.request, route, request_id);
    double seconds = monotonic_seconds() - next.since;
    auto pattern = route ? route->path : std::string_view("unknown");
    auto method = route ? api::method_name(route->method) : std::string_view("unknown");
    metrics_.request(log::Word::from_table(pattern), log::Word::from_table(method), reply.status,
                     seconds);
    log::write(reply.status >= 500 ? log::Level::error : log::Level::debug, "http.request",
               {{"http.request.id", request_id},
                {"url.template", log::Word::from_table(pattern)},
                {"http.request.method", log::Word::from_table(method)},
                {"http.response.status_code", std::int64_t{reply.status}},
                {"event.outcome", log::Word::from_table(statuses_word(reply.status))},
                {"event.duration", static_cast<std::int64_t>(seconds * 1e9)}});
    next.respond(std::move(reply));
  }
}

// Breakdowns and bugs end here: rolled back by ~Tx, told to the log, a plain sentence to the
// client.
api::Reply Dispatcher::answer(const api::Request& request, const api::Route*& route,
                              const Uuid& request_id) {
  static const Result<std::shared_ptr<const api::Principal>> anonymous =
      std::make_shared<const api::Principal>(api::Principal{.tenant = db::platform_tenant()});
  bool legacy = false;
  try {
    if (auto single = refuse_repeated(request); !single)
      return render(single.error(), request_id, false);
    Match found = match(request);
    route = found.route;
    bool open = route && route->permission == api::Permission::anyone;
    auto principal = open ? anonymous : authenticator_.admit(request);
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
  } catch (const Breakdown& b) {
    metrics_.breakdown("request");
    log::breakdown("request.breakdown", b.detail(), {{"http.request.id", request_id}});
    auto reply = render_status(503, b.what(), request_id);
    reply.headers.push_back({"retry-after", "1"});
    return reply;
  } catch (const db::ConstraintViolation& v) {
    metrics_.bug();
    log::breakdown("request.constraint", v.sqlstate + " " + v.constraint,
                   {{"http.request.id", request_id}});
    return render_status(500, "something went wrong on our side", request_id);
  } catch (const std::exception& e) {
    metrics_.bug();
    log::breakdown("request.bug", e.what(), {{"http.request.id", request_id}});
    return render_status(500, "something went wrong on our side", request_id);
  }
}

Dispatcher::Match Dispatcher::match(const api::Request& request) const {
  Match best;
  if (!request.path.starts_with(version_prefix)) return best;
  auto wanted = split(std::string_view(request.path).substr(version_prefix.size()), '/');
  for (std::size_t r = 0; r < routes_.size(); ++r) {
    const api::Route& route = routes_[r];
    const auto& parts = route_parts_[r];
    if (parts.size() != wanted.size()) continue;
    Match match;
    bool fits = true;
    for (std::size_t i = 0; fits && i < parts.size(); ++i) {
      if (!parts[i].starts_with('{')) {
        fits = parts[i] == wanted[i];
      } else if (parts[i] == "{term}") {
        auto term = api::percent_decode(wanted[i], false);
        match.bad_id |= !term;
        match.term = term.value_or("");
      } else {
        auto id = Uuid::parse(wanted[i]);
        match.bad_id |= !id;
        match.ids.push_back(id.value_or(Uuid()));
      }
    }
    if (!fits) continue;
    best.path_known = true;
    if (api::method_name(route.method) != request.method) continue;
    match.route = &route;
    match.path_known = true;
    // "events/bulk_update" before "events/{event_id}": a row whose words fit exactly wins.
    if (!best.route || !match.bad_id) best = std::move(match);
    if (!best.bad_id) break;
  }
  return best;
}

Result<api::Reply> Dispatcher::handle(const api::Request& request, const Match& match,
                                      const api::Principal& principal) {
  if (!match.route)
    return match.path_known ? refuse(Refusal::method_not_allowed, "this path has no such method")
                            : refuse(Refusal::not_found, "no such path");
  if (!fault("skip_permission")) TRY(allowed(principal, match.route->permission));
  if (!principal.profiles.empty()) TRY(within_bounds(principal, *match.route, match.ids));
  if (match.bad_id) return refuse(Refusal::not_found, "no such path");
  auto query = TRY(api::decode_query(request.query));
  auto body = TRY(parse_body(request, match.route->takes));
  auto key = TRY(idempotency_key_of(request, principal, *match.route));
  try {
    return in_transaction(request, match, principal, std::move(body), std::move(query), key);
  } catch (const db::ConstraintViolation& violation) {
    if (key && is_repeat(violation))
      return recall(pool_, *keystore_.tenant(principal.tenant), *key);
    throw;
  }
}

Result<api::Reply> Dispatcher::in_transaction(const api::Request& request, const Match& match,
                                              const api::Principal& principal, json::Value body,
                                              std::vector<api::Parameter> query,
                                              const std::optional<IdempotencyKey>& key) {
  auto keys = keystore_.tenant(principal.tenant);  // may be remote: before the transaction
  db::Tx tx(pool_, principal.tenant);
  api::Call call{request,          principal,       match.ids, match.term,
                 std::move(query), std::move(body), tx,        std::move(keys)};
  api::Reply reply = TRY(match.route->handler(call));
  if (tx.is_done()) return reply;
  if (key) remember(call, *key, reply);
  if (fault("answer_before_commit")) return reply;
  tx.commit();
  return reply;
}

}  // namespace probity::gateway
