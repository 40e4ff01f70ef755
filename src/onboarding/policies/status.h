// The statuses of an application and the only steps between them.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"

namespace probity::policies {

enum class Status { applied, approved, in_review, rejected, cancelled };
std::string_view text_of(Status status);  // "APPLIED"
std::optional<Status> status_from(std::string_view text);

enum class Actor { user, system };  // the API acts as a user

// Refusals: transition (no such step, or not for this actor), already_approved, already_rejected,
// constraints (blockers before an approval; an automatic rejection of what was once approved).
Result<void> check_transition(Status from, Status to, Actor actor, bool has_blockers,
                              bool ever_approved);

}  // namespace probity::policies
