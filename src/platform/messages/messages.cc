#include "messages/messages.h"

#include "base/fault.h"
#include "base/log.h"
#include "base/text.h"
#include "keys/subject_keys.h"
#include "messages/sms.h"
#include "messages_sql.h"

namespace probity::messages {
namespace {

constexpr std::int64_t kept_days = 90;

std::vector<Fault> faults_of(const Message& message) {
  std::vector<Fault> faults;
  const Template* t = find_template(message.template_name);
  if (!t)
    faults.push_back({"template", "is not a known one"});
  else if (t->channel != message.channel)
    faults.push_back({"channel", "is not that of the template"});
  if (message.channel == Channel::mail && !http::is_mail_address(message.to))
    faults.push_back({"to", "must be a mail address"});
  if (message.channel == Channel::sms && !is_phone_number(message.to))
    faults.push_back({"to", "must be a phone number like +6421123456: + and 7 to 15 digits"});
  if (t)
    for (auto& fault : parameter_faults(*t, message.parameters)) faults.push_back(std::move(fault));
  return faults;
}

void settle(db::Pool& pool, const Uuid& tenant, const Uuid& id, std::string_view state) {
  db::Tx tx(pool, tenant);
  std::optional<Instant> sent_at;
  if (state == "sent") sent_at = tx.at();
  tx.queue(sql::settle_message, {tenant, id, state, sent_at});
  tx.queue(sql::forget_messages,
           {tenant, Instant{tx.at().micros - kept_days * 24 * 3600 * std::int64_t{1'000'000}}});
  tx.commit();
}

// What is to be sent, opened; nothing when there is nothing to do.
struct Opened {
  const Template* t;
  Instant useful_until;
  std::optional<json::Value> body;  // nothing when its subject was erased
};

std::optional<Opened> begin(db::Pool& pool, const keys::TenantKeys& keys, const Uuid& tenant,
                            const Uuid& id, const Uuid& subject) {
  db::Tx tx(pool, tenant);
  auto row = tx.queue(sql::begin_attempt, {tenant, id});
  auto asked = keys::ask_subject_key(tx, keys, subject);
  tx.commit();
  auto found = row.one();
  if (!found) return std::nullopt;  // settled by an earlier run
  const Template* t = find_template(found->text());
  ENSURE(t);
  Opened opened{t, found->instant(), std::nullopt};
  auto key = asked.get();
  if (!key) return opened;
  auto body = json::parse(key->open(keys::columns::outgoing_messages_body, id, 0, found->bytes()));
  ENSURE(body);
  opened.body = std::move(*body);
  return opened;
}

Parcel parcel_of(const Uuid& id, const Opened& opened, const std::string& base_url) {
  const json::Object& parameters = opened.body->find("parameters")->object();
  return {.id = id,
          .channel = opened.t->channel,
          .to = std::string(opened.body->text_at("to")),
          .name = std::string(opened.body->text_at("parameters.name")),
          .content = render(*opened.t, parameters, base_url)};
}

}  // namespace

Result<Uuid> send(db::Tx& tx, const keys::SubjectKey& key, const Message& message) {
  auto faults = faults_of(message);
  if (!faults.empty())
    return refuse(Refusal::invalid_input, "the message can't be sent", std::move(faults));
  const Template& t = *find_template(message.template_name);
  Instant until = message.useful_until.value_or(
      Instant{tx.at().micros + t.useful_minutes * std::int64_t{60'000'000}});
  Uuid id = Uuid::make();
  std::string body =
      json::write(json::Object{{"to", message.to}, {"parameters", message.parameters}});
  tx.queue(sql::insert_message,
           {tx.tenant(), id, key.subject(), word_of(t.channel), t.name, tx.at(), until,
            key.seal(keys::columns::outgoing_messages_body, id, 0, body)});
  jobs::enqueue(tx, "send_message",
                {{"message_id", id.text()}, {"subject_id", key.subject().text()}}, tx.at());
  return id;
}

jobs::Work send_message(keys::Keystore& keystore, const Courier& courier) {
  return [&keystore, &courier](db::Pool& pool, const Uuid& tenant, const jobs::Job& job) {
    auto id = Uuid::parse(job.payload.text_at("message_id"));
    auto subject = Uuid::parse(job.payload.text_at("subject_id"));
    ENSURE(id && subject);
    auto opened = begin(pool, *keystore.tenant(tenant), tenant, *id, *subject);
    if (!opened) return;
    if (!opened->body) return settle(pool, tenant, *id, "erased");
    if (now() > opened->useful_until && !fault("send_useless_message"))
      return settle(pool, tenant, *id, "expired");
    bool taken = false;
    try {
      taken = courier.deliver(parcel_of(*id, *opened, courier.settings().base_url));
    } catch (const Breakdown&) {
      if (job.attempts >= send_attempts) settle(pool, tenant, *id, "failed");
      throw;
    }
    settle(pool, tenant, *id, taken ? "sent" : "refused");
    if (!taken) throw jobs::Hopeless("A message was refused.", "the other side refused a message");
  };
}

}  // namespace probity::messages
