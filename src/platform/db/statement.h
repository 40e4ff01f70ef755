// A named SQL statement, made from a room's .sql file by cmake/embed_sql.py.
#pragma once

#include <string_view>

namespace probity::db {

enum class Rows { one, many, exec };  // what it answers: at most one row, rows, a count

struct Statement {
  std::string_view name;  // "room.name": also its name as a prepared statement
  Rows rows;
  std::string_view sql;
};

}  // namespace probity::db
