#include <map>

#include "policies/counts.h"
#include "worklist/work_list.h"
#include "worklist/worklist_api.h"

namespace probity::worklist {
namespace {

Result<api::Reply> list(api::Call& call) {
  auto setting = TRY(lifecycle::setting_of(call));
  std::vector<Fault> faults;
  auto filters = filters_of(call.query, call.principal.id, setting.configuration->catalogue,
                            setting.sight, faults);
  const std::string* after = call.parameter("after");
  if (after && !cursor_from(*after, filters.sort_word))
    faults.push_back({"after", "must be the next of a page of the same list"});
  auto size = api::page_of(call);
  if (!size) faults.insert(faults.end(), size.error().faults.begin(), size.error().faults.end());
  if (!faults.empty())
    return refuse(Refusal::invalid_input, "the query is not valid", std::move(faults));
  Page page = TRY(page_of(setting, filters, size->limit, after));
  json::Object out{{"count", page.count},
                   {"count_is_exact", page.count_is_exact},
                   {"limit", size->limit},
                   {"results", rows_of(setting, page.places)}};
  if (page.next) out.set("next", *page.next);
  return api::json_reply(200, std::move(out));
}

// By status and flag; by product they are kept only because not everybody sees every product.
Result<api::Reply> counts(api::Call& call) {
  auto asked = policies::ask_counts(call.tx, lifecycle::sight_of(call).products);
  call.tx.finish_reading();
  std::map<std::pair<std::string, std::string>, std::int64_t> sums;
  for (const auto& row : asked.get()) sums[{row.status, row.flag}] += row.count;
  json::Array out;
  for (const auto& [key, count] : sums)
    out.push_back(json::Object{{"status", key.first}, {"flag", key.second}, {"count", count}});
  return api::json_reply(
      200, json::Object{{"counts", std::move(out)}, {"as_of", api_time(call.tx.at())}});
}

using enum api::Permission;
using api::Method, api::Takes;
constexpr api::Route table[] = {
    {Method::get, "/applications", read_profiles, Takes::nothing, list},
    {Method::get, "/applications/counts", read_profiles, Takes::nothing, counts},
};

}  // namespace

std::span<const api::Route> work_list_routes() { return table; }

}  // namespace probity::worklist
