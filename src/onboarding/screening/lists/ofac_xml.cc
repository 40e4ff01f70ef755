#include "screening/lists/ofac_xml.h"

#include <algorithm>

#include "base/text.h"
#include "screening/lists/births.h"
#include "screening/lists/country.h"
#include "screening/lists/entries.h"
#include "screening/lists/field_text.h"
#include "screening/lists/ofac.h"
#include "screening/lists/xml_list.h"

namespace probity::screening {
namespace {

struct Kind {
  std::string_view word;
  EntryKind kind;
};
constexpr Kind kinds[] = {{"individual", EntryKind::person},
                          {"entity", EntryKind::organisation},
                          {"vessel", EntryKind::vessel},
                          {"aircraft", EntryKind::aircraft}};

std::string name_of(pugi::xml_node node) {
  return family_first(text_of(node, "lastName"), text_of(node, "firstName"));
}

void read_names(Entry& entry, pugi::xml_node node) {
  add_name_text(entry, name_of(node), Quality::primary);
  for (auto aka : node.child("akaList").children("aka")) {
    auto quality =
        lower_ascii(text_of(aka, "category")) == "weak" ? Quality::weak : Quality::strong;
    auto text = name_of(aka);
    add_name(entry, {text, quality, is_original_script(text), text_of(aka, "uid")});
  }
}

void read_identity(Entry& entry, pugi::xml_node id, ReadCounts& counts) {
  auto type = text_of(id, "idType"), number = text_of(id, "idNumber");
  if (lower_ascii(type) == "gender") {
    auto known = gender(number);
    entry.gender = known.value_or(entry.gender);
    if (!known) ++counts.unread["gender"];
    return;
  }
  auto identifier = ofac_identifier(type, number);
  if (!identifier) return;
  auto issuer = country(text_of(id, "idCountry"));
  if (is_country_code(issuer)) identifier->country = issuer;
  add_identifier(entry, std::move(*identifier));
}

void read_facts(Entry& entry, pugi::xml_node node, ReadCounts& counts) {
  for (const auto& text : texts_of(node, "programList", "program"))
    add_once(entry.programmes, text);
  for (auto id : node.child("idList").children("id")) read_identity(entry, id, counts);
  for (auto place : node.child("addressList").children("address"))
    add_place(entry.addresses, {joined(place, {"address1", "address2", "address3", "city",
                                               "stateOrProvince", "postalCode"}),
                                country(text_of(place, "country"))});
  for (auto group : {"nationalityList", "citizenshipList"})
    for (auto one : node.child(group).children()) add_nationalities(entry, text_of(one, "country"));
  for (auto one : node.child("dateOfBirthList").children("dateOfBirthItem")) {
    if (auto birth = birth_of(text_of(one, "dateOfBirth")))
      add_birth(entry, *birth);
    else
      ++counts.unread["date of birth"];
  }
  for (auto one : node.child("placeOfBirthList").children("placeOfBirthItem"))
    add_place(entry.birth_places, place_with_country(text_of(one, "placeOfBirth")));
}

void read_vessel(Entry& entry, pugi::xml_node vessel) {
  if (auto sign = text_of(vessel, "callSign"); !sign.empty())
    add_identifier(entry, {"call_sign", sign, ""});
  add_once(entry.countries, country(text_of(vessel, "vesselFlag")));
}

}  // namespace

Result<ReadList> read_ofac_xml(const ListTexts& texts, ListClass list_class) {
  auto found = texts.find("xml");
  if (found == texts.end()) return bad_file("ofac-xml", "needs the file xml");
  auto xml = TRY(XmlList::open(found->second, "sdnList"));
  Entries entries(found->second.file);
  for (auto node : xml.root().children("sdnEntry")) {
    ++entries.counts().rows;
    auto word = lower_ascii(text_of(node, "sdnType"));
    auto kind = std::find_if(std::begin(kinds), std::end(kinds),
                             [&](const Kind& one) { return one.word == word; });
    if (kind == std::end(kinds)) return xml.bad(node, "an unknown type of entity");
    Entry entry{.id = text_of(node, "uid"), .kind = kind->kind, .list_class = list_class};
    read_names(entry, node);
    read_facts(entry, node, entries.counts());
    read_vessel(entry, node.child("vesselInfo"));
    auto title = text_of(node, "title");
    for (auto office : list_pieces(title, ";")) add_once(entry.positions, std::string(office));
    entry.remarks = text_of(node, "remarks");
    read_ofac_remarks(entry, entries.counts());
    if (const char* fault = entries.take(std::move(entry))) return xml.bad(node, fault);
  }
  auto stated = text_of(xml.root().child("publshInformation"), "Record_Count");
  if (!stated.empty() && stated != std::to_string(entries.counts().rows))
    return bad_file(found->second.file, "has not as many entries as it says");
  return std::move(entries).done();
}

}  // namespace probity::screening
