#include <algorithm>

#include "base/text.h"
#include "profiles/profiles.h"
#include "profiles/search_tokens.h"
#include "profiles_sql.h"

namespace probity::profiles {

// A token is found by a word of a longer name, too: what a tag is called only its profile's key
// tells.
std::vector<Uuid> tagged(db::Tx& tx, const keys::TenantKeys& keys,
                         const std::vector<std::string>& names, std::int64_t most) {
  std::vector<std::string> wanted;
  std::vector<std::int64_t> tokens;
  for (const std::string& name : names) {
    wanted.push_back(lower_ascii(trimmed(name)));
    tokens.push_back(tokens_of_tag(keys, name).front());
  }
  auto rows = tx.queue(sql::tags_of_tokens, {tx.tenant(), tokens, most});
  std::vector<Uuid> candidates;
  for (int i = 0; i < rows.get().size(); ++i) candidates.push_back(rows.get()[i].uuid());
  candidates.erase(std::ranges::unique(candidates).begin(), candidates.end());
  auto by_subject = keys::ask_subject_keys(tx, keys, candidates).get();
  std::vector<Uuid> found;
  for (int i = 0; i < rows.get().size(); ++i) {
    db::Columns c = rows.get()[i];
    Uuid profile = c.uuid(), tag = c.uuid();
    auto key = by_subject.find(profile);
    if (key == by_subject.end() || (!found.empty() && found.back() == profile)) continue;
    std::string name = key->second.open(keys::columns::tags_name, tag, 1, c.bytes());
    if (std::ranges::count(wanted, lower_ascii(trimmed(name)))) found.push_back(profile);
  }
  return found;
}

}  // namespace probity::profiles
