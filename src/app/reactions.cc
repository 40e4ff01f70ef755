#include "tables.h"

#include "lifecycle/advance.h"

namespace probity::app {
namespace {

namespace actions = journal::actions;

// Who hears what. `inline`: in the same transaction, before it commits, without network. `later`:
// the kind of a job that is queued with it. An action that nobody hears has no row.
// clang-format off
constexpr lifecycle::Reaction table[] = {
    // heard                               inline               later
    {actions::added_product,               lifecycle::advance,  {}},
    {actions::replaced_collected_data,     lifecycle::advance,  {}},
    {actions::profile_status_changed,      lifecycle::advance,  {}},
    {actions::added_tag,                   lifecycle::advance,  {}},
    {actions::removed_tag,                 lifecycle::advance,  {}},
    {actions::added_task,                  lifecycle::advance,  {}},
    {actions::completed_task,              lifecycle::advance,  {}},
    {actions::uncompleted_task,            lifecycle::advance,  {}},
    {actions::updated_check,               lifecycle::advance,  {}},
    {actions::event_resolution,            lifecycle::advance,  {}},
    {actions::event_bulk_resolution,       lifecycle::advance,  {}},
    {actions::manual_decision,             lifecycle::advance,  {}},
};
// clang-format on

}  // namespace

std::span<const lifecycle::Reaction> reactions() { return table; }

}  // namespace probity::app
