#include "base/text.h"
#include "screening/lists/births.h"
#include "screening/lists/country.h"
#include "screening/lists/entries.h"
#include "screening/lists/field_text.h"
#include "screening/lists/uk.h"
#include "screening/lists/xml_list.h"

namespace probity::screening {
namespace {

void read_names(Entry& entry, pugi::xml_node node) {
  for (auto name : node.child("Names").children("Name")) {
    std::string others;
    for (auto part : {"Name1", "Name2", "Name3", "Name4", "Name5"})
      others += text_of(name, part) + " ";
    add_uk_name(entry, text_of(name, "Name6"), others,
                uk_quality(text_of(name, "NameType"), text_of(name, "AliasStrength")));
  }
  primary_first(entry);
  for (auto name : node.child("NonLatinNames").children("NonLatinName"))
    add_name_text(entry, name.child("NameNonLatinScript").child_value(), Quality::strong);
}

void add_numbers(Entry& entry, const std::vector<std::string>& texts, std::string_view type) {
  for (const auto& text : texts)
    for (auto piece : list_pieces(text, ";|\n"))
      add_identifier(entry, labelled_identifier(type, piece));
}

void read_person(Entry& entry, pugi::xml_node person, ReadCounts& counts) {
  for (const auto& text : texts_of(person, "DOBs", "DOB")) add_births(entry, text, counts);
  for (const auto& text : texts_of(person, "Nationalities", "Nationality"))
    add_nationalities(entry, text);
  for (const auto& text : texts_of(person, "Positions", "Position"))
    add_once(entry.positions, text);
  for (const auto& text : texts_of(person, "Genders", "Gender"))
    entry.gender = gender(text).value_or(entry.gender);
  for (auto place : person.child("BirthDetails").children("Location"))
    add_place(entry.birth_places,
              {text_of(place, "TownOfBirth"), country(text_of(place, "CountryOfBirth"))});
  for (auto one : person.child("PassportDetails").children("Passport"))
    add_identifier(entry, labelled_identifier("passport", text_of(one, "PassportNumber")));
  for (auto one : person.child("NationalIdentifierDetails").children("NationalIdentifier"))
    add_identifier(entry,
                   labelled_identifier("national_id", text_of(one, "NationalIdentifierNumber")));
}

Entry entry_of(pugi::xml_node node, EntryKind kind, ListClass list_class, ReadCounts& counts) {
  Entry entry{.id = text_of(node, "UniqueID"), .kind = kind, .list_class = list_class};
  read_names(entry, node);
  for (auto person : node.child("IndividualDetails").children("Individual"))
    read_person(entry, person, counts);
  auto company = node.child("EntityDetails").child("Entity");
  add_numbers(entry, texts_of(company, "BusinessRegistrationNumbers", "BusinessRegistrationNumber"),
              "registration");
  auto ship = node.child("ShipDetails").child("Ship");
  add_numbers(entry, texts_of(ship, "IMONumbers", "IMONumber"), "imo");
  for (const auto& text : texts_of(ship, "CurrentBelievedFlagOfShips", "CurrentBelievedFlagOfShip"))
    add_once(entry.countries, country(text));
  for (auto place : node.child("Addresses").children("Address"))
    add_place(entry.addresses,
              {joined(place, {"AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4",
                              "AddressLine5", "AddressLine6", "AddressPostalCode"}),
               country(text_of(place, "AddressCountry"))});
  entry.titles = texts_of(node, "Titles", "Title");
  add_once(entry.programmes, text_of(node, "RegimeName"));
  entry.listed_on = full_date(text_of(node, "DateDesignated"));
  entry.remarks = text_of(node, "OtherInformation");
  return entry;
}

}  // namespace

Result<ReadList> read_uk_xml(const ListTexts& texts, ListClass list_class) {
  auto found = texts.find("xml");
  if (found == texts.end()) return bad_file("uk-xml", "needs the file xml");
  auto xml = TRY(XmlList::open(found->second, "Designations"));
  Entries entries(found->second.file);
  for (auto node : xml.root().children("Designation")) {
    ++entries.counts().rows;
    auto kind = uk_kind(text_of(node, "IndividualEntityShip"));
    if (!kind) return xml.bad(node, "an unknown type of designation");
    auto entry = entry_of(node, *kind, list_class, entries.counts());
    if (const char* fault = entries.take(std::move(entry))) return xml.bad(node, fault);
  }
  return std::move(entries).done();
}

}  // namespace probity::screening
