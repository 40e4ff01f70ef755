#include "db/migrate.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/result.h"
#include "base/text.h"

namespace probity::db {
namespace {

// Any other number would do; it keeps two migrating processes apart.
constexpr auto one_at_a_time = "select pg_catalog.pg_advisory_lock(7077077)";

std::array<int, 3> version_of(std::string_view text) {
  std::array<int, 3> version{};
  auto parts = split(text, '.');
  for (std::size_t i = 0; i < parts.size() && i < 3; ++i)
    version[i] = std::atoi(std::string(parts[i]).c_str());
  return version;
}

bool table_exists(Connection& connection) {
  return connection
             .ask("select 1 where pg_catalog.to_regclass('probity.schema_migrations') is not null")
             .size() == 1;
}

// Checks what is applied against what is known; returns the count of known ones applied.
int applied(Connection& connection) {
  if (!table_exists(connection)) return 0;
  auto rows =
      connection.ask("select number, oldest_binary from probity.schema_migrations order by number");
  auto known = migrations();
  int count = 0;
  for (int i = 0; i < rows.size(); ++i) {
    Columns c = rows[i];
    auto number = c.bigint();
    std::string oldest = c.text();
    if (number <= static_cast<std::int64_t>(known.size())) {
      ++count;
    } else if (version_of(oldest) > version_of(PROBITY_VERSION)) {
      throw Breakdown("refusing to start",
                      fmt::format("the schema (migration {}) needs probity {} or newer; this is {}",
                                  number, oldest, PROBITY_VERSION));
    }
  }
  return count;
}

}  // namespace

int migrate(Connection& owner) {
  owner.script(one_at_a_time);
  auto known = migrations();
  int done = applied(owner), fresh = 0;
  for (const Migration& m : known.subspan(done)) {
    std::string note = fmt::format(
        "insert into probity.schema_migrations (number, name, oldest_binary, applied_at) "
        "values ({}, '{}', '{}', '{}')",
        m.number, m.name, m.oldest_binary, iso_time(now()));
    std::string sql(m.sql);
    owner.script(m.in_transaction
                     ? "begin; set local lock_timeout = '10s'; " + sql + "\n;" + note + "; commit;"
                     : sql);
    if (!m.in_transaction) owner.script(note);
    ++fresh;
  }
  return fresh;
}

void require_schema(const std::string& url) {
  Connection connection(url);
  int done = applied(connection);
  if (done < static_cast<int>(migrations().size()) && !fault("accept_any_schema"))
    throw Breakdown("refusing to start",
                    fmt::format("the database has {} of {} migrations: run `probity migrate` first",
                                done, migrations().size()));
}

}  // namespace probity::db
