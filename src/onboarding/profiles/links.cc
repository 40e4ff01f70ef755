#include "profiles/links.h"

#include <algorithm>

#include "base/result.h"

namespace probity::profiles {
namespace {

// Where a company's document lists associates: a member, or the members of a member.
struct Group {
  std::string_view name;
  bool nested;
};
constexpr Group groups[] = {{"authorized_persons", false},
                            {"unauthorized_persons", false},
                            {"associated_entities", false},
                            {"ownership_structure", true},
                            {"officers", true}};

// Value is json::Value, const for those who only look.
template <class Value>
Value* member(Value& value, std::string_view name) {
  return value.is_object() ? value.object().find(name) : nullptr;
}

template <class Value, class Visit>
void visit_links(Value& document, const std::string& prefix, const Visit& visit);

template <class Value, class Visit>
void visit_list(Value& list, const std::string& field, const Visit& visit) {
  if (!list.is_array()) return;
  for (std::size_t i = 0; i < list.array().size(); ++i) {
    Value& associate = list.array()[i];
    std::string place = field + "[" + std::to_string(i) + "].";
    if (Value* link = member(associate, "linked_profile"))
      visit(*link, place + "linked_profile.id");
    if (Value* found = member(associate, "immediate_data"))
      visit_links(*found, place + "immediate_data.", visit);
  }
}

// Calls `visit` with each linked_profile and the name of its id.
template <class Value, class Visit>
void visit_links(Value& document, const std::string& prefix, const Visit& visit) {
  for (const Group& group : groups) {
    Value* found = member(document, group.name);
    if (!found) continue;
    std::string field = prefix + std::string(group.name);
    if (!group.nested)
      visit_list(*found, field, visit);
    else if (found->is_object())
      for (auto& [name, list] : found->object()) visit_list(list, field + "." + name, visit);
  }
}

Uuid id_of(const json::Value& link) {
  auto id = Uuid::parse(link.text_at("id"));
  ENSURE(id);
  return *id;
}

}  // namespace

std::vector<Link> links_of(const json::Value& document, std::string_view prefix) {
  std::vector<Link> links;
  std::string start = prefix.empty() ? "" : std::string(prefix) + ".";
  visit_links(document, start, [&](const json::Value& link, std::string field) {
    links.push_back({id_of(link), std::move(field)});
  });
  return links;
}

std::vector<Uuid> linked_profiles(const json::Value& document) {
  std::vector<Uuid> ids;
  for (const Link& link : links_of(document, "")) ids.push_back(link.profile);
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  return ids;
}

void show_linked(json::Value& document, const std::unordered_map<Uuid, json::Value>& shown) {
  visit_links(document, "", [&](json::Value& link, const std::string&) {
    auto found = shown.find(id_of(link));
    if (found != shown.end()) link = found->second;
  });
}

}  // namespace probity::profiles
