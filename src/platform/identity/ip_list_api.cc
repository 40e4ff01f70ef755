#include <algorithm>

#include "base/fault.h"
#include "http/ip_range.h"
#include "identity/affairs.h"
#include "identity/authenticate.h"
#include "identity/identity_api.h"
#include "identity/ip_list.h"
#include "identity_sql.h"

namespace probity::identity {
namespace {

json::Array as_json(const std::vector<std::string>& ranges) {
  json::Array out;
  for (const auto& range : ranges) out.push_back(range);
  return out;
}

Result<api::Reply> read(api::Call& call) {
  auto row = call.tx.queue(sql::ip_allow_list, {call.tx.tenant()}).one();
  ENSURE(row);
  return api::json_reply(
      200, json::Object{{"addresses", as_json(row->texts())}, {"your_address", call.request.peer}});
}

// A list without the caller's own address would lock it out, and is refused unless it says so.
Result<api::Reply> replace(api::Call& call) {
  api::Body body(call.body);
  if (!body.member("addresses")) body.fault("addresses", "is required; an empty list allows any");
  auto ranges = ip_ranges_of(body, "addresses");
  bool lock_out = body.maybe_flag("allow_lock_out").value_or(false);
  TRY(body.done());
  bool mine = ranges.empty() || std::ranges::any_of(ranges, [&](const std::string& text) {
                return IpRange::parse(text)->contains(call.request.peer);
              });
  if (!mine && !lock_out && !fault("lock_out"))
    return refuse(
        Refusal::constraints, "the list would lock you out",
        {{"addresses", "must hold the address that you call from, or send allow_lock_out: true"}});
  Affairs affairs(call);
  auto before = call.tx.queue(sql::ip_allow_list, {call.tx.tenant()}).one()->texts();
  call.tx.queue(sql::set_ip_allow_list, {call.tx.tenant(), db::Arg::texts(ranges)});
  affairs.tell(actions::ip_list_changed, {{"before", as_json(before)}, {"after", as_json(ranges)}});
  affairs.write();
  forget_tenant_after(call.tx);
  return api::json_reply(
      200, json::Object{{"addresses", as_json(ranges)}, {"your_address", call.request.peer}});
}

using enum api::Permission;
using api::Method, api::Takes;
constexpr api::Route table[] = {
    {Method::get, "/ip-allow-list", view_ip_list, Takes::nothing, read},
    {Method::post, "/ip-allow-list", manage_ip_list, Takes::body, replace},
};

}  // namespace

std::vector<std::string> ip_ranges_of(api::Body& body, std::string_view member) {
  std::vector<std::string> out;
  const json::Array* items = body.maybe_array(member, 200);
  for (std::size_t i = 0; items && i < items->size(); ++i) {
    const auto& item = (*items)[i];
    auto range = item.is_string() ? IpRange::parse(item.string()) : std::nullopt;
    if (!range) {
      body.fault(std::string(member) + "[" + std::to_string(i) + "]",
                 "must be an address or a range such as 203.0.113.0/24 or 2001:db8::/32");
      continue;
    }
    if (std::ranges::find(out, range->text()) == out.end()) out.push_back(range->text());
  }
  return out;
}

std::span<const api::Route> ip_list_routes() { return table; }

}  // namespace probity::identity
