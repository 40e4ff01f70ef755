#include <algorithm>

#include "base/text.h"
#include "identity/identity.h"
#include "identity/identity_api.h"
#include "identity/people.h"
#include "identity_sql.h"

namespace probity::identity {
namespace {

constexpr std::string_view actor_words[] = {"user", "api_key", "policy", "staff", "system"};

struct Filter {
  std::optional<std::string> action, actor_kind;
  std::optional<Uuid> actor;
  std::optional<Date> from, until;
};

Result<Filter> filter_of(const api::Call& call) {
  Filter filter;
  std::vector<Fault> faults;
  auto text = [&](std::string_view name) { return call.parameter(name); };
  if (auto v = text("action"); v && !v->empty()) filter.action = *v;
  if (auto v = text("actor_kind"); v && !v->empty()) {
    if (std::ranges::find(actor_words, *v) == std::end(actor_words))
      faults.push_back({"actor_kind", api::one_of(actor_words)});
    filter.actor_kind = *v;
  }
  if (auto v = text("actor_id"); v && !v->empty()) {
    filter.actor = Uuid::parse(*v);
    if (!filter.actor) faults.push_back({"actor_id", "must be a UUID"});
  }
  for (auto [name, into] : {std::pair{"from", &filter.from}, {"until", &filter.until}})
    if (auto v = text(name); v && !v->empty()) {
      *into = Date::parse(*v);
      if (!*into) faults.push_back({name, "must be a date, YYYY-MM-DD"});
    }
  if (!faults.empty())
    return refuse(Refusal::invalid_input, "the query is not valid", std::move(faults));
  return filter;
}

Result<api::Reply> list(api::Call& call) {
  auto page = TRY(api::page_of(call));
  auto filter = TRY(filter_of(call));
  Uuid tenant = call.tx.tenant();
  auto names = ask_key_names(call.tx);
  auto key = keys::ask_subject_key(call.tx, *call.keys, tenant);
  journal::Wanted wanted{filter.action, filter.actor_kind, filter.actor, filter.from, filter.until};
  auto entries = journal::ask(call.tx, tenant, wanted, page.limit, page.offset);
  auto subject = key.get();
  ENSURE(subject);
  auto found = entries.get(*subject);
  std::vector<Uuid> users;
  for (const auto& e : found)
    if (e.actor_kind == "user" && e.actor_id &&
        std::ranges::find(users, *e.actor_id) == users.end())
      users.push_back(*e.actor_id);
  auto asked = ask_people(call.tx, *call.keys, users);
  call.tx.finish_reading();
  auto people = asked.get();
  auto key_names = names.get();
  json::Array items;
  for (const auto& e : found) {
    json::Object item{{"id", e.id.text()},
                      {"action", e.action},
                      {"timestamp", json::Number{std::to_string(e.at.micros / 1'000'000)}},
                      {"actor_kind", e.actor_kind},
                      {"sequence", e.seq}};
    if (e.actor_id) item.set("actor_id", e.actor_id->text());
    if (const auto* reference = e.payload.find("ref_data")) item.set("ref_data", *reference);
    if (const auto* message = e.payload.find("message")) item.set("message", *message);
    if (e.actor_id) {
      if (auto person = people.find(*e.actor_id); person != people.end())
        item.set("actor_name", person->second.name);
      else if (auto name = key_names.find(*e.actor_id); name != key_names.end())
        item.set("actor_name", name->second);
    }
    items.push_back(std::move(item));
  }
  return api::json_reply(200, std::move(items));
}

using enum api::Permission;
constexpr api::Route table[] = {
    {api::Method::get, "/institution/audit-items", read_audit_log, api::Takes::nothing, list},
};

}  // namespace

std::span<const api::Route> audit_log_routes() { return table; }

}  // namespace probity::identity
