#include "screening/lists/uk.h"

#include "base/text.h"
#include "screening/lists/field_text.h"

namespace probity::screening {

std::optional<EntryKind> uk_kind(std::string_view word) {
  auto lower = lower_ascii(word);
  if (lower == "individual") return EntryKind::person;
  if (lower == "entity") return EntryKind::organisation;
  if (lower == "ship") return EntryKind::vessel;
  return {};
}

Quality uk_quality(std::string_view type, std::string_view strength) {
  auto word = lower_ascii(type);
  if (word == "primary" || word == "primary name") return Quality::primary;
  return lower_ascii(strength).starts_with("low") ? Quality::weak : Quality::strong;
}

void add_uk_name(Entry& entry, std::string_view sixth, std::string_view others, Quality quality) {
  bool person = entry.kind == EntryKind::person;
  auto text = person ? family_first(sixth, others) : std::string(others) + " " + std::string(sixth);
  add_name_text(entry, text, quality);
}

}  // namespace probity::screening
