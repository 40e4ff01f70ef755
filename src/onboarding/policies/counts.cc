#include "policies/counts.h"

#include <map>
#include <tuple>

#include "base/fault.h"
#include "policies_sql.h"

namespace probity::policies {

AskedCounts ask_counts(db::Tx& tx, const std::optional<std::vector<Uuid>>& products) {
  db::Arg seen = products && !fault("count_other_products") ? db::Arg(*products) : db::Arg(nullptr);
  return AskedCounts(tx.queue(sql::application_counts, {tx.tenant(), seen}));
}

std::vector<Count> AskedCounts::get() {
  std::map<std::tuple<Uuid, std::string, std::string>, std::int64_t> sums;
  const db::Answer& rows = rows_.get();
  for (int i = 0; i < rows.size(); ++i) {
    db::Columns c = rows[i];
    Uuid product = c.uuid();
    std::string status = c.text(), flag = c.text();
    std::int64_t count = c.bigint();
    if (c.boolean() || !fault("forget_changes")) sums[{product, status, flag}] += count;
  }
  std::vector<Count> counts;
  for (const auto& [key, count] : sums)
    if (count > 0) counts.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), count});
  return counts;
}

void roll_up_counts(db::Pool& pool) {
  std::vector<Uuid> tenants;
  {
    db::Tx tx(pool, db::platform_tenant());
    auto rows = tx.queue(sql::tenants_to_roll_up, {});
    tx.finish_reading();
    for (int i = 0; i < rows.get().size(); ++i) tenants.push_back(rows.get()[i].uuid());
  }
  for (const Uuid& tenant : tenants) {
    db::Tx tx(pool, tenant);
    tx.queue(sql::roll_up, {tenant});
    tx.commit();
  }
}

}  // namespace probity::policies
