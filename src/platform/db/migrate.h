// Migrations: numbered, forward only, part of the binary. Run by the owner of the schema, never by
// the role that serves.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "db/pool.h"

namespace probity::db {

struct Migration {
  int number;
  std::string_view name;           // the file's name without ".sql"
  std::string_view oldest_binary;  // the oldest version that may run on the schema after it
  bool in_transaction;  // false for what can't be in one, such as CREATE INDEX CONCURRENTLY
  std::string_view sql;
};

// db/migrations/*.sql, in order.
std::span<const Migration> migrations();

// Applies what is missing, each in a transaction of its own with a lock time-out, and writes it
// down. Returns how many were applied. Throws Breakdown when one fails (nothing of it stays), or
// when the database holds a migration that this binary does not know and that does not allow it.
int migrate(Connection& owner);

// Throws Breakdown unless this binary may run on the schema as it is: every migration it knows was
// applied, and those it doesn't know name a version no newer than this one.
void require_schema(const std::string& url);

}  // namespace probity::db
