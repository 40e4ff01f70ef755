#include "screening/lists/entries.h"

#include <algorithm>

#include "base/text.h"
#include "crypto/crypto.h"

namespace probity::screening {
namespace {

const char* fault_of(const Entry& entry) {
  if (entry.id.empty()) return "an entry without a number";
  if (entry.id.size() > max_id_bytes) return "the number of an entry is too long";
  if (entry.names.empty()) return "an entry without a name";
  return is_overfull(entry) ? "too many names or facts of one entry, or one too long" : nullptr;
}

}  // namespace

const char* Entries::take(Entry entry) {
  if (const char* fault = fault_of(entry)) return fault;
  if (list_.entries.size() == most_) return "too many entries";
  if (!places_.emplace(entry.id, list_.entries.size()).second) return "the number is there already";
  list_.entries.push_back(std::move(entry));
  return nullptr;
}

Entry* Entries::find(std::string_view id) {
  auto found = places_.find(std::string(id));
  return found == places_.end() ? nullptr : &list_.entries[found->second];
}

void Entries::each(void (*change)(Entry&)) {
  for (auto& entry : list_.entries) change(entry);
}

Result<ReadList> Entries::done() && {
  if (list_.entries.empty()) return bad_file(file_, "has no entries");
  for (const auto& entry : list_.entries)
    if (const char* fault = fault_of(entry))
      return bad_file(file_, std::string("and its like: ") + fault);
  return std::move(list_);
}

void primary_first(Entry& entry) {
  std::stable_partition(entry.names.begin(), entry.names.end(),
                        [](const ListedName& name) { return name.quality == Quality::primary; });
}

std::string number_of_row(std::string_view text) { return hex(crypto::sha256(text)).substr(0, 16); }

}  // namespace probity::screening
