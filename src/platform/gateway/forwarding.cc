#include "gateway/forwarding.h"

#include <algorithm>

#include "base/fault.h"
#include "base/text.h"
#include "gateway/answered.h"
#include "gateway/render.h"

namespace probity::gateway {
namespace {

// Of one connection (RFC 9110 § 7.6.1), or made anew by each side.
constexpr std::string_view hop_by_hop[] = {"connection",
                                           "content-length",
                                           "expect",
                                           "host",
                                           "keep-alive",
                                           "proxy-authenticate",
                                           "proxy-authorization",
                                           "proxy-connection",
                                           "te",
                                           "trailer",
                                           "transfer-encoding",
                                           "upgrade"};
// Added to every reply by the listener itself.
constexpr std::string_view by_the_listener[] = {"date", "strict-transport-security",
                                                "x-content-type-options"};

bool is_in(const auto& names, std::string_view name) {
  return std::ranges::find(names, name) != std::ranges::end(names);
}

// What the sender has declared to be of this connection only.
std::vector<std::string> declared_hop_by_hop(const auto& headers) {
  std::vector<std::string> names;
  for (const auto& header : headers)
    if (header.name == "connection")
      for (auto name : split(header.value, ',')) names.push_back(lower_ascii(trimmed(name)));
  return names;
}

bool is_ours(std::string_view name) {
  return (name == access_header || name == peer_header) && !fault("keep_access_header");
}

}  // namespace

std::vector<http::Header> forwarded_headers(const api::Request& request) {
  auto declared = declared_hop_by_hop(request.headers);
  std::vector<http::Header> out;
  for (const api::Header& header : request.headers)
    if (!is_in(hop_by_hop, header.name) && !is_in(declared, header.name) && !is_ours(header.name) &&
        header.name != "apikey")
      out.push_back({header.name, header.value});
  return out;
}

std::vector<api::Header> returned_headers(std::vector<http::Header> headers) {
  auto declared = declared_hop_by_hop(headers);
  std::vector<api::Header> out;
  for (http::Header& header : headers)
    if (!is_in(hop_by_hop, header.name) && !is_in(declared, header.name) &&
        !is_in(by_the_listener, header.name) && header.name != forget_header)
      out.push_back({std::move(header.name), std::move(header.value)});
  return out;
}

Forwarding::Forwarding(std::vector<api::Route> routes, Admission admission, TokenMint& mint,
                       Metrics& metrics, Settings settings)
    : routes_(std::move(routes)),
      admission_(std::move(admission)),
      mint_(mint),
      metrics_(metrics),
      forget_(std::move(settings.forget)),
      forwarder_(std::move(settings.upstream)),
      crew_(settings.threads, settings.queue, metrics) {}

void Forwarding::accept(api::Request&& request, Respond respond) {
  double since = monotonic_seconds();
  bool taken = crew_.take([this, request = std::move(request), respond, since]() mutable {
    pass_on(std::move(request), {Uuid::make(), nullptr, std::move(respond), since});
  });
  if (!taken) respond(try_again("the service is busy; try again shortly", Uuid::make()));
}

void Forwarding::pass_on(api::Request&& request, Passing passing) {
  try {
    passing.route = routes_.match(request).route;
    auto single = refuse_repeated(request);
    if (!single) return answer(passing, render(single.error(), passing.request_id, false));
    auto principal = admission_(request, passing.route);
    if (!principal) return answer(passing, render(principal.error(), passing.request_id, false));
    http::Forwarded on{std::move(request.method), std::move(request.path),
                       forwarded_headers(request), std::move(request.body)};
    if (!request.query.empty()) (on.target += '?') += request.query;
    on.headers.push_back({std::string(access_header), mint_.token_for(**principal)});
    on.headers.push_back({std::string(peer_header), request.peer});
    forwarder_.send(std::move(on), [this, passing](auto outcome) {
      using enum http::Forwarder::Failure;
      if (outcome) {
        if (auto words = outcome->header(forget_header); !words.empty()) forget_(words);
        return answer(passing, {outcome->status, std::move(outcome->body),
                                returned_headers(std::move(outcome->headers))});
      }
      metrics_.breakdown("forward");
      if (outcome.error() != lost)
        return answer(passing,
                      try_again("the service is busy; try again shortly", passing.request_id));
      answer(passing, render_status(502, "the service did not answer; what was asked may be done",
                                    passing.request_id));
    });
  } catch (...) {
    answer(passing, reply_to_failure(metrics_, passing.request_id));
  }
}

void Forwarding::answer(const Passing& passing, api::Reply&& reply) {
  note_answered(metrics_, passing.request_id, passing.route, reply.status,
                monotonic_seconds() - passing.since);
  passing.respond(std::move(reply));
}

}  // namespace probity::gateway
