#include "screening/lists/canada.h"

#include "base/text.h"
#include "screening/lists/births.h"
#include "screening/lists/entries.h"
#include "screening/lists/field_text.h"
#include "screening/lists/xml_list.h"

namespace probity::screening {
namespace {

// "Myanmar (Burma) / Myanmar (Birmanie)" says it in English first.
std::string english(std::string_view text) { return one_line(text.substr(0, text.find(" / "))); }

// "Belarusian: Віталь Сініла" without the language.
std::string_view without_language(std::string_view name) {
  constexpr std::size_t longest_language = 20;
  auto colon = name.find(':');
  bool language =
      colon != name.npos && colon <= longest_language && !has_other_letters(name.substr(0, colon));
  return language ? name.substr(colon + 1) : name;
}

// One word of a person is a variant of one part of the name, too little to find by.
void add_alias(Entry& entry, std::string_view text) {
  auto name = one_line(without_language(text));
  bool one_word = name.find(' ') == name.npos;
  bool fragment = entry.kind == EntryKind::person && one_word && !has_other_letters(name);
  add_name_text(entry, name, fragment ? Quality::weak : Quality::strong);
}

void read_aliases(Entry& entry, std::string_view text) {
  for (auto piece : list_pieces(text, ";\n"))
    for (const auto& name : comma_names(piece)) {
      auto variants = split_at_word(name, " or ");
      bool whole_names = variants.size() > 1;
      for (auto variant : variants) whole_names = whole_names && variant.find(' ') != variant.npos;
      if (!whole_names) variants = {name};
      for (auto variant : variants) add_alias(entry, variant);
    }
}

Entry entry_of(pugi::xml_node node, ListClass list_class, ReadCounts& counts) {
  Entry entry;
  entry.list_class = list_class;
  auto regulation = english(node.child("Country").child_value());
  auto item = text_of(node, "Item");
  if (!item.empty())
    entry.id = regulation.substr(0, regulation.find(" Regulations")) + ", " +
               text_of(node, "Schedule") + ", " + item;
  auto entity = text_of(node, "EntityOrShip"), imo = text_of(node, "ShipIMONumber");
  entry.kind = !imo.empty()     ? EntryKind::vessel
               : entity.empty() ? EntryKind::person
                                : EntryKind::organisation;
  auto name =
      entity.empty() ? family_first(text_of(node, "LastName"), text_of(node, "GivenName")) : entity;
  add_name_text(entry, name, Quality::primary);
  read_aliases(entry, node.child("Aliases").child_value());
  // The field of a ship has the year in which it was built.
  auto born = node.child("DateOfBirthOrShipBuildDate").child_value();
  if (entry.kind == EntryKind::person) {
    add_births(entry, one_line(born), counts);
    add_once(entry.titles, english(node.child("TitleOrShip").child_value()));
  }
  add_identifier(entry, labelled_identifier("imo", imo));
  add_once(entry.programmes, regulation);
  entry.listed_on = full_date(text_of(node, "DateOfListing"));
  return entry;
}

}  // namespace

Result<ReadList> read_canada_xml(const ListTexts& texts, ListClass list_class) {
  auto found = texts.find("xml");
  if (found == texts.end()) return bad_file("ca-xml", "needs the file xml");
  auto xml = TRY(XmlList::open(found->second, "data-set"));
  Entries entries(found->second.file);
  for (auto node : xml.root().children("record")) {
    ++entries.counts().rows;
    auto entry = entry_of(node, list_class, entries.counts());
    if (const char* fault = entries.take(std::move(entry))) return xml.bad(node, fault);
  }
  return std::move(entries).done();
}

}  // namespace probity::screening
