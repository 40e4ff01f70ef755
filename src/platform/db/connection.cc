#include "db/connection.h"

#include <libpq-fe.h>
#include <poll.h>

#include <cstdlib>
#include <regex>

#include "base/fault.h"
#include "base/log.h"
#include "base/result.h"
#include "db/run_log.h"

namespace probity::db {
namespace {

PGconn* pg(void* handle) { return static_cast<PGconn*>(handle); }

std::string field(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text ? text : "";
}

// PostgreSQL's messages may quote values; only the state, the statement and names of the schema
// are kept.
[[noreturn]] void fail(const PGresult* result, std::string_view statement) {
  std::string state = field(result, PG_DIAG_SQLSTATE);
  if (state.starts_with("23")) {
    std::string name = field(result, PG_DIAG_CONSTRAINT_NAME);
    if (name.empty()) name = field(result, PG_DIAG_COLUMN_NAME);
    throw ConstraintViolation{state, name};
  }
  throw Breakdown("the database did not answer as expected",
                  "SQLSTATE " + (state.empty() ? "none (connection lost)" : state) + " in " +
                      std::string(statement));
}

[[noreturn]] void lost(std::string_view when) {
  throw Breakdown("the database is not available", "connection lost while " + std::string(when));
}

std::shared_ptr<PGresult> own(PGresult* result) { return {result, PQclear}; }

}  // namespace

Answer::Answer(std::shared_ptr<const void> result) : result_(std::move(result)) {
  auto* r = static_cast<const PGresult*>(result_.get());
  size_ = PQntuples(r);
  const char* count = PQcmdTuples(const_cast<PGresult*>(r));
  affected_ = *count ? std::atoll(count) : 0;
}

Connection::Connection(const std::string& url) : pg_(PQconnectdb(url.c_str())) {
  if (PQstatus(pg(pg_)) != CONNECTION_OK) {
    std::string reason = PQerrorMessage(pg(pg_));
    PQfinish(pg(pg_));
    throw Breakdown("the database is not available", "cannot connect: " + reason);
  }
  // Notices quote values too.
  PQsetNoticeReceiver(pg(pg_), [](void*, const PGresult*) {}, nullptr);
}

Connection::~Connection() { PQfinish(pg(pg_)); }

void Connection::enter_pipeline() {
  if (PQenterPipelineMode(pg(pg_)) != 1) lost("entering pipeline mode");
  if (PQsetnonblocking(pg(pg_), 1) != 0) lost("entering pipeline mode");
}

#ifdef PROBITY_TEST_BUILD
// Takes the tenant out of a statement, so that a test can see row security hold alone.
static std::string sent_form(const Statement& statement) {
  static const std::regex own_tenant(R"((\w+\.)?\btenant_id = \$1\b)");
  std::string sql(statement.sql);
  return fault("statements_without_tenant")
             ? std::regex_replace(sql, own_tenant, "$$1::uuid is not null")
             : sql;
}
#else
static std::string sent_form(const Statement& statement) { return std::string(statement.sql); }
#endif

void Connection::send(const Statement& statement, const Args& args) {
  note_run(statement.name);
  if (prepared_.insert(statement.name).second) {
    std::string sql = sent_form(statement);
    if (!PQsendPrepare(pg(pg_), std::string(statement.name).c_str(), sql.c_str(), 0, nullptr))
      lost("sending");
    sent_.push_back({statement.name, true});
  }
  std::vector<const char*> values(args.size());
  std::vector<int> sizes(args.size()), formats(args.size(), 1);
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (args[i].is_null()) continue;
    values[i] = args[i].bytes().data();
    sizes[i] = static_cast<int>(args[i].bytes().size());
  }
  if (!PQsendQueryPrepared(pg(pg_), std::string(statement.name).c_str(),
                           static_cast<int>(args.size()), values.data(), sizes.data(),
                           formats.data(), 1))
    lost("sending");
  sent_.push_back({statement.name, false});
}

std::vector<Answer> Connection::sync() {
  if (!PQpipelineSync(pg(pg_))) lost("ending a pipeline");
  // Reading while writing: otherwise both sides could wait with full buffers.
  for (int left; (left = PQflush(pg(pg_))) != 0;) {
    if (left < 0) lost("writing");
    pollfd wait{PQsocket(pg(pg_)), POLLIN | POLLOUT, 0};
    if (poll(&wait, 1, 30'000) <= 0) lost("writing");
    if (wait.revents & POLLIN && !PQconsumeInput(pg(pg_))) lost("reading");
  }
  std::vector<Answer> answers;
  answers.reserve(sent_.size());
  std::shared_ptr<PGresult> failure;
  std::string_view failed;
  for (const Sent& sent : sent_) {
    auto result = own(PQgetResult(pg(pg_)));
    if (!result) lost("reading");
    auto status = PQresultStatus(result.get());
    if (status == PGRES_FATAL_ERROR || status == PGRES_PIPELINE_ABORTED) {
      if (status == PGRES_FATAL_ERROR && !failure) {
        failure = result;
        failed = sent.name;
      }
      if (sent.is_prepare) prepared_.erase(sent.name);
    }
    if (!sent.is_prepare) answers.emplace_back(result);
    if (PQstatus(pg(pg_)) != CONNECTION_OK) break;
    // Each statement's results end with a null.
    while (auto* extra = PQgetResult(pg(pg_))) PQclear(extra);
  }
  sent_.clear();
  if (PQstatus(pg(pg_)) != CONNECTION_OK) lost("reading");
  auto end = own(PQgetResult(pg(pg_)));
  if (!end || PQresultStatus(end.get()) != PGRES_PIPELINE_SYNC) lost("ending a pipeline");
  if (failure) fail(failure.get(), failed);
  return answers;
}

void Connection::script(const std::string& sql) {
  auto result = own(PQexec(pg(pg_), sql.c_str()));
  auto status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
    throw Breakdown("a script failed", PQerrorMessage(pg(pg_)));
}

Answer Connection::ask(const std::string& sql, const Args& args) {
  std::vector<const char*> values(args.size());
  std::vector<int> sizes(args.size()), formats(args.size(), 1);
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (args[i].is_null()) continue;
    values[i] = args[i].bytes().data();
    sizes[i] = static_cast<int>(args[i].bytes().size());
  }
  auto result = own(PQexecParams(pg(pg_), sql.c_str(), static_cast<int>(args.size()), nullptr,
                                 values.data(), sizes.data(), formats.data(), 1));
  auto status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
    fail(result.get(), "an ad-hoc query");
  return Answer(result);
}

bool Connection::broken() const { return PQstatus(pg(pg_)) != CONNECTION_OK; }

bool Connection::in_transaction() const { return PQtransactionStatus(pg(pg_)) != PQTRANS_IDLE; }

}  // namespace probity::db
