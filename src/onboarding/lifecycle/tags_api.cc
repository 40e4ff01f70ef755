#include <algorithm>
#include <limits>
#include <unordered_set>

#include "api/body.h"
#include "base/text.h"
#include "lifecycle/lifecycle_api.h"
#include "lifecycle/render.h"

namespace probity::lifecycle {
namespace {

Result<api::Reply> add(api::Call& call) {
  Case c = TRY(lock_case(TRY(setting_of(call)), call.ids[0]));
  TRY(may_act(c));
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
  TRY(may_act(c));
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

// Tags of all profiles that are seen that resemble the term, each name once. Of more profiles than
// it looks at, the oldest stay unseen: the contract says how many.
Result<api::Reply> search(api::Call& call) {
  constexpr int most_batches = 100;
  constexpr std::int64_t all = std::numeric_limits<std::int64_t>::max();
  std::int64_t limit = call.parameter("limit") ? TRY(api::page_of(call)).limit : all;
  if (call.term.empty() || code_points(call.term) > 200)
    return refuse(Refusal::invalid_input, "the term is not valid",
                  {{"term", "must have 1 to 200 characters"}});
  std::string wanted = lower_ascii(call.term);
  std::unordered_set<std::string> seen;
  json::Array out;
  profiles::TagSearch search(call.tx, *call.keys, sight_of(call), call.term);
  for (int i = 0; i < most_batches && std::ssize(out) < limit; ++i) {
    auto tags = search.next();
    if (!tags) break;
    for (const auto& tag : *tags) {
      bool alike = lower_ascii(tag.name).find(wanted) != std::string::npos;
      if (alike && std::ssize(out) < limit && seen.insert(tag.name).second)
        out.push_back(render_tag(tag));
    }
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
