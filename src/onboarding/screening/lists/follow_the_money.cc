#include "screening/lists/follow_the_money.h"

#include <algorithm>

#include "base/text.h"
#include "screening/lists/births.h"
#include "screening/lists/country.h"
#include "screening/lists/entries.h"
#include "screening/lists/field_text.h"
#include "screening/lists/json_lines.h"

namespace probity::screening {
namespace {

struct Schema {
  std::string_view name;
  EntryKind kind;
};
constexpr Schema schemata[] = {{"Person", EntryKind::person},
                               {"Company", EntryKind::organisation},
                               {"Organization", EntryKind::organisation},
                               {"LegalEntity", EntryKind::organisation},
                               {"PublicBody", EntryKind::organisation},
                               {"Vessel", EntryKind::vessel},
                               {"Airplane", EntryKind::aircraft}};
// Kinds of things that are known and no entries; any other name is counted as unknown, so that a
// file cannot fill the counts with names of its own.
constexpr std::string_view other_schemata[] = {
    "Address",     "Sanction",  "Ownership",  "Directorship",   "Family",    "Associate",
    "Membership",  "Occupancy", "Position",   "Identification", "Passport",  "CryptoWallet",
    "UnknownLink", "Security",  "Employment", "Representation", "Succession"};

std::string code_of(std::string_view text) {
  auto code = country_of_alpha2(text);
  return code.empty() ? country(text) : code;
}

void read_name(Entry& entry, std::string_view text, ReadCounts&) {
  add_name_text(entry, text, entry.names.empty() ? Quality::primary : Quality::strong);
}
void read_alias(Entry& entry, std::string_view text, ReadCounts&) {
  add_name_text(entry, text, Quality::strong);
}
void read_weak_alias(Entry& entry, std::string_view text, ReadCounts&) {
  add_name_text(entry, text, Quality::weak);
}
void read_birth(Entry& entry, std::string_view text, ReadCounts& counts) {
  // FollowTheMoney writes a moment where it has one; the day is what counts.
  if (auto birth = birth_of(text.substr(0, text.find('T'))))
    add_birth(entry, *birth);
  else
    ++counts.unread["date of birth"];
}
void read_birth_place(Entry& entry, std::string_view text, ReadCounts&) {
  add_place(entry.birth_places, place_with_country(text));
}
void read_birth_country(Entry& entry, std::string_view text, ReadCounts&) {
  add_place(entry.birth_places, {"", code_of(text)});
}
void read_nationality(Entry& entry, std::string_view text, ReadCounts&) {
  add_once(entry.nationalities, code_of(text));
}
void read_country(Entry& entry, std::string_view text, ReadCounts&) {
  add_once(entry.countries, code_of(text));
}
void read_gender(Entry& entry, std::string_view text, ReadCounts&) {
  entry.gender = gender(text).value_or(entry.gender);
}
void read_title(Entry& entry, std::string_view text, ReadCounts&) {
  add_once(entry.titles, std::string(text));
}
void read_position(Entry& entry, std::string_view text, ReadCounts&) {
  add_once(entry.positions, std::string(text));
}
void read_programme(Entry& entry, std::string_view text, ReadCounts&) {
  add_once(entry.programmes, std::string(text));
}
void read_address(Entry& entry, std::string_view text, ReadCounts&) {
  add_place(entry.addresses, place_with_country(text));
}
void read_remark(Entry& entry, std::string_view text, ReadCounts&) {
  if (entry.remarks.empty()) entry.remarks = text;
}
void read_topic(Entry& entry, std::string_view text, ReadCounts&) {
  if (text == "role.pep") entry.list_class = ListClass::pep;
}
template <const char* type>
void read_number(Entry& entry, std::string_view text, ReadCounts&) {
  add_identifier(entry, labelled_identifier(type, text));
}
constexpr char passport[] = "passport", national[] = "national_id", tax[] = "tax_id",
               registration[] = "registration", imo[] = "imo", mmsi[] = "mmsi", lei[] = "lei",
               bic[] = "bic", tail[] = "tail_number", call_sign[] = "call_sign";

struct Property {
  std::string_view name;
  void (*read)(Entry& entry, std::string_view text, ReadCounts& counts);
};
// In the order of reading: the first name is the primary one.
constexpr Property properties[] = {{"name", read_name},
                                   {"alias", read_alias},
                                   {"previousName", read_alias},
                                   {"abbreviation", read_weak_alias},
                                   {"weakAlias", read_weak_alias},
                                   {"birthDate", read_birth},
                                   {"birthPlace", read_birth_place},
                                   {"birthCountry", read_birth_country},
                                   {"nationality", read_nationality},
                                   {"citizenship", read_nationality},
                                   {"country", read_country},
                                   {"jurisdiction", read_country},
                                   {"mainCountry", read_country},
                                   {"flag", read_country},
                                   {"gender", read_gender},
                                   {"title", read_title},
                                   {"position", read_position},
                                   {"program", read_programme},
                                   {"programId", read_programme},
                                   {"address", read_address},
                                   {"passportNumber", read_number<passport>},
                                   {"idNumber", read_number<national>},
                                   {"taxNumber", read_number<tax>},
                                   {"vatCode", read_number<tax>},
                                   {"innCode", read_number<tax>},
                                   {"registrationNumber", read_number<registration>},
                                   {"ogrnCode", read_number<registration>},
                                   {"imoNumber", read_number<imo>},
                                   {"mmsi", read_number<mmsi>},
                                   {"callSign", read_number<call_sign>},
                                   {"leiCode", read_number<lei>},
                                   {"swiftBic", read_number<bic>},
                                   {"registrationTail", read_number<tail>},
                                   {"notes", read_remark},
                                   {"topics", read_topic}};

void read_properties(Entry& entry, const json::Value& all, ReadCounts& counts) {
  for (const auto& property : properties) {
    const auto* values = all.find(property.name);
    if (values == nullptr || !values->is_array()) continue;
    for (const auto& value : values->array())
      if (value.is_string()) property.read(entry, one_line(value.string()), counts);
  }
}

std::string why_not(std::string_view schema) {
  bool known = std::find(std::begin(other_schemata), std::end(other_schemata), schema) !=
               std::end(other_schemata);
  return known ? "schema " + std::string(schema) : "another schema";
}

}  // namespace

Result<ReadList> read_follow_the_money(const ListTexts& texts, ListClass list_class) {
  auto found = texts.find("jsonl");
  if (found == texts.end()) return bad_file("ftm-jsonl", "needs the file jsonl");
  auto lines = TRY(JsonLines::open(found->second));
  Entries entries(found->second.file);
  while (auto line = TRY(lines.next())) {
    ++entries.counts().rows;
    auto name = text_of(*line, "schema");
    const auto* all = line->find("properties");
    if (name.empty() || all == nullptr || !all->is_object())
      return lines.bad("an entity without schema or properties");
    auto schema = std::find_if(std::begin(schemata), std::end(schemata),
                               [&](const Schema& one) { return one.name == name; });
    if (schema == std::end(schemata)) {
      ++entries.counts().skipped[why_not(name)];
      continue;
    }
    Entry entry{.id = text_of(*line, "id"), .kind = schema->kind, .list_class = list_class};
    read_properties(entry, *all, entries.counts());
    if (entry.names.empty())
      ++entries.counts().skipped["entity without a name"];
    else if (const char* fault = entries.take(std::move(entry)))
      return lines.bad(fault);
  }
  return std::move(entries).done();
}

}  // namespace probity::screening
