// Whom work can be given to: an active user or a team of the institution.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "api/body.h"
#include "db/tx.h"
#include "identity/people.h"

namespace probity::identity {

struct Assignee {
  std::optional<Uuid> user, team;  // one of both at most
  bool operator==(const Assignee&) const = default;
};

// "assignee_type" and "id" of a body; without the first, nobody. Faults: neither an active user nor
// a team of the institution, whosever the id may be.
Assignee assignee_named(db::Tx& tx, api::Body& body);

// The names of assignees, for what shows them.
class AskedAssignees {
 public:
  AskedAssignees(AskedPeople people, db::Pending teams)
      : people_(std::move(people)), teams_(std::move(teams)) {}
  // By id of the user or team; who was deleted is not among them.
  std::unordered_map<Uuid, std::string> get();

 private:
  AskedPeople people_;
  db::Pending teams_;
};
AskedAssignees ask_assignees(db::Tx& tx, const keys::TenantKeys& keys, std::vector<Uuid> users,
                             const std::vector<Uuid>& teams);

// [Assignment]: one or none; none also for who was deleted.
json::Array render(const Assignee& assignee, const std::unordered_map<Uuid, std::string>& names);

}  // namespace probity::identity
