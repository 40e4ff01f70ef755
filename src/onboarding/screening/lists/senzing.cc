#include "screening/lists/senzing.h"

#include <algorithm>

#include "base/text.h"
#include "screening/lists/births.h"
#include "screening/lists/country.h"
#include "screening/lists/entries.h"
#include "screening/lists/field_text.h"
#include "screening/lists/json_lines.h"

namespace probity::screening {
namespace {

struct Kind {
  std::string_view word;
  EntryKind kind;
};
constexpr Kind kinds[] = {{"PERSON", EntryKind::person},
                          {"ORGANIZATION", EntryKind::organisation},
                          {"COMPANY", EntryKind::organisation},
                          {"VESSEL", EntryKind::vessel},
                          {"AIRCRAFT", EntryKind::aircraft}};

// A number and the member that says which country gave it.
struct Number {
  std::string_view member, issuer, type;
};
constexpr Number numbers[] = {
    {"PASSPORT_NUMBER", "PASSPORT_COUNTRY", "passport"},
    {"NATIONAL_ID_NUMBER", "NATIONAL_ID_COUNTRY", "national_id"},
    {"SSN_NUMBER", "", "tax_id"},
    {"TAX_ID_NUMBER", "TAX_ID_COUNTRY", "tax_id"},
    {"DRIVERS_LICENSE_NUMBER", "DRIVERS_LICENSE_STATE", "driving_licence"},
    {"OTHER_ID_NUMBER", "OTHER_ID_COUNTRY", "other"},
    {"REGISTRATION_NUMBER", "REGISTRATION_COUNTRY", "registration"},
    {"LEI_NUMBER", "", "lei"},
    {"DUNS_NUMBER", "", "duns"},
    {"IMO_NUMBER", "", "imo"},
    {"MMSI_NUMBER", "", "mmsi"},
    {"CALL_SIGN", "", "call_sign"}};

std::string code_of(const std::string& text) {
  auto code = country_of_alpha2(text);
  return code.empty() ? nationality(text) : code;
}

void read_name(Entry& entry, const json::Value& part) {
  auto text = text_of(part, "NAME_FULL");
  if (text.empty()) text = text_of(part, "NAME_ORG");
  if (text.empty())
    text = family_first(text_of(part, "NAME_LAST"),
                        text_of(part, "NAME_FIRST") + " " + text_of(part, "NAME_MIDDLE"));
  auto type = text_of(part, "NAME_TYPE");
  auto quality = type == "PRIMARY"                      ? Quality::primary
                 : type == "NICKNAME" || type == "WEAK" ? Quality::weak
                                                        : Quality::strong;
  add_name_text(entry, text, quality);
}

std::string address_text(const json::Value& part) {
  auto text = text_of(part, "ADDR_FULL");
  if (!text.empty()) return text;
  for (auto member : {"ADDR_LINE1", "ADDR_LINE2", "ADDR_CITY", "ADDR_STATE", "ADDR_POSTAL_CODE"})
    if (auto one = text_of(part, member); !one.empty()) text += (text.empty() ? "" : ", ") + one;
  return text;
}

// One object with attributes: the record, or an element of one of its lists.
void read_part(Entry& entry, const json::Value& part, ReadCounts& counts) {
  read_name(entry, part);
  add_births(entry, text_of(part, "DATE_OF_BIRTH"), counts);
  if (auto place = text_of(part, "PLACE_OF_BIRTH"); !place.empty())
    add_place(entry.birth_places, place_with_country(place));
  for (auto member : {"NATIONALITY", "CITIZENSHIP"})
    add_once(entry.nationalities, code_of(text_of(part, member)));
  for (auto member : {"COUNTRY_OF_ASSOCIATION", "REGISTRATION_COUNTRY"})
    add_once(entry.countries, code_of(text_of(part, member)));
  add_place(entry.addresses, {address_text(part), code_of(text_of(part, "ADDR_COUNTRY"))});
  if (auto word = lower_ascii(text_of(part, "GENDER")); !word.empty())
    entry.gender = gender(word == "m"   ? "male"
                          : word == "f" ? "female"
                                        : word)
                       .value_or(entry.gender);
  for (const auto& number : numbers) {
    auto identifier = labelled_identifier(number.type, text_of(part, number.member));
    if (!number.issuer.empty()) identifier.country = code_of(text_of(part, number.issuer));
    add_identifier(entry, std::move(identifier));
  }
}

Entry entry_of(const json::Value& record, ListClass list_class, ReadCounts& counts) {
  Entry entry{.id = text_of(record, "RECORD_ID"), .list_class = list_class};
  read_part(entry, record, counts);
  std::string type = text_of(record, "RECORD_TYPE");
  for (const auto& member : record.object()) {
    if (!member.value.is_array()) continue;
    for (const auto& part : member.value.array()) {
      if (!part.is_object()) continue;
      read_part(entry, part, counts);
      if (type.empty()) type = text_of(part, "RECORD_TYPE");
      if (text_of(part, "TOPIC") == "role.pep") entry.list_class = ListClass::pep;
    }
  }
  for (const auto& kind : kinds)
    if (kind.word == type) entry.kind = kind.kind;
  if (type.empty()) ++counts.unread["kind of entity, taken for an organisation"];
  bool primary = std::any_of(entry.names.begin(), entry.names.end(),
                             [](auto& name) { return name.quality == Quality::primary; });
  if (!primary && !entry.names.empty()) entry.names.front().quality = Quality::primary;
  primary_first(entry);
  return entry;
}

}  // namespace

Result<ReadList> read_senzing(const ListTexts& texts, ListClass list_class) {
  auto found = texts.find("jsonl");
  if (found == texts.end()) return bad_file("senzing-jsonl", "needs the file jsonl");
  auto lines = TRY(JsonLines::open(found->second));
  Entries entries(found->second.file);
  while (auto line = TRY(lines.next())) {
    ++entries.counts().rows;
    auto entry = entry_of(*line, list_class, entries.counts());
    if (entry.names.empty())
      ++entries.counts().skipped["record without a name"];
    else if (const char* fault = entries.take(std::move(entry)))
      return lines.bad(fault);
  }
  return std::move(entries).done();
}

}  // namespace probity::screening
