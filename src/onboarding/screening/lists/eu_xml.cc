#include "base/text.h"
#include "screening/lists/entries.h"
#include "screening/lists/eu.h"
#include "screening/lists/field_text.h"
#include "screening/lists/xml_list.h"

namespace probity::screening {
namespace {

std::string country_at(pugi::xml_node node) {
  return eu_country(attribute(node, "countryIso2Code"), attribute(node, "countryDescription"));
}

std::string places(pugi::xml_node node, std::initializer_list<const char*> attributes) {
  std::string text;
  for (const char* name : attributes)
    if (auto part = attribute(node, name); !part.empty()) text += (text.empty() ? "" : ", ") + part;
  return text;
}

void read_names(Entry& entry, pugi::xml_node node) {
  for (auto alias : node.children("nameAlias")) {
    auto whole = attribute(alias, "wholeName");
    if (whole.empty())
      whole = one_line(attribute(alias, "firstName") + " " + attribute(alias, "middleName") + " " +
                       attribute(alias, "lastName"));
    bool weak = attribute(alias, "strong") == "false";
    auto quality = entry.names.empty() ? Quality::primary : weak ? Quality::weak : Quality::strong;
    add_name(entry, {whole, quality, is_original_script(whole), attribute(alias, "logicalId")});
    read_eu_gender(entry, attribute(alias, "gender"));
    add_once(entry.titles, attribute(alias, "title"));
    add_once(entry.positions, attribute(alias, "function"));
  }
}

void read_births(Entry& entry, pugi::xml_node node, ReadCounts& counts) {
  for (auto birth : node.children("birthdate")) {
    add_eu_birth(entry, attribute(birth, "birthdate"), attribute(birth, "year"),
                 attribute(birth, "yearRangeFrom"), attribute(birth, "yearRangeTo"),
                 attribute(birth, "circa") == "true", counts);
    add_place(entry.birth_places, {places(birth, {"city", "place", "region"}), country_at(birth)});
  }
}

Entry entry_of(pugi::xml_node node, EntryKind kind, ListClass list_class, ReadCounts& counts) {
  Entry entry{.id = attribute(node, "euReferenceNumber"), .kind = kind, .list_class = list_class};
  if (entry.id.empty()) entry.id = attribute(node, "logicalId");
  read_names(entry, node);
  read_births(entry, node, counts);
  for (auto one : node.children("citizenship")) add_once(entry.nationalities, country_at(one));
  for (auto one : node.children("address"))
    add_place(
        entry.addresses,
        {places(one, {"street", "poBox", "zipCode", "city", "place", "region"}), country_at(one)});
  for (auto one : node.children("identification")) {
    auto type = eu_identifier_type(attribute(one, "identificationTypeCode"));
    auto identifier = labelled_identifier(type, attribute(one, "number"));
    identifier.country = country_at(one);
    add_identifier(entry, std::move(identifier));
  }
  for (auto one : node.children("regulation"))
    add_once(entry.programmes, attribute(one, "programme"));
  auto listed = attribute(node, "designationDate");
  if (listed.empty()) listed = attribute(node.child("regulation"), "entryIntoForceDate");
  entry.listed_on = full_date(listed);
  for (auto remark : node.children("remark"))
    entry.remarks += (entry.remarks.empty() ? "" : "; ") + one_line(remark.child_value());
  return entry;
}

}  // namespace

Result<ReadList> read_eu_xml(const ListTexts& texts, ListClass list_class) {
  auto found = texts.find("xml");
  if (found == texts.end()) return bad_file("eu-xml", "needs the file xml");
  auto xml = TRY(XmlList::open(found->second, "export"));
  Entries entries(found->second.file);
  for (auto node : xml.root().children("sanctionEntity")) {
    ++entries.counts().rows;
    auto kind = eu_kind(attribute(node.child("subjectType"), "code"));
    if (!kind) return xml.bad(node, "an unknown type of subject");
    auto entry = entry_of(node, *kind, list_class, entries.counts());
    if (const char* fault = entries.take(std::move(entry))) return xml.bad(node, fault);
  }
  return std::move(entries).done();
}

}  // namespace probity::screening
