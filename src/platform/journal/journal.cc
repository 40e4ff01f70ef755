#include "journal/journal.h"

#include "base/fault.h"
#include "base/result.h"
#include "crypto/crypto.h"
#include "journal_sql.h"

namespace probity::journal {
namespace {

void put(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
    out += static_cast<char>(value >> shift);
}

void field(std::string& out, std::string_view bytes) {
  put(out, bytes.size(), 4);
  out += bytes;
}

std::string raw(const Uuid& id) { return {reinterpret_cast<const char*>(id.raw().data()), 16}; }

}  // namespace

std::string_view actor_word(Actor::Kind kind) {
  static constexpr std::string_view words[] = {"user", "api_key", "policy", "staff", "system"};
  return words[static_cast<int>(kind)];
}

std::string metadata_of(const Uuid& tenant, const Uuid& stream, const Entry& entry, Instant at) {
  std::string out, number, time;
  put(number, static_cast<std::uint64_t>(entry.seq), 8);
  put(time, static_cast<std::uint64_t>(at.micros), 8);
  field(out, "probity.journal.1");
  field(out, raw(tenant));
  field(out, raw(stream));
  field(out, number);
  field(out, raw(entry.id));
  field(out, time);
  field(out, entry.action.word);
  field(out, actor_word(entry.actor.kind));
  field(out, entry.actor.id ? raw(*entry.actor.id) : "");
  return out;
}

std::string leaf_of(std::string_view metadata, std::string_view salt, std::string_view sealed) {
  std::string message(1, '\0');
  field(message, metadata);
  message += salt;
  message += crypto::sha256(sealed);
  return crypto::sha256(message);
}

void Stream::append(Action action, Actor actor, json::Object payload) {
  entries_.push_back({Uuid::make(), last_ + 1 + static_cast<std::int64_t>(entries_.size()), action,
                      actor, std::move(payload)});
}

void Stream::write(db::Tx& tx, const keys::SubjectKey& key) {
  if (entries_.empty() || fault("skip_journal")) return;
  std::vector<std::int64_t> seqs;
  std::vector<Uuid> ids, actor_ids;
  std::vector<std::string> actions, actor_kinds, salts, payloads, leaves;
  for (const Entry& entry : entries_) {
    std::string salt = crypto::random_bytes(16);
    std::string sealed =
        key.seal(keys::columns::journal_payload, entry.id, 1, json::write(entry.payload));
    seqs.push_back(entry.seq);
    ids.push_back(entry.id);
    actions.emplace_back(entry.action.word);
    actor_kinds.emplace_back(actor_word(entry.actor.kind));
    actor_ids.push_back(entry.actor.id.value_or(Uuid()));
    leaves.push_back(leaf_of(metadata_of(tx.tenant(), subject_, entry, tx.at()), salt, sealed));
    salts.push_back(std::move(salt));
    payloads.push_back(std::move(sealed));
  }
  tx.queue(sql::insert_entries, {tx.tenant(), subject_, tx.at(), seqs, ids, db::Arg::texts(actions),
                                 db::Arg::texts(actor_kinds), actor_ids, db::Arg::bytes_of(salts),
                                 db::Arg::bytes_of(payloads), db::Arg::bytes_of(leaves)});
  last_ += static_cast<std::int64_t>(entries_.size());
  entries_.clear();
}

Stream institution_stream(db::Tx& tx) {
  auto locked = tx.queue(sql::lock_institution, {tx.tenant()});
  auto last = tx.queue(sql::last_seq, {tx.tenant()});
  ENSURE(locked.one());
  return Stream(tx.tenant(), last.one()->bigint());
}

AskedEntries ask(db::Tx& tx, const Uuid& stream, std::int64_t limit, std::int64_t offset) {
  return AskedEntries(tx.queue(sql::entries, {tx.tenant(), stream, limit, offset}));
}

AskedEntries ask(db::Tx& tx, const Uuid& stream, const Wanted& wanted, std::int64_t limit,
                 std::int64_t offset) {
  return AskedEntries(
      tx.queue(sql::entries_wanted, {tx.tenant(), stream, limit, offset, wanted.action,
                                     wanted.actor_kind, wanted.actor, wanted.from, wanted.until}));
}

std::vector<ReadEntry> AskedEntries::get(const keys::SubjectKey& key) {
  std::vector<ReadEntry> entries;
  const db::Answer& answer = rows_.get();
  for (int i = 0; i < answer.size(); ++i) {
    db::Columns c = answer[i];
    ReadEntry e{
        c.uuid(), c.bigint(), c.instant(), c.text(), c.text(), c.optional(&db::Columns::uuid), {}};
    auto payload = json::parse(key.open(keys::columns::journal_payload, e.id, 1, c.bytes()));
    ENSURE(payload);
    e.payload = std::move(*payload);
    entries.push_back(std::move(e));
  }
  return entries;
}

}  // namespace probity::journal
