#include "screening/lists/un.h"

#include <algorithm>

#include "base/text.h"
#include "screening/lists/country.h"
#include "screening/lists/entries.h"
#include "screening/lists/xml_list.h"

namespace probity::screening {
namespace {

// Which elements an individual and an entity use.
struct Shape {
  const char *group, *element, *alias, *address;
  EntryKind kind;
};
constexpr Shape shapes[] = {
    {"INDIVIDUALS", "INDIVIDUAL", "INDIVIDUAL_ALIAS", "INDIVIDUAL_ADDRESS", EntryKind::person},
    {"ENTITIES", "ENTITY", "ENTITY_ALIAS", "ENTITY_ADDRESS", EntryKind::organisation}};

void add_names(Entry& entry, std::string_view text, Quality quality) {
  for (auto& name : un_names(text, quality)) add_name(entry, std::move(name));
}

void read_names(Entry& entry, pugi::xml_node node, const Shape& shape) {
  std::string full;
  for (const char* part : {"FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"})
    if (auto text = text_of(node, part); !text.empty()) full += (full.empty() ? "" : " ") + text;
  add_names(entry, full, Quality::strong);
  if (!entry.names.empty()) entry.names.front().quality = Quality::primary;
  add_names(entry, text_of(node, "NAME_ORIGINAL_SCRIPT"), Quality::strong);
  for (auto alias : node.children(shape.alias)) {
    auto weak = lower_ascii(text_of(alias, "QUALITY")) == "low";
    add_names(entry, text_of(alias, "ALIAS_NAME"), weak ? Quality::weak : Quality::strong);
  }
}

// The date of <DATE> or <YEAR>; some dates carry a time zone after the day.
std::optional<PartialDate> date_of(pugi::xml_node node, const char* element) {
  return PartialDate::parse(std::string_view(text_of(node, element)).substr(0, 10));
}

void read_births(Entry& entry, pugi::xml_node node, ReadCounts& counts) {
  for (auto birth : node.children("INDIVIDUAL_DATE_OF_BIRTH")) {
    auto type = text_of(birth, "TYPE_OF_DATE");
    auto from = date_of(birth, "DATE");
    if (!from) from = date_of(birth, "YEAR");
    auto to = from;
    if (!from) from = date_of(birth, "FROM_YEAR"), to = date_of(birth, "TO_YEAR");
    if (from && to && from->year <= to->year)
      entry.births.push_back({*from, *to, type == "APPROXIMATELY"});
    else if (!type.empty())
      ++counts.unread["date of birth"];
  }
  for (auto alias : node.children("INDIVIDUAL_ALIAS")) {
    auto day = date_of(alias, "DATE_OF_BIRTH");
    Birth birth{day.value_or(PartialDate{}), day.value_or(PartialDate{}), false};
    if (day && entry.births.size() <= max_items &&
        std::find(entry.births.begin(), entry.births.end(), birth) == entry.births.end())
      entry.births.push_back(birth);
  }
}

void read_places(Entry& entry, pugi::xml_node node, const Shape& shape) {
  for (auto place : node.children("INDIVIDUAL_PLACE_OF_BIRTH"))
    add_place(entry.birth_places, {joined(place, {"STREET", "CITY", "STATE_PROVINCE"}),
                                   country(text_of(place, "COUNTRY"))});
  for (auto alias : node.children(shape.alias))
    add_place(entry.birth_places,
              {joined(alias, {"CITY_OF_BIRTH"}), country(text_of(alias, "COUNTRY_OF_BIRTH"))});
  for (auto place : node.children(shape.address))
    add_place(entry.addresses, {joined(place, {"STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE"}),
                                country(text_of(place, "COUNTRY"))});
}

void read_documents(Entry& entry, pugi::xml_node node) {
  for (auto document : node.children("INDIVIDUAL_DOCUMENT")) {
    auto number = text_of(document, "NUMBER");
    if (number.empty()) continue;
    auto words = lower_ascii(text_of(document, "TYPE_OF_DOCUMENT") + " " +
                             text_of(document, "TYPE_OF_DOCUMENT2"));
    bool passport = words.find("passport") != words.npos || words.find("passeport") != words.npos ||
                    words.find("pasaporte") != words.npos;
    auto issuer = text_of(document, "ISSUING_COUNTRY");
    if (issuer.empty()) issuer = text_of(document, "COUNTRY_OF_ISSUE");
    entry.identifiers.push_back({passport ? "passport" : "national_id", number, country(issuer)});
  }
}

// <GENDER>, or "Gender: male" at the beginning of the comments of older entries.
Gender gender_of(pugi::xml_node node, const std::string& comments) {
  if (auto known = gender(text_of(node, "GENDER"))) return *known;
  auto lower = lower_ascii(comments);
  auto at = lower.find("gender: ");
  if (at == std::string::npos) return Gender::unknown;
  auto word = std::string_view(lower).substr(at + 8);
  word = word.substr(0, word.find_first_of(" .,;\n"));
  return gender(word).value_or(Gender::unknown);
}

Entry entry_of(pugi::xml_node node, const Shape& shape, ListClass list_class, ReadCounts& counts) {
  Entry entry;
  entry.id = text_of(node, "REFERENCE_NUMBER");
  if (entry.id.empty()) entry.id = text_of(node, "DATAID");
  entry.kind = shape.kind;
  entry.list_class = list_class;
  read_names(entry, node, shape);
  read_births(entry, node, counts);
  read_places(entry, node, shape);
  for (auto element : node.children("NATIONALITY"))
    for (auto value : element.children("VALUE"))
      add_once(entry.nationalities, country(value.child_value()));
  entry.remarks = text_of(node, "COMMENTS1");
  entry.gender = gender_of(node, entry.remarks);
  entry.titles = texts_of(node, "TITLE", "VALUE");
  entry.positions = texts_of(node, "DESIGNATION", "VALUE");
  add_once(entry.programmes, text_of(node, "UN_LIST_TYPE"));
  read_documents(entry, node);
  entry.listed_on = Date::parse(std::string_view(text_of(node, "LISTED_ON")).substr(0, 10));
  return entry;
}

}  // namespace

Result<ReadList> read_un_xml(const ListTexts& texts, ListClass list_class) {
  auto found = texts.find("xml");
  if (found == texts.end()) return bad_file("un-xml", "needs the file xml");
  auto xml = TRY(XmlList::open(found->second, "CONSOLIDATED_LIST"));
  const auto& file = found->second.file;
  Entries entries(file);
  for (const auto& shape : shapes) {
    auto group = xml.root().child(shape.group);
    if (!group) return bad_file(file, std::string("has no ") + shape.group);
    for (auto node : group.children(shape.element)) {
      ++entries.counts().rows;
      auto entry = entry_of(node, shape, list_class, entries.counts());
      if (const char* fault = entries.take(std::move(entry))) return xml.bad(node, fault);
    }
  }
  return std::move(entries).done();
}

}  // namespace probity::screening
