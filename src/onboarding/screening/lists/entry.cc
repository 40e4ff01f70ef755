#include "screening/lists/entry.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace probity::screening {
namespace {

// In the order of the enumerations.
constexpr std::array<std::string_view, 4> kinds = {"person", "organisation", "vessel", "aircraft"};
constexpr std::array<std::string_view, 3> qualities = {"primary", "strong", "weak"};
constexpr std::array<std::string_view, 2> classes = {"sanctions", "pep"};
constexpr std::array<std::string_view, 3> genders = {"unknown", "male", "female"};

template <class T, std::size_t n>
std::optional<T> value_of(const std::array<std::string_view, n>& texts, std::string_view text) {
  auto found = std::find(texts.begin(), texts.end(), text);
  if (found == texts.end()) return {};
  return static_cast<T>(found - texts.begin());
}

}  // namespace

std::string_view text_of(EntryKind kind) { return kinds[static_cast<std::size_t>(kind)]; }
std::string_view text_of(Quality quality) { return qualities[static_cast<std::size_t>(quality)]; }
std::string_view text_of(ListClass of_list) { return classes[static_cast<std::size_t>(of_list)]; }
std::string_view text_of(Gender gender) { return genders[static_cast<std::size_t>(gender)]; }

std::optional<EntryKind> entry_kind(std::string_view text) {
  return value_of<EntryKind>(kinds, text);
}
std::optional<Quality> quality(std::string_view text) { return value_of<Quality>(qualities, text); }
std::optional<ListClass> list_class(std::string_view text) {
  return value_of<ListClass>(classes, text);
}
std::optional<Gender> gender(std::string_view text) {
  return value_of<Gender>(genders, lower_ascii(text));
}

std::vector<std::string> all_countries(const Entry& entry) {
  std::vector<std::string> all = entry.nationalities;
  for (const auto& country : entry.countries) add_once(all, country);
  for (const auto& place : entry.birth_places) add_once(all, place.country);
  for (const auto& place : entry.addresses) add_once(all, place.country);
  return all;
}

void add_name(Entry& entry, ListedName name) {
  if (name.text.empty() || entry.names.size() > max_items) return;
  auto same = [&](const ListedName& other) { return other.text == name.text; };
  auto found = std::find_if(entry.names.begin(), entry.names.end(), same);
  if (found == entry.names.end())
    entry.names.push_back(std::move(name));
  else
    found->quality = std::min(found->quality, name.quality);
}

void add_once(std::vector<std::string>& texts, std::string text) {
  if (text.empty() || texts.size() > max_items) return;
  if (std::find(texts.begin(), texts.end(), text) != texts.end()) return;
  texts.push_back(std::move(text));
}

void add_place(std::vector<Place>& places, Place place) {
  if ((place.text.empty() && place.country.empty()) || places.size() > max_items) return;
  if (std::find(places.begin(), places.end(), place) != places.end()) return;
  places.push_back(std::move(place));
}

bool is_overfull(const Entry& entry) {
  auto most = std::max({entry.names.size(), entry.births.size(), entry.birth_places.size(),
                        entry.nationalities.size(), entry.countries.size(), entry.titles.size(),
                        entry.positions.size(), entry.programmes.size(), entry.identifiers.size(),
                        entry.addresses.size()});
  return most > max_items ||
         std::any_of(entry.names.begin(), entry.names.end(),
                     [](const ListedName& name) { return name.text.size() > max_name_bytes; });
}

}  // namespace probity::screening
