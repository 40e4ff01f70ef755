#include "screening/lists/ofac_advanced.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "screening/lists/births.h"
#include "screening/lists/country.h"
#include "screening/lists/entries.h"
#include "screening/lists/field_text.h"
#include "screening/lists/ofac_reference.h"
#include "screening/lists/xml_list.h"

namespace probity::screening {
namespace {

using References = OfacReferences;

// A document's name: parts of a person are put as "FAMILY, Given …" where it has both.
std::string name_of(pugi::xml_node documented, const std::map<std::string, std::string>& groups) {
  std::string family, others;
  for (auto part : documented.children("DocumentedNamePart")) {
    auto value = part.child("NamePartValue");
    auto group = groups.find(attribute(value, "NamePartGroupID"));
    bool is_family = group != groups.end() && group->second == "last name";
    auto& target = is_family ? family : others;
    target += (target.empty() ? "" : " ") + one_line(value.child_value());
  }
  return family_first(family, others);
}

void read_identity(Entry& entry, pugi::xml_node identity, const References& references) {
  std::map<std::string, std::string> groups;  // part of the name by NamePartGroupID
  for (auto master : identity.child("NamePartGroups").children("MasterNamePartGroup"))
    for (auto group : master.children("NamePartGroup"))
      groups[attribute(group, "ID")] =
          lower_ascii(references.value("NamePartType", attribute(group, "NamePartTypeID")));
  for (auto alias : identity.children("Alias")) {
    bool primary =
        attribute(alias, "Primary") == "true" && attribute(identity, "Primary") != "false";
    bool weak = attribute(alias, "LowQuality") == "true";
    auto quality = primary ? Quality::primary : weak ? Quality::weak : Quality::strong;
    for (auto documented : alias.children("DocumentedName")) {
      auto name = name_of(documented, groups);
      bool other = is_original_script(name);
      add_name(entry, {name, other && primary ? Quality::strong : quality, other,
                       attribute(documented, "ID")});
    }
  }
}

std::optional<PartialDate> date_of(pugi::xml_node node) {
  auto number = [&](const char* child) { return node.child(child).text().as_int(); };
  std::string text = fmt::format("{:04}", number("Year"));
  for (auto part : {"Month", "Day"}) {
    if (number(part) <= 0) break;
    text += fmt::format("-{:02}", number(part));
  }
  return PartialDate::parse(text);
}

// A period of one year or month stands for a date of which the rest is not known.
std::optional<Birth> birth_of_period(pugi::xml_node period) {
  auto from = date_of(period.child("Start").child("From"));
  auto to = date_of(period.child("End").child("To"));
  if (!to) to = from;
  if (!from || to->year < from->year) return {};
  bool whole_year = from->year == to->year && from->month == 1 && from->day == 1 &&
                    to->month == 12 && to->day == 31;
  bool whole_month = from->year == to->year && from->month == to->month && from->day == 1 &&
                     to->day >= 28 && !Date::exists(to->year, to->month, to->day + 1);
  if (whole_year) from->month = 0;
  if (whole_year || whole_month) from->day = 0, to = from;
  bool about = attribute(period.child("Start"), "Approximate") == "true" ||
               attribute(period.child("End"), "Approximate") == "true";
  return Birth{*from, *to, about};
}

// What a version of a feature says: a place, a value of the reference tables, or its own text.
struct Said {
  const Place* place = nullptr;
  std::string text;
};

Said said_by(pugi::xml_node version, const References& references) {
  Said said;
  auto location =
      references.locations.find(attribute(version.child("VersionLocation"), "LocationID"));
  if (location != references.locations.end()) said.place = &location->second;
  auto detail = version.child("VersionDetail");
  said.text = references.value("DetailReference", attribute(detail, "DetailReferenceID"));
  if (said.text.empty()) said.text = one_line(detail.child_value());
  return said;
}

struct Feature {
  std::string_view name;
  void (*read)(Entry& entry, const Said& said);
};

void read_address(Entry& entry, const Said& said) {
  if (said.place != nullptr) add_place(entry.addresses, *said.place);
}
void read_birth_place(Entry& entry, const Said& said) {
  if (said.place != nullptr) return add_place(entry.birth_places, *said.place);
  add_place(entry.birth_places, place_with_country(said.text));
}
void read_nationality(Entry& entry, const Said& said) {
  if (said.place != nullptr) return add_once(entry.nationalities, said.place->country);
  add_nationalities(entry, said.text);
}
void read_flag(Entry& entry, const Said& said) {
  add_once(entry.countries, said.place != nullptr ? said.place->country : country(said.text));
}
void read_gender(Entry& entry, const Said& said) {
  entry.gender = gender(said.text).value_or(entry.gender);
}
void read_title(Entry& entry, const Said& said) { add_once(entry.positions, said.text); }
void read_call_sign(Entry& entry, const Said& said) {
  add_identifier(entry, {"call_sign", said.text, ""});
}

constexpr Feature features[] = {{"location", read_address},
                                {"place of birth", read_birth_place},
                                {"nationality country", read_nationality},
                                {"citizenship country", read_nationality},
                                {"vessel flag", read_flag},
                                {"gender", read_gender},
                                {"title", read_title},
                                {"vessel call sign", read_call_sign}};

void read_feature(Entry& entry, pugi::xml_node feature, const References& references,
                  ReadCounts& counts) {
  auto name = lower_ascii(references.value("FeatureType", attribute(feature, "FeatureTypeID")));
  auto known = std::find_if(std::begin(features), std::end(features),
                            [&](const Feature& one) { return one.name == name; });
  for (auto version : feature.children("FeatureVersion")) {
    auto said = said_by(version, references);
    if (name == "birthdate") {
      if (auto birth = birth_of_period(version.child("DatePeriod")))
        add_birth(entry, *birth);
      else
        ++counts.unread["date of birth"];
    } else if (name.starts_with("digital currency address")) {
      add_identifier(entry, {"wallet", said.text, ""});
    } else if (known != std::end(features)) {
      known->read(entry, said);
    }
  }
}

std::optional<EntryKind> kind_of(pugi::xml_node profile, const References& references) {
  auto id = attribute(profile, "PartySubTypeID");
  auto word = lower_ascii(references.value("PartySubType", id));
  if (word == "vessel") return EntryKind::vessel;
  if (word == "aircraft") return EntryKind::aircraft;
  // The sub-types of people and of entities are both called Unknown; their parents tell.
  auto party = lower_ascii(references.party_of(id));
  if (party == "individual") return EntryKind::person;
  if (party == "entity") return EntryKind::organisation;
  return {};
}

void read_sanctions(Entry& entry, const std::string& profile, const References& references) {
  auto found = references.sanctions.find(profile);
  if (found == references.sanctions.end()) return;
  for (auto sanction : found->second) {
    for (auto measure : sanction.children("SanctionsMeasure"))
      if (lower_ascii(references.value("SanctionsType", attribute(measure, "SanctionsTypeID"))) ==
          "program")
        add_once(entry.programmes, text_of(measure, "Comment"));
    for (auto event : sanction.children("EntryEvent"))
      if (auto day = date_of(event.child("Date")); day && day->day != 0 && !entry.listed_on)
        entry.listed_on = Date{day->year, day->month, day->day};
  }
}

}  // namespace

Result<ReadList> read_ofac_advanced(const ListTexts& texts, ListClass list_class) {
  auto found = texts.find("xml");
  if (found == texts.end()) return bad_file("ofac-advanced-xml", "needs the file xml");
  auto xml = TRY(XmlList::open(found->second, "Sanctions"));
  OfacReferences references(xml.root());
  Entries entries(found->second.file);
  for (auto party : xml.root().child("DistinctParties").children("DistinctParty")) {
    ++entries.counts().rows;
    auto profile = party.child("Profile");
    auto kind = kind_of(profile, references);
    if (!kind) return xml.bad(party, "an unknown type of party");
    Entry entry{.id = attribute(party, "FixedRef"), .kind = *kind, .list_class = list_class};
    for (auto identity : profile.children("Identity")) {
      read_identity(entry, identity, references);
      auto documents = references.documents.extract(attribute(identity, "ID"));
      if (documents.empty()) continue;
      for (auto& identifier : documents.mapped()) add_identifier(entry, std::move(identifier));
    }
    primary_first(entry);
    for (auto feature : profile.children("Feature"))
      read_feature(entry, feature, references, entries.counts());
    read_sanctions(entry, attribute(profile, "ID"), references);
    entry.remarks = text_of(party, "Comment");
    if (const char* fault = entries.take(std::move(entry))) return xml.bad(party, fault);
  }
  for (const auto& [identity, documents] : references.documents)
    entries.counts().skipped["document of an unknown identity"] += documents.size();
  return std::move(entries).done();
}

}  // namespace probity::screening
