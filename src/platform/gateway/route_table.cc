#include "gateway/route_table.h"

#include "base/text.h"

namespace probity::gateway {

RouteTable::RouteTable(std::vector<api::Route> routes) : routes_(std::move(routes)) {
  for (const api::Route& route : routes_) parts_.push_back(split(route.path, '/'));
}

RouteTable::Match RouteTable::match(const api::Request& request) const {
  Match best;
  if (!request.path.starts_with(version_prefix)) return best;
  auto wanted = split(std::string_view(request.path).substr(version_prefix.size()), '/');
  for (std::size_t r = 0; r < routes_.size(); ++r) {
    const api::Route& route = routes_[r];
    const auto& parts = parts_[r];
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

}  // namespace probity::gateway
