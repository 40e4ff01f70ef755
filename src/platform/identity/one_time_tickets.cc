#include "identity/one_time_tickets.h"

#include "base/text.h"
#include "credentials/one_time_code.h"
#include "messages/messages.h"

namespace probity::identity {
namespace {

constexpr std::int64_t most_codes_an_hour = 6, resend_micros = 30 * second_micros;

std::string purpose_of(const Session& session) {
  return "sign_in|" + session.id.text() + "|" + session.login.text();
}

}  // namespace

Result<void> send_sms_code(const Session& session, const std::string& number) {
  Directory& d = directory();
  Instant at = now();
  if (d.tickets_since(TicketKind::sms, session.login, {at.micros - resend_micros}) > 0)
    return std::unexpected(Error{Refusal::rate_limited, "a code was sent a moment ago", {}, 30});
  if (d.tickets_since(TicketKind::sms, session.login, {at.micros - hour_micros}) >=
      most_codes_an_hour)
    return std::unexpected(Error{
        Refusal::rate_limited, "too many codes were sent; use another factor or wait", {}, 600});
  auto code = credentials::make_one_time_code(d.keystore(), purpose_of(session), at);
  json::Object stored{{"pepper", std::int64_t{code.stored.pepper}},
                      {"hash", hex(code.stored.hash)}};
  d.issue(TicketKind::sms,
          {.login = session.login, .session = session.id, .body = json::write(stored)},
          credentials::one_time_code_lifetime_s * second_micros);
  auto platform = d.keys();
  db::Tx tx(d.pool(), db::platform_tenant());
  auto key = keys::ask_subject_key(tx, *platform, session.login).get();
  ENSURE(key);
  TRY(messages::send(tx, *key,
                     {.channel = messages::Channel::sms,
                      .to = number,
                      .template_name = "sign_in_code",
                      .parameters = {{"code", code.digits}}}));
  tx.commit();
  return {};
}

bool try_sms_code(const Session& session, std::string_view typed) {
  Directory& d = directory();
  auto ticket = d.try_ticket(TicketKind::sms, session.id, credentials::one_time_code_tries);
  if (!ticket) return false;
  auto body = json::parse(ticket->body);
  ENSURE(body);
  credentials::OneTimeCode stored{
      .pepper = static_cast<std::uint32_t>(body->find("pepper")->integer().value_or(0)),
      .hash = unhex(body->text_at("hash")).value_or(""),
      .expires = ticket->expires_at};
  auto answer =
      credentials::try_one_time_code(d.keystore(), stored, purpose_of(session), typed, now());
  return answer == credentials::CodeAnswer::right && d.spend(*ticket);
}

}  // namespace probity::identity
