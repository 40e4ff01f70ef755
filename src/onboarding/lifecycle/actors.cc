#include "lifecycle/actors.h"

#include <algorithm>

namespace probity::lifecycle {

void Actors::meet(const keys::TenantKeys& keys, std::vector<Uuid> users) {
  keys_ = asked_keys_.get();
  std::ranges::sort(users);
  users.erase(std::ranges::unique(users).begin(), users.end());
  if (users.empty()) return;
  bool reading = tx_.is_done();
  if (reading) tx_.read_on();
  auto people = identity::ask_people(tx_, keys, users);
  if (reading) tx_.finish_reading();
  people_ = people.get();
}

json::Value Actors::user(std::string_view kind, const std::optional<Uuid>& id) const {
  auto person = id ? people_.find(*id) : people_.end();
  if (kind != "user" || person == people_.end()) return {};
  return json::Object{
      {"id", id->text()}, {"name", person->second.name}, {"email", person->second.email}};
}

std::string Actors::name(const std::optional<Uuid>& id) const {
  if (!id) return {};
  if (auto key = keys_.find(*id); key != keys_.end()) return key->second;
  auto person = people_.find(*id);
  return person == people_.end() ? std::string() : person->second.name;
}

}  // namespace probity::lifecycle
