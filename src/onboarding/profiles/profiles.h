// profiles: people and companies under review, what was collected about them, and their tags.
// A profile is written only by who holds its lock (Open). Its collected data is kept version by
// version, sealed with its own key; erasing that key erases the person.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "db/tx.h"
#include "journal/journal.h"
#include "json/json.h"
#include "keys/subject_keys.h"
#include "profiles/collected_data.h"
#include "profiles/sight.h"

namespace probity::profiles {

enum class Role {
  individual_customer,
  company_customer,
  individual_associated,
  company_associated
};
inline constexpr std::string_view role_words[] = {"INDIVIDUAL_CUSTOMER", "COMPANY_CUSTOMER",
                                                  "INDIVIDUAL_ASSOCIATED", "COMPANY_ASSOCIATED"};
enum class Status { normal, suspended, banned };
inline constexpr std::string_view status_words[] = {"NORMAL", "SUSPENDED", "BANNED"};
enum class Category { applicant, customer, previous_customer, inactive_applicant };
inline constexpr std::string_view category_words[] = {"APPLICANT", "CUSTOMER", "PREVIOUS_CUSTOMER",
                                                      "INACTIVE_APPLICANT"};

// The member of an enumeration by its word; nothing when it is none.
template <class Enum, std::size_t N>
std::optional<Enum> from_word(const std::string_view (&words)[N], std::string_view word) {
  for (std::size_t i = 0; i < N; ++i)
    if (words[i] == word) return static_cast<Enum>(i);
  return std::nullopt;
}

EntityType entity_type_of(Role role);
bool is_customer(Role role);

struct Profile {
  Uuid id;
  Role role;
  Status status = Status::normal;
  Category category = Category::inactive_applicant;
  Instant created_at, modified_at;
  std::int64_t data_version = 1;  // of the collected data, from 1
  std::int64_t etag_millis =
      0;             // strictly increasing with each version, even when the clock is not
  json::Value data;  // the collected data, current version

  std::string etag() const;  // W/"1579973191.798"
};

struct Tag {
  Uuid id;
  std::string name;
  bool is_automatic = false;
  Instant created_at;
};

// A new profile, not yet written.
Profile make(db::Tx& tx, Role role, json::Value data);
// Writes it: row, first version of its data, search tokens. Its key was queued before.
void insert(db::Tx& tx, const keys::TenantKeys& keys, const keys::SubjectKey& key,
            const Profile& profile);

// What was asked for about one profile; comes with the transaction's next answers.
class Asked {
 public:
  struct Found {
    Profile profile;
    keys::SubjectKey key;
    std::int64_t last_journal_seq;
  };
  // Nothing when there is no such profile of the tenant, or its key was destroyed.
  std::optional<Found> get();

 private:
  friend Asked ask(db::Tx&, const keys::TenantKeys&, const Uuid&, bool);
  Asked(const Uuid& id, db::Pending row, keys::AskedKey key)
      : id_(id), row_(std::move(row)), key_(std::move(key)) {}
  Uuid id_;
  db::Pending row_;
  keys::AskedKey key_;
};
// `lock`: for writing; waits for others who write the same profile.
Asked ask(db::Tx& tx, const keys::TenantKeys& keys, const Uuid& id, bool lock);

// Several profiles with their tags, to be shown beside each other, by id. Those that are not the
// tenant's or were erased are left out.
class AskedMany {
 public:
  struct Found {
    Profile profile;
    std::vector<Tag> tags;
  };
  std::unordered_map<Uuid, Found> get();

 private:
  friend AskedMany ask_many(db::Tx&, const keys::TenantKeys&, const std::vector<Uuid>&);
  AskedMany(db::Pending rows, db::Pending tags, keys::AskedKeys keys)
      : rows_(std::move(rows)), tags_(std::move(tags)), keys_(std::move(keys)) {}
  db::Pending rows_, tags_;
  keys::AskedKeys keys_;
};
AskedMany ask_many(db::Tx& tx, const keys::TenantKeys& keys, const std::vector<Uuid>& ids);
// Those of the ids that are profiles of the tenant, were not erased, and are seen.
std::unordered_set<Uuid> existing(db::Tx& tx, const Sight& sight, const std::vector<Uuid>& ids);

// A new version of the collected data, with its tokens. The caller holds the lock.
void replace_data(db::Tx& tx, const keys::TenantKeys& keys, const keys::SubjectKey& key,
                  Profile& profile, json::Value data);
// Writes status, category and time of the last change. The caller holds the lock.
void update(db::Tx& tx, const Profile& profile);

class AskedTags {
 public:
  explicit AskedTags(db::Pending rows) : rows_(std::move(rows)) {}
  std::vector<Tag> get(const keys::SubjectKey& key);

 private:
  db::Pending rows_;
};
AskedTags ask_tags(db::Tx& tx, const Uuid& profile);
Tag add_tag(db::Tx& tx, const keys::TenantKeys& keys, const keys::SubjectKey& key,
            const Uuid& profile, const std::string& name, bool is_automatic);
// `remaining`: the profile's other tags, whose search words stay.
void remove_tag(db::Tx& tx, const keys::TenantKeys& keys, const Uuid& profile, const Tag& tag,
                const std::vector<Tag>& remaining);

// All tags of the profiles that are seen and have a tag with a word of the term, a batch of
// profiles at a time, newest profiles first. What the tags are called only their profiles' keys
// tell.
class TagSearch {
 public:
  static constexpr std::int64_t batch = 1000;  // profiles
  TagSearch(db::Tx& tx, const keys::TenantKeys& keys, const Sight& sight, std::string_view term);
  // Nothing at the end.
  std::optional<std::vector<Tag>> next();

 private:
  db::Tx& tx_;
  const keys::TenantKeys& keys_;
  std::optional<std::vector<Uuid>> products_;
  std::vector<std::int64_t> tokens_;  // still to be looked at, the present one last
  Uuid before_;
};

// The profiles that have a tag of one of these names, whatever its case, sorted; `most` at most.
std::vector<Uuid> tagged(db::Tx& tx, const keys::TenantKeys& keys,
                         const std::vector<std::string>& names, std::int64_t most);

// Whether this viewer sees the profile for the first time on that day; writes it down. Asked only
// by who holds the lock.
bool first_view(db::Tx& tx, const Uuid& profile, const Uuid& viewer, Date day);

// One page of a list or search, newest first. Who was erased is neither listed nor counted.
struct Listed {
  std::int64_t count = 0;   // that are seen, in all
  std::int64_t hidden = 0;  // that aren't, though they match
  std::vector<Uuid> ids;
};
struct Page {
  std::vector<std::string> categories;
  std::int64_t limit, offset;
};
Listed list(db::Tx& tx, const Sight& sight, const Page& page);
Listed search(db::Tx& tx, const keys::TenantKeys& keys, const Sight& sight, std::string_view text,
              const Page& page);

}  // namespace probity::profiles
