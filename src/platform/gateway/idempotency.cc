#include "gateway/idempotency.h"

#include <algorithm>

#include "crypto/crypto.h"
#include "gateway_sql.h"
#include "keys/subject_keys.h"

namespace probity::gateway {
namespace {

constexpr std::int64_t day_micros = 86'400'000'000;

// The row's place in the seal: rows are found by the key, so its hash stands for an id.
Uuid row_id(std::string_view key_hash) {
  Uuid::Raw raw;
  std::copy_n(key_hash.begin(), raw.size(), raw.begin());
  return Uuid(raw);
}

// The headers as one line of JSON, then the body as it was.
std::string stored(const api::Reply& reply) {
  json::Array headers;
  for (const auto& h : reply.headers) headers.push_back(json::Array{h.name, h.value});
  return json::write(headers) + '\n' + reply.body;
}

api::Reply restored(int status, const std::string& text) {
  auto line = text.find('\n');
  ENSURE(line != std::string::npos);
  auto headers = json::parse(std::string_view(text).substr(0, line));
  ENSURE(headers);
  api::Reply reply{status, text.substr(line + 1)};
  for (const auto& h : headers->array())
    reply.headers.push_back({h.array()[0].string(), h.array()[1].string()});
  return reply;
}

// The key of what the call was about: the handler knows it, or it is asked for.
std::shared_ptr<const keys::SubjectKey> subject_key_of(api::Call& call) {
  if (call.subject_key) return call.subject_key;
  std::optional<keys::SubjectKey> key;
  if (!call.ids.empty()) key = keys::ask_subject_key(call.tx, *call.keys, call.ids[0]).get();
  // What is about no subject is the institution's own affair.
  if (!key) key = keys::ask_subject_key(call.tx, *call.keys, call.tx.tenant()).get();
  ENSURE(key);
  return std::make_shared<const keys::SubjectKey>(std::move(*key));
}

}  // namespace

Result<std::optional<IdempotencyKey>> idempotency_key_of(const api::Request& request,
                                                         const api::Principal& principal,
                                                         const api::Route& route) {
  auto key = request.header("idempotency-key");
  if (key.empty() || route.method == api::Method::get) return std::nullopt;
  bool visible = std::ranges::all_of(key, [](unsigned char c) { return c > 0x20 && c < 0x7f; });
  if (!visible || key.size() > 255)
    return refuse(Refusal::invalid_input, "the header is not valid",
                  {{"Idempotency-Key", "must be 1 to 255 visible ASCII characters"}});
  std::string name(api::method_name(route.method));
  return IdempotencyKey{crypto::sha256(key),
                        crypto::sha256(request.path + "?" + request.query + "\n" + request.body),
                        name + " " + std::string(route.path), principal.id};
}

void remember(api::Call& call, const IdempotencyKey& key, const api::Reply& reply) {
  auto subject = subject_key_of(call);
  Instant at = call.tx.at(), yesterday{at.micros - day_micros};
  std::string sealed =
      subject->seal(keys::columns::idempotency_reply, row_id(key.key_hash), 1, stored(reply));
  call.tx.queue(
      sql::insert_idempotency_key,
      {call.tx.tenant(), day_of(at), key.principal, key.route, key.key_hash, at, key.request_hash,
       subject->subject(), std::int64_t{reply.status}, sealed, day_of(yesterday), yesterday});
}

bool is_repeat(const db::ConstraintViolation& v) {
  return v.constraint.starts_with("idempotency_keys") || v.constraint == "request_hash";
}

Result<api::Reply> recall(db::Pool& pool, const keys::TenantKeys& keys, const IdempotencyKey& key) {
  if (auto known = recall_if_known(pool, keys, key)) return std::move(*known);
  return refuse(Refusal::conflict, "a request with this Idempotency-Key is still running");
}

std::optional<Result<api::Reply>> recall_if_known(db::Pool& pool, const keys::TenantKeys& keys,
                                                  const IdempotencyKey& key) {
  db::Tx tx(pool, keys.tenant());
  Instant yesterday{tx.at().micros - day_micros};
  auto row = tx.queue(sql::idempotency_key, {tx.tenant(), day_of(tx.at()), key.principal, key.route,
                                             key.key_hash, yesterday, day_of(yesterday)})
                 .one();
  if (!row) return std::nullopt;
  row->skip();
  if (row->bytes() != key.request_hash)
    return refuse(Refusal::conflict, "this Idempotency-Key was used with another request",
                  {{"Idempotency-Key", "must be a new key for a new request"}});
  Uuid subject = row->uuid();
  int status = static_cast<int>(row->bigint());
  auto subject_key = keys::ask_subject_key(tx, keys, subject).get();
  if (!subject_key)
    return refuse(Refusal::conflict, "what this Idempotency-Key made has been erased since");
  auto out = restored(status, subject_key->open(keys::columns::idempotency_reply,
                                                row_id(key.key_hash), 1, row->bytes()));
  out.headers.push_back({"idempotent-replayed", "true"});
  return out;
}

}  // namespace probity::gateway
