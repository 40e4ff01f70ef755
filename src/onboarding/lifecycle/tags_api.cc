#include <algorithm>

#include "api/body.h"
#include "base/text.h"
#include "lifecycle/lifecycle_api.h"
#include "lifecycle/render.h"

namespace probity::lifecycle {
namespace {

Result<api::Reply> add(api::Call& call) {
  Case c = TRY(lock_case(TRY(setting_of(call)), call.ids[0]));
  api::Body body(call.body);
  auto name = std::string(trimmed(body.text("name", 1, 200)));
  if (name.empty() && body.faults().empty()) body.fault("name", "must not be blank");
  TRY(body.done());
  if (c.tags.size() >= 100) return refuse(Refusal::constraints, "a profile has at most 100 tags");
  auto there = std::ranges::find(c.tags, name, &profiles::Tag::name);
  if (there != c.tags.end()) return api::json_reply(200, render_tag(*there));
  c.tags.push_back(profiles::add_tag(call.tx, *call.keys, *c.key, c.profile.id, name, false));
  c.tell(journal::actions::added_tag, {{"tag_id", c.tags.back().id.text()}}, name);
  settle(c);
  save(c);
  return api::json_reply(200, render_tag(c.tags.back()));
}

Result<api::Reply> remove(api::Call& call) {
  Case c = TRY(lock_case(TRY(setting_of(call)), call.ids[0]));
  auto found = std::ranges::find(c.tags, call.ids[1], &profiles::Tag::id);
  if (found == c.tags.end()) return refuse(Refusal::not_found, "no such tag");
  profiles::Tag tag = *found;
  c.tags.erase(found);
  profiles::remove_tag(call.tx, *call.keys, c.profile.id, tag, c.tags);
  c.tell(journal::actions::removed_tag, {{"tag_id", tag.id.text()}}, tag.name);
  settle(c);
  save(c);
  return api::json_reply(200, render_tag(tag));
}

// Tags of the whole institution that resemble the term, each name once.
Result<api::Reply> search(api::Call& call) {
  constexpr std::int64_t most = 500;  // rows looked at: tags of profiles that have a tag like this
  std::int64_t limit = call.parameter("limit") ? TRY(api::page_of(call)).limit : most;
  if (call.term.empty() || code_points(call.term) > 200)
    return refuse(Refusal::invalid_input, "the term is not valid",
                  {{"term", "must have 1 to 200 characters"}});
  auto sealed = profiles::tags_like(call.tx, *call.keys, call.term, most);
  std::vector<keys::AskedKey> keys;
  for (const auto& tag : sealed)
    keys.push_back(keys::ask_subject_key(call.tx, *call.keys, tag.profile));
  call.tx.finish_reading();
  std::string wanted = lower_ascii(call.term);
  std::vector<std::string> seen;
  json::Array out;
  for (std::size_t i = 0; i < sealed.size() && std::ssize(out) < limit; ++i) {
    auto key = keys[i].get();
    if (!key) continue;
    std::string name = key->open(keys::columns::tags_name, sealed[i].id, 1, sealed[i].sealed_name);
    bool alike = lower_ascii(name).find(wanted) != std::string::npos;
    if (!alike || std::ranges::find(seen, name) != seen.end()) continue;
    seen.push_back(name);
    out.push_back(render_tag({sealed[i].id, name, sealed[i].is_automatic, {}}));
  }
  return api::json_reply(200, std::move(out));
}

using enum api::Permission;
using api::Method, api::Takes;
constexpr api::Route table[] = {
    {Method::post, "/profiles/{profile_id}/tags", edit_profiles, Takes::body, add},
    {Method::del, "/profiles/{profile_id}/tags/{tag_id}", edit_profiles, Takes::nothing, remove},
    {Method::get, "/tags/search/{term}", read_profiles, Takes::nothing, search},
};

}  // namespace

std::span<const api::Route> tag_routes() { return table; }

}  // namespace probity::lifecycle
