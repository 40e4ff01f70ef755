#include <algorithm>

#include "base/fault.h"
#include "identity/account.h"
#include "identity/affairs.h"
#include "identity/authenticate.h"
#include "identity/identity.h"
#include "identity/identity_api.h"
#include "identity/people.h"
#include "identity/sign_in.h"
#include "identity/staff.h"
#include "identity_sql.h"

namespace probity::identity {
namespace {

constexpr std::int64_t most_minutes = 60;

json::Value render_entry(const Uuid& id, const std::string& level, Instant from, Instant until,
                         std::optional<Instant> ended) {
  json::Object out{
      {"id", id.text()}, {"level", level}, {"starts", api_time(from)}, {"ends", api_time(until)}};
  if (ended) out.set("ended", api_time(*ended));
  return out;
}

// Whether the caller's training, recorded and not run out, lets it enter.
bool is_trained(api::Call& call) {
  auto row =
      call.tx
          .queue(sql::valid_training, {call.tx.tenant(), call.principal.id, day_of(call.tx.at())})
          .one();
  return row.has_value();
}

// Of the platform's own people: into an institution, for a reason and at most an hour.
Result<api::Reply> enter(api::Call& call) {
  api::Body body(call.body);
  auto institution = body.id("institution_id");
  auto reason = body.text("reason", 10, 1000);
  auto level = body.word("level", api::level_words);
  std::int64_t minutes = most_minutes;
  if (const json::Value* sent = body.member("minutes")) {
    auto number = sent->integer();
    if (!number || *number < 1 || *number > most_minutes)
      body.fault("minutes", "must be a whole number from 1 to 60");
    minutes = number.value_or(most_minutes);
  }
  TRY(body.done());
  if (!is_trained(call) && !fault("skip_training"))
    return refuse(Refusal::constraints,
                  "no training in data protection is on record for you, or it has run out");
  auto person = person_of(call.tx, *call.keys, call.principal.id);
  auto session = directory().session(call.principal.session);
  if (!person || !session)
    return refuse(Refusal::invalid_key, "the session has ended; sign in again");
  call.tx.finish_reading();

  std::shared_ptr<const keys::TenantKeys> keys;
  Uuid id = Uuid::make();
  {
    auto there = settings_of(directory().pool(), institution);
    if (!there || institution == db::platform_tenant())
      return refuse(Refusal::invalid_input, "the institution can't be entered",
                    {{"institution_id", "must be an institution of this platform"}});
    keys = directory().keystore().tenant(institution);
    db::Tx tx(directory().pool(), institution);
    Affairs affairs(tx, *keys, {journal::Actor::Kind::staff, id});
    Instant until{tx.at().micros + minutes * minute_micros};
    tx.queue(sql::insert_staff_entry,
             {tx.tenant(), id, session->login,
              affairs.key().seal(keys::columns::staff_entries_staff_name, id, 1, person->name),
              affairs.key().seal(keys::columns::staff_entries_reason, id, 1, reason), level,
              tx.at(), until});
    affairs.tell(actions::staff_entered,
                 {{"staff_entry_id", id.text()}, {"level", level}, {"minutes", minutes}},
                 person->name + ": " + reason);
    affairs.write();
    tx.commit();
    session->expires_at = std::min(session->expires_at, until);
  }
  session->institution = institution;
  session->user.reset();
  session->staff_entry = id;
  auto fresh = directory().rotate(*session);
  return session_reply(fresh.session, fresh.token, 201);
}

// Ends the entry, and with it the session.
Result<api::Reply> leave(api::Call& call) {
  if (call.principal.kind != api::Principal::Kind::staff)
    return refuse(Refusal::conflict, "you have not entered an institution as staff");
  end_entry(call);
  Uuid login = call.principal.login, session = call.principal.session;
  call.tx.after_commit([=] { directory().end_session(login, session); });
  auto reply = api::json_reply(200, json::Object{{"left", true}});
  reply.headers.push_back(no_session_cookie_header());
  return reply;
}

// For the institution: who of the platform was in it, when and why.
Result<api::Reply> entries(api::Call& call) {
  auto page = TRY(api::page_of(call));
  auto rows = call.tx.queue(sql::staff_entries, {call.tx.tenant(), page.limit, page.offset});
  auto asked = keys::ask_subject_key(call.tx, *call.keys, call.tx.tenant());
  call.tx.finish_reading();
  auto key = asked.get();
  ENSURE(key);
  json::Array out;
  for (int i = 0; i < rows.get().size(); ++i) {
    auto c = rows.get()[i];
    Uuid id = c.uuid();
    std::string name = key->open(keys::columns::staff_entries_staff_name, id, 1, c.bytes());
    std::string reason = key->open(keys::columns::staff_entries_reason, id, 1, c.bytes());
    std::string level = c.text();
    Instant from = c.instant(), until = c.instant();
    json::Object entry =
        render_entry(id, level, from, until, c.optional(&db::Columns::instant)).object();
    entry.set("staff_name", name);
    entry.set("reason", reason);
    out.push_back(std::move(entry));
  }
  return api::json_reply(200, std::move(out));
}

json::Value render_training(const Uuid& id, const Uuid& user, const std::string& course,
                            const std::string& evidence, Date completed, Date expires,
                            bool is_valid) {
  return json::Object{
      {"id", id.text()},      {"user_id", user.text()},           {"course", course},
      {"evidence", evidence}, {"completed_on", completed.text()}, {"expires_on", expires.text()},
      {"is_valid", is_valid}};
}

Result<api::Reply> record_training(api::Call& call) {
  api::Body body(call.body);
  auto user = body.id("user_id");
  auto course = body.text("course", 1, 200);
  auto evidence = body.text("evidence", 1, 500);
  auto date = [&](std::string_view name) {
    auto day = Date::parse(body.text(name, 1, 10));
    if (!day && body.member(name)) body.fault(name, "must be a date, YYYY-MM-DD");
    return day.value_or(Date());
  };
  Date completed = date("completed_on"), expires = date("expires_on");
  TRY(body.done());
  Date today = day_of(call.tx.at());
  if (completed > today) body.fault("completed_on", "must not be in the future");
  if (expires <= completed) body.fault("expires_on", "must be after completed_on");
  if (full_days(completed, expires) > 731)
    body.fault("expires_on", "must be within two years of completed_on");
  if (user == call.principal.id && !fault("attest_oneself"))
    body.fault("user_id", "must be somebody else: nobody attests their own training");
  auto person = person_of(call.tx, *call.keys, user);
  if (!person) body.fault("user_id", "must be a user of the platform");
  TRY(body.done());
  Affairs affairs(call);
  Uuid id = Uuid::make();
  call.tx.queue(sql::insert_training, {call.tx.tenant(), user, id, course, evidence, completed,
                                       expires, call.principal.id, call.tx.at()});
  affairs.tell(
      actions::training_recorded,
      {{"user_id", user.text()}, {"training_id", id.text()}, {"expires_on", expires.text()}},
      course);
  affairs.write();
  return api::json_reply(
      201, render_training(id, user, course, evidence, completed, expires, expires > today));
}

Result<api::Reply> trainings(api::Call& call) {
  auto rows = call.tx.queue(sql::trainings, {call.tx.tenant()});
  call.tx.finish_reading();
  json::Array out;
  for (int i = 0; i < rows.get().size(); ++i) {
    auto c = rows.get()[i];
    Uuid id = c.uuid(), user = c.uuid();
    std::string course = c.text(), evidence = c.text();
    Date completed = c.date(), expires = c.date();
    out.push_back(render_training(id, user, course, evidence, completed, expires,
                                  expires > day_of(call.tx.at())));
  }
  return api::json_reply(200, std::move(out));
}

using enum api::Permission;
using api::Method, api::Takes;
constexpr api::Route table[] = {
    {Method::post, "/staff/entries", enter_institutions, Takes::body, enter},
    {Method::del, "/staff/entries", person, Takes::nothing, leave},
    {Method::get, "/staff-entries", read_audit_log, Takes::nothing, entries},
    {Method::post, "/staff/trainings", manage_staff, Takes::body, record_training},
    {Method::get, "/staff/trainings", manage_staff, Takes::nothing, trainings},
};

}  // namespace

void end_entry(api::Call& call) {
  Affairs affairs(call);
  call.tx.queue(sql::end_staff_entry, {call.tx.tenant(), call.principal.id, call.tx.at()});
  affairs.tell(actions::staff_left, {{"staff_entry_id", call.principal.id.text()}});
  affairs.write();
}

std::span<const api::Route> staff_routes() { return table; }

}  // namespace probity::identity
