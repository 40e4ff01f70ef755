#include <algorithm>

#include "base/fault.h"
#include "base/text.h"
#include "identity/people.h"
#include "keys/subject_keys.h"
#include "lifecycle/case.h"
#include "saved_views_sql.h"
#include "worklist/filters.h"
#include "worklist/worklist_api.h"

namespace probity::worklist {
namespace {

using keys::columns::saved_views_name, keys::columns::saved_views_query;

constexpr std::int64_t most_views = 200, most_shown = 2000;
constexpr std::size_t most_query_bytes = 8192;

// A name or a search may be a customer's, so both are sealed with the institution's own key.
struct View {
  Uuid id, owner;
  std::string name;
  json::Value query;
  bool is_shared = false;
  std::int64_t version = 0;
  bool is_favourite = false;
};

const keys::SubjectKey& institution_key(api::Call& call) {
  auto key = keys::ask_subject_key(call.tx, *call.keys, call.tx.tenant()).get();
  ENSURE(key);
  call.subject_key = std::make_shared<const keys::SubjectKey>(std::move(*key));
  return *call.subject_key;
}

View view_from(db::Columns c, const keys::SubjectKey& key) {
  View view{.id = c.uuid(), .owner = c.uuid()};
  std::string name = c.bytes(), query = c.bytes();
  view.is_shared = c.boolean();
  view.version = c.bigint();
  view.is_favourite = c.boolean();
  auto version = static_cast<std::uint64_t>(view.version);
  view.name = key.open(saved_views_name, view.id, version, name);
  auto parsed = json::parse(key.open(saved_views_query, view.id, version, query));
  ENSURE(parsed);
  view.query = std::move(*parsed);
  return view;
}

json::Value render(const View& view, const std::unordered_map<Uuid, identity::Person>& people) {
  auto owner = people.find(view.owner);
  return json::Object{
      {"id", view.id.text()},
      {"name", view.name},
      {"query", view.query},
      {"is_shared", view.is_shared},
      {"is_favourite", view.is_favourite},
      {"owner", json::Object{{"id", view.owner.text()},
                             {"name", owner == people.end() ? "" : owner->second.name}}}};
}

json::Value rendered(api::Call& call, const View& view) {
  return render(view, identity::ask_people(call.tx, *call.keys, {view.owner}).get());
}

// The members of a query, as parameters of the list would say them.
constexpr std::string_view text_members[] = {"q", "assignee", "created_from", "created_to", "sort"},
                           list_members[] = {"status",      "flag",    "product", "risk",
                                             "entity_type", "matches", "tag"};

std::optional<std::string> joined(const json::Value& value) {
  std::string out;
  if (!value.is_array() || value.array().size() > 50) return std::nullopt;
  for (const auto& item : value.array()) {
    bool plain =
        item.is_string() && !item.string().empty() && item.string().find(',') == std::string::npos;
    if (!plain) return std::nullopt;
    out += (out.empty() ? "" : ",") + item.string();
  }
  return out;
}

bool is_list_of_columns(const json::Value& value) {
  return value.is_array() && value.array().size() <= 50 &&
         std::ranges::all_of(value.array(), [](const json::Value& item) {
           return item.is_string() && item.string().size() <= 100;
         });
}

std::optional<api::Parameter> parameter_of(const std::string& name, const json::Value& value) {
  if (std::ranges::count(list_members, name))
    if (auto values = joined(value)) return api::Parameter{name, *values};
  if (std::ranges::count(text_members, name) && value.is_string())
    return api::Parameter{name, value.string()};
  return std::nullopt;
}

// Faults as the list would tell them, each under the member that it is of.
json::Value query_of(api::Body& body, const lifecycle::Setting& setting) {
  const json::Value* query = body.member("query");
  if (!query) return json::Object{};
  if (!query->is_object() || json::write(*query).size() > most_query_bytes) {
    body.fault("query", "must be an object of at most 8 KB");
    return {};
  }
  std::vector<api::Parameter> parameters;
  for (const auto& [name, value] : query->object()) {
    if (name == "columns" && is_list_of_columns(value)) continue;
    bool known = name == "columns" || std::ranges::count(list_members, name) ||
                 std::ranges::count(text_members, name);
    if (auto parameter = parameter_of(name, value))
      parameters.push_back(std::move(*parameter));
    else
      body.fault(known ? "query." + name : "query",
                 known ? "must be as the work list takes it; lists as arrays of texts"
                       : "must hold nothing but filters, sort and columns");
  }
  std::vector<Fault> faults;
  filters_of(parameters, setting.call->principal.id, setting.configuration->catalogue,
             setting.sight, faults);
  for (auto& fault : faults) body.fault("query." + fault.field, std::move(fault.message));
  return *query;
}

std::string name_of(api::Body& body) {
  std::string sent = body.text("name", 1, 100), name(trimmed(sent));
  if (name.empty() && !sent.empty()) body.fault("name", "must not be blank");
  return name;
}

std::string name_token(const api::Call& call, const std::string& name) {
  return call.keys->lookup_hash("saved-view", lower_ascii(name));
}

// What writes under a name that an own view has is told so by the unique index.
Result<void> write(api::Call& call, const db::Statement& statement, db::Args args) {
  try {
    call.tx.queue(statement, std::move(args));
    call.tx.flush();
    return {};
  } catch (const db::ConstraintViolation& violation) {
    if (violation.constraint != "saved_views_by_name") throw;
    return refuse(Refusal::data_present, "an own view has this name",
                  {{"name", "must differ from those of your other views"}});
  }
}

// Staff of the platform look, and leave nothing of their own.
Result<void> for_members(const api::Call& call) {
  if (call.principal.kind == api::Principal::Kind::user) return {};
  return refuse(Refusal::conflict, "views are kept for the institution's own people");
}

Result<api::Reply> list(api::Call& call) {
  const auto& key = institution_key(call);
  auto rows = call.tx.queue(sql::saved_views, {call.tx.tenant(), call.principal.id, most_shown});
  std::vector<View> views;
  for (int i = 0; i < rows.get().size(); ++i) views.push_back(view_from(rows.get()[i], key));
  std::vector<Uuid> owners;
  for (const View& view : views) owners.push_back(view.owner);
  std::ranges::sort(owners);
  owners.erase(std::ranges::unique(owners).begin(), owners.end());
  auto people = identity::ask_people(call.tx, *call.keys, owners);
  call.tx.finish_reading();
  auto met = people.get();
  std::ranges::sort(views, {}, [](const View& view) { return lower_ascii(view.name); });
  json::Array out;
  for (const View& view : views) out.push_back(render(view, met));
  return api::json_reply(200, std::move(out));
}

Result<api::Reply> create(api::Call& call) {
  TRY(for_members(call));
  auto setting = TRY(lifecycle::setting_of(call));
  api::Body body(call.body);
  View view{.id = Uuid::make(), .owner = call.principal.id};
  view.name = name_of(body);
  if (!body.member("query")) body.fault("query", "is required");
  view.query = query_of(body, setting);
  view.is_shared = body.maybe_flag("is_shared").value_or(false);
  TRY(body.done());
  const auto& key = institution_key(call);
  auto count = call.tx.queue(sql::count_saved_views, {call.tx.tenant(), view.owner});
  if (count.one()->bigint() >= most_views)
    return refuse(Refusal::constraints, "a person has at most 200 views");
  TRY(write(call, sql::insert_saved_view,
            {call.tx.tenant(), view.id, view.owner, name_token(call, view.name),
             key.seal(saved_views_name, view.id, 1, view.name),
             key.seal(saved_views_query, view.id, 1, json::write(view.query)), view.is_shared,
             call.tx.at()}));
  return api::json_reply(201, rendered(call, view));
}

Result<View> found(api::Call& call, const keys::SubjectKey& key) {
  auto row = call.tx.queue(sql::saved_view, {call.tx.tenant(), call.principal.id, call.ids[0]});
  if (auto columns = row.one()) return view_from(*columns, key);
  return refuse(Refusal::not_found, "no such view");
}

Result<void> must_own(const api::Call& call, const View& view) {
  if (view.owner == call.principal.id || fault("change_other_views")) return {};
  return refuse(Refusal::forbidden, "the view is someone else's");
}

Result<void> save(api::Call& call, const keys::SubjectKey& key, View& view) {
  ++view.version;
  auto version = static_cast<std::uint64_t>(view.version);
  return write(call, sql::update_saved_view,
               {call.tx.tenant(), view.id, name_token(call, view.name),
                key.seal(saved_views_name, view.id, version, view.name),
                key.seal(saved_views_query, view.id, version, json::write(view.query)),
                view.is_shared, view.version});
}

Result<api::Reply> change(api::Call& call) {
  auto setting = TRY(lifecycle::setting_of(call));
  const auto& key = institution_key(call);
  View view = TRY(found(call, key));
  TRY(for_members(call));
  api::Body body(call.body);
  bool of_owner = body.member("name") || body.member("query") || body.member("is_shared");
  if (of_owner) TRY(must_own(call, view));
  if (body.member("name")) view.name = name_of(body);
  if (body.member("query")) view.query = query_of(body, setting);
  view.is_shared = body.maybe_flag("is_shared").value_or(view.is_shared);
  auto favourite = body.maybe_flag("is_favourite");
  TRY(body.done());
  if (of_owner) TRY(save(call, key, view));
  if (favourite) {
    view.is_favourite = *favourite;
    call.tx.queue(*favourite ? sql::add_favourite_view : sql::remove_favourite_view,
                  {call.tx.tenant(), call.principal.id, view.id});
  }
  return api::json_reply(200, rendered(call, view));
}

Result<api::Reply> remove(api::Call& call) {
  const auto& key = institution_key(call);
  View view = TRY(found(call, key));
  TRY(must_own(call, view));
  call.tx.queue(sql::delete_saved_view, {call.tx.tenant(), view.id});
  return api::json_reply(200, rendered(call, view));
}

using enum api::Permission;
using api::Method, api::Takes;
constexpr api::Route table[] = {
    {Method::get, "/views", person, Takes::nothing, list},
    {Method::post, "/views", person, Takes::body, create},
    {Method::post, "/views/{view_id}", person, Takes::body, change},
    {Method::del, "/views/{view_id}", person, Takes::nothing, remove},
};

}  // namespace

std::span<const api::Route> saved_view_routes() { return table; }

}  // namespace probity::worklist
