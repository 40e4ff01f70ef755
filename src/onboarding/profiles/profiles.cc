#include "profiles/profiles.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/fault.h"
#include "base/result.h"
#include "profiles/search_tokens.h"
#include "profiles_sql.h"

namespace probity::profiles {
namespace {

using keys::columns::collected_data_body, keys::columns::tags_name;

json::Value opened(const keys::SubjectKey& key, keys::Column column, const Uuid& row,
                   std::int64_t version, std::string_view sealed) {
  auto value = json::parse(key.open(column, row, static_cast<std::uint64_t>(version), sealed));
  ENSURE(value);
  return std::move(*value);
}

constexpr Uuid after_all(Uuid::Raw{255, 255, 255, 255, 255, 255, 255, 255,  //
                                   255, 255, 255, 255, 255, 255, 255, 255});

// From p.role to d.body.
Profile profile_of(db::Columns& c, const Uuid& id, const keys::SubjectKey& key) {
  Profile p{.id = id, .role = *from_word<Role>(role_words, c.text())};
  p.status = *from_word<Status>(status_words, c.text());
  p.category = *from_word<Category>(category_words, c.text());
  p.created_at = c.instant();
  p.modified_at = c.instant();
  p.data_version = c.bigint();
  p.etag_millis = c.bigint();
  p.data = opened(key, collected_data_body, p.id, p.data_version, c.bytes());
  return p;
}

Tag tag_of(db::Columns& c, const keys::SubjectKey& key) {
  Tag tag{.id = c.uuid(), .is_automatic = c.boolean(), .created_at = c.instant()};
  tag.name = key.open(tags_name, tag.id, 1, c.bytes());
  return tag;
}

// Rows of list_seen and search_seen.
Listed seen_of(db::Pending rows) {
  Listed listed;
  for (int i = 0; i < rows.get().size(); ++i) {
    db::Columns c = rows.get()[i];
    listed.count = c.bigint();
    listed.hidden = c.bigint();
    if (auto id = c.optional(&db::Columns::uuid)) listed.ids.push_back(*id);
  }
  return listed;
}

void insert_data(db::Tx& tx, const keys::SubjectKey& key, const Profile& profile) {
  std::string sealed =
      key.seal(collected_data_body, profile.id, static_cast<std::uint64_t>(profile.data_version),
               json::write(profile.data));
  tx.queue(sql::insert_data, {tx.tenant(), profile.id, profile.data_version, tx.at(), sealed});
}

}  // namespace

EntityType entity_type_of(Role role) {
  return role == Role::individual_customer || role == Role::individual_associated
             ? EntityType::individual
             : EntityType::company;
}

bool is_customer(Role role) {
  return role == Role::individual_customer || role == Role::company_customer;
}

std::string Profile::etag() const {
  return fmt::format("W/\"{}.{:03}\"", etag_millis / 1000, etag_millis % 1000);
}

Profile make(db::Tx& tx, Role role, json::Value data) {
  return {.id = Uuid::make(),
          .role = role,
          .created_at = tx.at(),
          .modified_at = tx.at(),
          .etag_millis = tx.at().micros / 1000,
          .data = std::move(data)};
}

void insert(db::Tx& tx, const keys::TenantKeys& keys, const keys::SubjectKey& key,
            const Profile& p) {
  tx.queue(sql::insert_profile,
           {tx.tenant(), p.id, role_words[int(p.role)], status_words[int(p.status)],
            category_words[int(p.category)], tx.at(), p.etag_millis});
  insert_data(tx, key, p);
  if (auto tokens = tokens_of(keys, p.data); !tokens.empty())
    tx.queue(sql::insert_tokens, {tx.tenant(), p.id, tokens});
}

Asked ask(db::Tx& tx, const keys::TenantKeys& keys, const Uuid& id, bool lock) {
  if (lock && !fault("skip_profile_lock")) tx.queue(sql::lock_profile, {tx.tenant(), id});
  auto row = tx.queue(lock ? sql::profile_for_writing : sql::profile, {tx.tenant(), id});
  return Asked(id, std::move(row), keys::ask_subject_key(tx, keys, id));
}

std::optional<Asked::Found> Asked::get() {
  auto row = row_.one();
  auto key = key_.get();
  if (!row || !key) return std::nullopt;
  db::Columns c = *row;
  Profile p = profile_of(c, id_, *key);
  std::int64_t last_seq = c.bigint();
  return Found{std::move(p), std::move(*key), last_seq};
}

AskedMany ask_many(db::Tx& tx, const keys::TenantKeys& keys, const std::vector<Uuid>& ids) {
  auto rows = tx.queue(sql::profiles_of, {tx.tenant(), ids});
  auto tags = tx.queue(sql::tags_of, {tx.tenant(), ids});
  return AskedMany(std::move(rows), std::move(tags), keys::ask_subject_keys(tx, keys, ids));
}

std::unordered_map<Uuid, AskedMany::Found> AskedMany::get() {
  std::unordered_map<Uuid, Found> found;
  auto keys = keys_.get();
  for (int i = 0; i < rows_.get().size(); ++i) {
    db::Columns c = rows_.get()[i];
    Uuid id = c.uuid();
    if (auto key = keys.find(id); key != keys.end())
      found.emplace(id, Found{profile_of(c, id, key->second), {}});
  }
  for (int i = 0; i < tags_.get().size(); ++i) {
    db::Columns c = tags_.get()[i];
    Uuid profile = c.uuid();
    if (auto one = found.find(profile); one != found.end())
      one->second.tags.push_back(tag_of(c, keys.at(profile)));
  }
  return found;
}

std::unordered_set<Uuid> existing(db::Tx& tx, const Sight& sight, const std::vector<Uuid>& ids) {
  bool all = fault("link_other_products");
  std::unordered_set<Uuid> found;
  auto rows =
      tx.queue(sql::existing, {tx.tenant(), ids, all ? db::Arg(nullptr) : db::Arg(sight.products)});
  for (int i = 0; i < rows.get().size(); ++i) {
    Uuid id = rows.get()[i].uuid();
    if (all || sight.may_see_profile(id)) found.insert(id);
  }
  return found;
}

void replace_data(db::Tx& tx, const keys::TenantKeys& keys, const keys::SubjectKey& key,
                  Profile& profile, json::Value data) {
  auto before = tokens_of(keys, profile.data), after = tokens_of(keys, data);
  std::vector<std::int64_t> gone, fresh;
  std::ranges::sort(before);
  std::ranges::sort(after);
  std::ranges::set_difference(before, after, std::back_inserter(gone));
  std::ranges::set_difference(after, before, std::back_inserter(fresh));

  profile.data = std::move(data);
  ++profile.data_version;
  profile.etag_millis = std::max(tx.at().micros / 1000, profile.etag_millis + 1);
  insert_data(tx, key, profile);
  if (!gone.empty()) tx.queue(sql::delete_tokens, {tx.tenant(), profile.id, gone});
  if (!fresh.empty()) tx.queue(sql::insert_tokens, {tx.tenant(), profile.id, fresh});
}

void update(db::Tx& tx, const Profile& p) {
  tx.queue(sql::update_profile,
           {tx.tenant(), p.id, status_words[int(p.status)], category_words[int(p.category)],
            tx.at(), p.data_version, p.etag_millis});
}

AskedTags ask_tags(db::Tx& tx, const Uuid& profile) {
  return AskedTags(tx.queue(sql::tags, {tx.tenant(), profile}));
}

std::vector<Tag> AskedTags::get(const keys::SubjectKey& key) {
  std::vector<Tag> tags;
  const db::Answer& rows = rows_.get();
  for (int i = 0; i < rows.size(); ++i) {
    db::Columns c = rows[i];
    tags.push_back(tag_of(c, key));
  }
  return tags;
}

Tag add_tag(db::Tx& tx, const keys::TenantKeys& keys, const keys::SubjectKey& key,
            const Uuid& profile, const std::string& name, bool is_automatic) {
  Tag tag{Uuid::make(), name, is_automatic, tx.at()};
  tx.queue(sql::insert_tag, {tx.tenant(), profile, tag.id, is_automatic, tx.at(),
                             key.seal(tags_name, tag.id, 1, name)});
  tx.queue(sql::insert_tokens, {tx.tenant(), profile, tokens_of_tag(keys, name)});
  return tag;
}

void remove_tag(db::Tx& tx, const keys::TenantKeys& keys, const Uuid& profile, const Tag& tag,
                const std::vector<Tag>& remaining) {
  auto gone = tokens_of_tag(keys, tag.name);
  for (const Tag& other : remaining)
    for (std::int64_t token : tokens_of_tag(keys, other.name)) std::erase(gone, token);
  tx.queue(sql::delete_tag, {tx.tenant(), profile, tag.id});
  tx.queue(sql::delete_tokens, {tx.tenant(), profile, gone});
}

TagSearch::TagSearch(db::Tx& tx, const keys::TenantKeys& keys, const Sight& sight,
                     std::string_view term)
    : tx_(tx), keys_(keys), tokens_(tokens_of_tag(keys, term)), before_(after_all) {
  if (!fault("list_other_tags")) products_ = sight.products;
}

std::optional<std::vector<Tag>> TagSearch::next() {
  std::vector<Uuid> profiles;
  for (; profiles.empty(); tokens_.pop_back(), before_ = after_all) {
    if (tokens_.empty()) return std::nullopt;
    auto rows = tx_.queue(sql::profiles_of_token,
                          {tx_.tenant(), tokens_.back(), before_, batch, products_});
    for (int i = 0; i < rows.get().size(); ++i) profiles.push_back(rows.get()[i].uuid());
    if (!profiles.empty()) break;
  }
  before_ = profiles.back();
  auto rows = tx_.queue(sql::tags_of, {tx_.tenant(), profiles});
  auto keys = keys::ask_subject_keys(tx_, keys_, profiles).get();
  std::vector<Tag> tags;
  for (int i = 0; i < rows.get().size(); ++i) {
    db::Columns c = rows.get()[i];
    if (auto key = keys.find(c.uuid()); key != keys.end()) tags.push_back(tag_of(c, key->second));
  }
  return tags;
}

bool first_view(db::Tx& tx, const Uuid& profile, const Uuid& viewer, Date day) {
  return tx.queue(sql::insert_view, {tx.tenant(), profile, viewer, day}).get().affected() == 1;
}

Listed list(db::Tx& tx, const Sight& sight, const Page& page) {
  auto categories = db::Arg::texts(page.categories);
  if (sight.products && !fault("list_other_products"))
    return seen_of(tx.queue(sql::list_seen, {tx.tenant(), sight.products, sight.spill_over,
                                             categories, page.limit, page.offset}));
  auto count = tx.queue(sql::count_profiles, {tx.tenant(), categories});
  auto rows = tx.queue(sql::list_profiles, {tx.tenant(), categories, page.limit, page.offset});
  Listed listed{.count = count.one()->bigint()};
  for (int i = 0; i < rows.get().size(); ++i) listed.ids.push_back(rows.get()[i].uuid());
  return listed;
}

Listed search(db::Tx& tx, const keys::TenantKeys& keys, const Sight& sight, std::string_view text,
              const Page& page) {
  auto query = tokens_of_query(keys, text);
  auto categories = db::Arg::texts(page.categories);
  if (sight.products && !fault("list_other_products"))
    return seen_of(tx.queue(sql::search_seen,
                            {tx.tenant(), sight.products, sight.spill_over, categories, page.limit,
                             page.offset, query.tokens, query.words, query.count}));
  auto rows = tx.queue(sql::search_profiles, {tx.tenant(), query.tokens, query.words, query.count,
                                              categories, page.limit, page.offset});
  Listed listed;
  for (int i = 0; i < rows.get().size(); ++i) {
    db::Columns c = rows.get()[i];
    listed.count = c.bigint();
    if (auto id = c.optional(&db::Columns::uuid)) listed.ids.push_back(*id);
  }
  return listed;
}

}  // namespace probity::profiles
