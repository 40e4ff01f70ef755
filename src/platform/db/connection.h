// One connection to PostgreSQL in libpq's pipeline mode. The only room that includes libpq.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "db/statement.h"
#include "db/value.h"

namespace probity::db {

// A constraint of the schema refused a write (SQLSTATE class 23). Which one is known by its name.
struct ConstraintViolation {
  std::string sqlstate;    // "23505" unique, "23503" foreign key, "23514" check, "23502" not null
  std::string constraint;  // name of the constraint, or of the column for not null
};

// What one statement answered.
class Answer {
 public:
  Answer() = default;
  explicit Answer(std::shared_ptr<const void> result);
  int size() const { return size_; }
  bool empty() const { return size_ == 0; }
  Columns operator[](int row) const { return Columns(result_, row); }
  std::int64_t affected() const { return affected_; }

 private:
  std::shared_ptr<const void> result_;
  int size_ = 0;
  std::int64_t affected_ = 0;
};

class Connection {
 public:
  // `url` is a libpq connection string; the password comes from it or its passfile.
  // Throws Breakdown when the server can't be reached.
  explicit Connection(const std::string& url);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Adds a statement to the pipeline; it is prepared on its first use of this connection.
  void send(const Statement& statement, const Args& args);
  // Ends the pipeline and reads one answer per statement sent. A refused constraint throws
  // ConstraintViolation, everything else Breakdown; either way the rest of the pipeline was
  // skipped.
  std::vector<Answer> sync();
  std::size_t in_flight() const { return sent_.size(); }

  // Outside a pipeline: a script of several statements, for migrations and administration.
  void script(const std::string& sql);
  Answer ask(const std::string& sql, const Args& args = {});

  bool broken() const;
  bool in_transaction() const;
  void enter_pipeline();

 private:
  struct Sent {
    std::string_view name;
    bool is_prepare;
  };
  void* pg_;
  std::vector<Sent> sent_;
  std::unordered_set<std::string_view> prepared_;
};

}  // namespace probity::db
