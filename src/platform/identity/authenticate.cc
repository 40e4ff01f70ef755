#include "identity/authenticate.h"

#include <atomic>

#include "base/fault.h"
#include "http/ip_range.h"
#include "base/text.h"
#include "crypto/crypto.h"
#include "identity/api_keys.h"
#include "identity/identity.h"
#include "identity/roles.h"
#include "identity_sql.h"

namespace probity::identity {
namespace {

constexpr double keep_seconds = 1.0, note_seconds = 60.0;
constexpr std::size_t most_known = 10'000;
constexpr std::int64_t minute_micros = 60'000'000;

std::atomic<Authenticator*> process_authenticator{nullptr};

// "tenant=… login=…"; a thread that nobody asks keeps a few.
thread_local std::string left_words;

void leave_word(std::string_view what, const Uuid& id) {
  if (left_words.size() > 1000) return;
  if (!left_words.empty()) left_words += ' ';
  ((left_words += what) += '=') += id.text();
}

const Error wrong_key{Refusal::invalid_key, "the API key is not valid"};
const Error no_session{Refusal::invalid_key, "the session has ended; sign in again"};

// The columns environment and settings of a row of institutions.
api::InstitutionSettings settings_from(db::Columns& row) {
  bool demo = row.text() == "demo";
  auto settings =
      parse_settings(demo, json::parse(row.text()).value_or(json::Value(json::Object{})));
  ENSURE(settings);
  return *settings;
}

bool any_contains(const std::vector<std::string>& ranges, std::string_view address) {
  for (const auto& text : ranges)
    if (auto range = IpRange::parse(text); range && range->contains(address)) return true;
  return false;
}

}  // namespace

std::optional<api::InstitutionSettings> settings_of(db::Pool& pool, const Uuid& institution) {
  db::Tx tx(pool, institution);
  auto found = tx.queue(sql::institution, {institution});
  tx.finish_reading();
  auto row = found.one();
  if (!row) return std::nullopt;
  row->skip();
  return settings_from(*row);
}

std::string csrf_token(std::string_view session_token) {
  return base64url(crypto::sha256("csrf:" + std::string(session_token)));
}

std::string session_token_of(const api::Request& request) {
  std::string token;
  for (auto part : split(request.header("cookie"), ';')) {
    part = trimmed(part);
    if (!part.starts_with(session_cookie) || part.substr(session_cookie.size(), 1) != "=") continue;
    if (!token.empty()) return {};  // two of them: no telling which is ours
    token = part.substr(session_cookie.size() + 1);
  }
  return token;
}

Authenticator::Known Authenticator::look_up_key(const std::string& hash) {
  Uuid tenant, id;
  {
    db::Tx tx(pool_, db::platform_tenant());
    auto found = tx.queue(sql::find_api_key, {hash});
    tx.finish_reading();
    auto row = found.one();
    if (!row) return {};
    tenant = row->uuid();
    id = row->uuid();
  }
  db::Tx tx(pool_, tenant);
  Instant at = fault("keys_for_ever") ? Instant{0} : tx.at();
  auto key = tx.queue(sql::api_key, {tenant, id, hash, at});
  auto institution = tx.queue(sql::institution, {tenant});
  tx.finish_reading();
  auto k = key.one(), i = institution.one();
  if (!k || !i) return {};
  api::Principal principal{.kind = api::Principal::Kind::api_key, .id = id, .tenant = tenant};
  principal.name = k->text();
  principal.access = api::Access(api::stored_grants(k->text()));
  Known out;
  out.addresses = k->texts();
  principal.profiles = k->optional(&db::Columns::uuids).value_or(std::vector<Uuid>());
  principal.institution_name = i->text();
  principal.settings = settings_from(*i);
  out.institution_addresses = i->texts();
  out.principal = std::make_shared<const api::Principal>(std::move(principal));
  return out;
}

Authenticator::Known Authenticator::look_up_session(const std::string& hash) {
  api::Principal principal{.kind = api::Principal::Kind::user, .tenant = db::platform_tenant()};
  std::optional<Uuid> institution, user, staff_entry;
  Instant used_at;
  {
    db::Tx tx(pool_, db::platform_tenant());
    Instant at = fault("sessions_for_ever") ? Instant{0} : tx.at();
    auto found = tx.queue(sql::session_by_token, {tx.tenant(), hash, at});
    auto staff = tx.queue(sql::staff_of_session, {tx.tenant(), hash, day_of(tx.at())});
    tx.finish_reading();
    auto row = found.one();
    if (!row) return {};
    principal.session = row->uuid();
    principal.login = row->uuid();
    institution = row->optional(&db::Columns::uuid);
    user = row->optional(&db::Columns::uuid);
    staff_entry = row->optional(&db::Columns::uuid);
    principal.owes_factor = row->text() != "WHOLE";
    used_at = row->instant();
    // Whoever is no active member of the platform or lost the training since loses the entry too.
    if (staff_entry && staff.get().empty() && !fault("skip_training")) return {};
  }
  if (!institution) {
    // Signed in, but in no institution: it can choose one, and care for its own account.
    principal.id = principal.login;
    return {.principal = std::make_shared<const api::Principal>(std::move(principal))};
  }
  principal.tenant = *institution;
  db::Tx tx(pool_, *institution);
  auto row = tx.queue(sql::institution, {*institution});
  Known out;
  if (staff_entry) {
    auto entry =
        tx.queue(sql::live_staff_entry, {*institution, *staff_entry, principal.login, tx.at()});
    tx.finish_reading();
    auto e = entry.one();
    if (!e) return {};
    principal.kind = api::Principal::Kind::staff;
    principal.id = *staff_entry;
    principal.access = api::Access(staff_grants(e->text() == "READ_AND_WRITE"));
  } else {
    auto member = tx.queue(sql::active_user, {*institution, *user, principal.login});
    auto held = ask_access(tx, *user);
    tx.finish_reading();
    if (!member.one()) return {};
    principal.id = *user;
    principal.access = held.get().access;
  }
  auto i = row.one();
  if (!i) return {};
  principal.institution_name = i->text();
  principal.settings = settings_from(*i);
  out.institution_addresses = i->texts();
  std::int64_t idle = tx.at().micros - used_at.micros;
  if (idle > principal.settings.session_idle_minutes * minute_micros && !fault("sessions_idle_on"))
    return {};
  out.principal = std::make_shared<const api::Principal>(std::move(principal));
  return out;
}

Authenticator::Known Authenticator::known(const std::string& hash,
                                          Known (Authenticator::*look_up)(const std::string&)) {
  double time = monotonic_seconds();
  {
    std::lock_guard lock(mutex_);
    auto found = known_.find(hash);
    if (found != known_.end() && found->second.until > time) return found->second;
  }
  Known fresh = (this->*look_up)(hash);
  fresh.until = time + keep_seconds;
  if (fresh.principal) note_use(fresh);
  std::lock_guard lock(mutex_);
  if (known_.size() >= most_known) known_.clear();
  known_[hash] = fresh;
  return fresh;
}

void Authenticator::note_use(const Known& known) {
  const api::Principal& p = *known.principal;
  Uuid id = p.is_session() ? p.session : p.id;
  double time = monotonic_seconds();
  {
    std::lock_guard lock(mutex_);
    if (noted_.size() >= most_known) noted_.clear();
    auto [place, is_new] = noted_.try_emplace(id, time);
    if (!is_new && place->second + note_seconds > time) return;
    place->second = time;
  }
  db::Tx tx(pool_, p.is_session() ? db::platform_tenant() : p.tenant);
  if (p.is_session())
    tx.queue(sql::note_session_use, {tx.tenant(), id, tx.at()});
  else
    tx.queue(sql::note_api_key_use, {tx.tenant(), id, tx.at()});
  tx.commit();
}

Result<std::shared_ptr<const api::Principal>> Authenticator::admit(const api::Request& request) {
  auto key = request.header("apikey");
  std::string token = key.empty() ? session_token_of(request) : std::string();
  if (key.empty() && token.empty())
    return refuse(Refusal::missing_key, "send your API key in the header 'apikey'");
  Known found;
  if (!key.empty()) {
    if (!is_api_key(key)) return std::unexpected(wrong_key);
    found = known(crypto::sha256(key), &Authenticator::look_up_key);
    if (!found.principal) return std::unexpected(wrong_key);
  } else {
    found = known(crypto::sha256(token), &Authenticator::look_up_session);
    if (!found.principal) return std::unexpected(no_session);
    bool changes = request.method != "GET" && request.method != "HEAD";
    if (changes && !equal_secret(request.header("probity-csrf"), csrf_token(token)) &&
        !fault("skip_csrf"))
      return refuse(Refusal::forbidden, "the call does not prove that it comes from the portal",
                    {{"probity-csrf", "must be the csrf_token of the session"}});
  }
  for (const auto* list : {&found.addresses, &found.institution_addresses})
    if (!list->empty() && !any_contains(*list, request.peer) && !fault("skip_ip_list"))
      return refuse(Refusal::forbidden, "calls from this address are not allowed");
  return found.principal;
}

void Authenticator::forget_tenant(const Uuid& tenant) {
  std::lock_guard lock(mutex_);
  std::erase_if(known_, [&](const auto& row) {
    return !row.second.principal || row.second.principal->tenant == tenant;
  });
}

void Authenticator::forget_login(const Uuid& login) {
  std::lock_guard lock(mutex_);
  std::erase_if(known_, [&](const auto& row) {
    return !row.second.principal || row.second.principal->login == login;
  });
}

void use_authenticator(Authenticator* authenticator) { process_authenticator = authenticator; }

void forget_tenant_after(db::Tx& tx) {
  tx.after_commit([tenant = tx.tenant()] {
    if (auto* a = process_authenticator.load())
      a->forget_tenant(tenant);
    else
      leave_word("tenant", tenant);
  });
}

void forget_login_after(db::Tx& tx, const Uuid& login) {
  tx.after_commit([login] {
    if (auto* a = process_authenticator.load())
      a->forget_login(login);
    else
      leave_word("login", login);
  });
}

std::string take_forgotten() { return std::exchange(left_words, {}); }

void forget(Authenticator& authenticator, std::string_view words) {
  for (auto word : split(words, ' ')) {
    auto equals = word.find('=');
    auto id = equals == word.npos ? std::nullopt : Uuid::parse(word.substr(equals + 1));
    if (!id) continue;
    if (word.starts_with("tenant=")) authenticator.forget_tenant(*id);
    if (word.starts_with("login=")) authenticator.forget_login(*id);
  }
}

AskedKeyNames ask_key_names(db::Tx& tx) {
  return AskedKeyNames(tx.queue(sql::api_key_names, {tx.tenant()}));
}

std::unordered_map<Uuid, std::string> AskedKeyNames::get() {
  std::unordered_map<Uuid, std::string> names;
  const db::Answer& rows = rows_.get();
  for (int i = 0; i < rows.size(); ++i) {
    db::Columns c = rows[i];
    Uuid id = c.uuid();
    names[id] = c.text();
  }
  return names;
}

}  // namespace probity::identity
