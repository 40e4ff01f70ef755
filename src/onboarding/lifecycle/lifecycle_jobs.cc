#include "lifecycle/lifecycle_jobs.h"

#include "identity/identity.h"
#include "lifecycle/advance.h"

namespace probity::lifecycle {

jobs::Work run_check(keys::Keystore& keystore) {
  return [&keystore](db::Pool& pool, const Uuid& tenant, const jobs::Job& job) {
    auto profile = Uuid::parse(job.payload.text_at("profile_id"));
    auto check_id = Uuid::parse(job.payload.text_at("check_id"));
    ENSURE(profile && check_id);
    // Outside the transaction: the keystore may be remote.
    auto keys = keystore.tenant(tenant);
    auto institution = identity::settings_of(pool, tenant);
    if (!institution) return;  // the institution is gone
    db::Tx tx(pool, tenant);
    auto setting = job_setting(tx, keys, *institution);
    if (!setting) throw Breakdown("the check can't run", "the institution is not set up");
    auto c = lock_case(std::move(*setting), *profile);
    if (!c) return;  // erased meanwhile
    auto* check = c->check(*check_id);
    if (!check || check->state == checks::State::complete) return;
    const auto* variant = c->catalogue().check_variant(check->variant_id.text());
    checks::Outcome outcome =
        variant ? checks::perform(instruction_of(*c, *variant), c->profile.data)
                : checks::Outcome{
                      .result = "Error",
                      .errors = {json::Object{{"code", 502},
                                              {"source", "ENGINE"},
                                              {"message", "the check variant was removed"}}},
                      .evidence = json::Object{}};
    complete_check(*c, *check, std::move(outcome), false);
    settle(*c);
    save(*c);
    tx.commit();
  };
}

}  // namespace probity::lifecycle
