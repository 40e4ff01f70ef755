// What of a profile a caller sees, and on what of it they may act, by the products of its
// applications.
//
// An application is seen when its product is; a task when an application that is seen requires it;
// a check when it is linked to a task that is seen; an event when a check that is seen found it.
// What isn't seen is answered as if it weren't there. A task that no application requires, and a
// check without a task, are seen by whoever sees all products.
//
// To act takes the permission for a product that is concerned: of the application, or of one that
// requires the task. Who changes what belongs to the whole profile (collected data, status, tags)
// needs it for one of the products they see.
#pragma once

#include <vector>

#include "api/call.h"
#include "profiles/sight.h"

namespace probity::policies {
struct Application;
struct Task;
}  // namespace probity::policies
namespace probity::checks {
struct Check;
}
namespace probity::screening {
struct Event;
}

namespace probity::lifecycle {

struct Case;
using profiles::Sight;

// For reading: the products of the route's permission. For the rest also those that may be read, so
// that who may not act is told so.
Sight sight_of(const api::Call& call);

// Of a profile by its applications.
bool sees(const Sight& sight, const std::vector<policies::Application>& applications);

bool sees(const Case& c, const policies::Application& a);
bool sees(const Case& c, const policies::Task& t);
bool sees(const Case& c, const checks::Check& k);
bool sees(const Case& c, const screening::Event& e);

// Leaves what is seen. The category is told anew, by the applications that are left.
void narrow(const Sight& sight, std::vector<policies::Application>& applications,
            std::vector<policies::Task>& tasks);
void narrow(Case& c);

// Whether what an entry of the journal refers to is seen.
bool sees_reference(const Case& c, const json::Value& ref_data);

// Refuses with forbidden when the caller holds the route's permission for no product concerned.
Result<void> may_act(const Case& c);  // on what belongs to the whole profile
Result<void> may_act(const Case& c, const Uuid& product);
Result<void> may_act(const Case& c, const policies::Task& t);
Result<void> may_act(const Case& c, const screening::Event& e);
// For what belongs to no product.
bool may_act_everywhere(const Case& c);

}  // namespace probity::lifecycle
