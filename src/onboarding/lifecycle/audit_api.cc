// The audit trail of a profile.
#include "lifecycle/actors.h"
#include "lifecycle/lifecycle_api.h"
#include "lifecycle/render.h"

namespace probity::lifecycle {
namespace {

json::Value audit_item(const Uuid& profile, const journal::ReadEntry& e, const Actors& actors) {
  auto nullable = [&](std::string_view name) {
    const json::Value* found = e.payload.find(name);
    return found ? *found : json::Value();
  };
  json::Object item{{"id", e.id.text()},
                    {"profileID", profile.text()},
                    {"action", e.action},
                    {"user", actors.user(e.actor_kind, e.actor_id)},
                    {"timestamp", json::Number{std::to_string(e.at.micros / 1'000'000)}},
                    {"message", nullable("message")},
                    {"ref_data", nullable("ref_data")},
                    {"filename", nullptr},
                    {"signature", nullptr},
                    {"actor_kind", e.actor_kind},
                    {"sequence", e.seq}};
  bool by_key = actors.is_key(e.actor_id);
  item.set("apikey",
           by_key ? json::Value(json::Object{{"name", actors.name(e.actor_id)}}) : json::Value());
  return item;
}

// What an entry is about is sealed, so that the page is counted here and not by the database.
std::vector<journal::ReadEntry> seen_entries(const Case& c, const api::Page& page) {
  constexpr std::int64_t batch = 1000;
  std::vector<journal::ReadEntry> out;
  std::int64_t seen = 0;
  for (std::int64_t from = 0;; from += batch) {
    c.setting.tx.read_on();
    auto asked = journal::ask(c.setting.tx, c.profile.id, batch, from);
    c.setting.tx.finish_reading();
    auto entries = asked.get(*c.key);
    for (auto& e : entries) {
      const json::Value* reference = e.payload.find("ref_data");
      if (reference && !sees_reference(c, *reference)) continue;
      if (seen++ >= page.offset) out.push_back(std::move(e));
      if (std::ssize(out) == page.limit) return out;
    }
    if (std::ssize(entries) < batch) return out;
  }
}

Result<api::Reply> audit(api::Call& call) {
  auto page = TRY(api::page_of(call));
  if (!call.parameter("limit")) page.limit = 200;
  Actors actors(call.tx);
  std::vector<journal::ReadEntry> entries;
  if (auto setting = TRY(setting_of(call)); !setting.sight.all_products()) {
    Case c = TRY(read_case(std::move(setting), call.ids[0]));
    entries = seen_entries(c, page);
  } else {
    auto profile = profiles::ask(call.tx, *call.keys, call.ids[0], false);
    auto asked = journal::ask(call.tx, call.ids[0], page.limit, page.offset);
    call.tx.finish_reading();
    auto found = profile.get();
    if (!found) return refuse(Refusal::not_found, "no such profile");
    entries = asked.get(found->key);
  }
  std::vector<Uuid> users;
  for (const auto& e : entries)
    if (e.actor_kind == "user" && e.actor_id) users.push_back(*e.actor_id);
  actors.meet(*call.keys, std::move(users));
  json::Array items;
  for (const auto& e : entries) items.push_back(audit_item(call.ids[0], e, actors));
  return api::json_reply(200, std::move(items));
}

using enum api::Permission;
constexpr api::Route table[] = {
    {api::Method::get, "/profiles/{profile_id}/audit-items", read_audit, api::Takes::nothing,
     audit},
};

}  // namespace

std::span<const api::Route> audit_routes() { return table; }

}  // namespace probity::lifecycle
