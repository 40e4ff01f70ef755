// One person, organisation, vessel or aircraft on a list, in the same shape whatever list it came
// from. Readers make entries from files; list versions keep them as lines of JSON; screening turns
// them into what matching indexes. Pure values, no database.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "json/json.h"
#include "screening/lists/partial_date.h"

namespace probity::screening {

enum class EntryKind { person, organisation, vessel, aircraft };
enum class Quality { primary, strong, weak };
enum class ListClass { sanctions, pep };
enum class Gender { unknown, male, female };

struct ListedName {
  std::string text;  // as the list writes it: OFAC has "FAMILY, Given", the UN natural order
  Quality quality = Quality::strong;
  bool original_script = false;  // not in Latin letters
  std::string reference;         // the list's number of this alias (OFAC alt_num), or empty
  bool operator==(const ListedName&) const = default;
};

// When a person was born, as far as the list knows: from == to unless it gives a range.
struct Birth {
  PartialDate from, to;
  bool circa = false;
  bool operator==(const Birth&) const = default;
};

// `country` is a code or text, see country.h; empty when not given.
struct Identifier {
  std::string type;  // passport, national_id, tax_id, registration, imo, lei, wallet …
  std::string value;
  std::string country;
  bool operator==(const Identifier&) const = default;
};

struct Place {
  std::string text;
  std::string country;
  bool operator==(const Place&) const = default;
};

struct Entry {
  std::string id;  // unique in its list: OFAC ent_num, UN reference number, our own CSV's id
  EntryKind kind = EntryKind::organisation;
  ListClass list_class = ListClass::sanctions;
  std::vector<ListedName> names;  // never empty; the first is the primary one
  std::vector<Birth> births;
  std::vector<Place> birth_places;
  std::vector<std::string> nationalities;  // nationality and citizenship
  std::vector<std::string> countries;      // other ties: flag of a vessel, office of a PEP
  Gender gender = Gender::unknown;
  std::vector<std::string> titles;     // honorific or rank before the name
  std::vector<std::string> positions;  // offices held
  int tier = 0;                        // of a PEP, 1 the highest; 0 when not given
  std::vector<std::string> programmes;
  std::vector<Identifier> identifiers;
  std::vector<Place> addresses;
  std::optional<Date> listed_on;
  std::string remarks;  // raw text of the list
  bool operator==(const Entry&) const = default;
};

std::string_view text_of(EntryKind kind);
std::string_view text_of(Quality quality);
std::string_view text_of(ListClass list_class);
std::string_view text_of(Gender gender);
std::optional<EntryKind> entry_kind(std::string_view text);
std::optional<Quality> quality(std::string_view text);
std::optional<ListClass> list_class(std::string_view text);
std::optional<Gender> gender(std::string_view text);  // any case

// Every country the entry is tied to: nationalities, countries, birth places, addresses; each once.
std::vector<std::string> all_countries(const Entry& entry);

// Adding is quadratic, so it stops past this many; readers then refuse the list (is_overfull).
inline constexpr std::size_t max_items = 5000;
// The longest name of the lists known to us has 400 bytes; a longer one than this is no name.
inline constexpr std::size_t max_name_bytes = 4096;
// One of the entry's lists has more than max_items, or a name more than max_name_bytes.
bool is_overfull(const Entry& entry);
// Adds a name unless its text is empty or there already; the better quality is kept.
void add_name(Entry& entry, ListedName name);
// Adds a text unless it is empty or there already.
void add_once(std::vector<std::string>& texts, std::string text);
void add_place(std::vector<Place>& places, Place place);

// The canonical form: fixed order of members, empty ones left out. Equal entries give equal bytes.
json::Value to_json(const Entry& entry);
Result<Entry> from_json(const json::Value& value);

// A whole list as one canonical line per entry, '\n' after each: what a version stores and hashes.
std::string write_lines(const std::vector<Entry>& entries);
Result<std::vector<Entry>> read_lines(std::string_view text);

}  // namespace probity::screening
