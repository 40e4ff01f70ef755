// A list in XML, from its text to elements.
#pragma once

#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "screening/lists/list_file.h"

namespace probity::screening {

class XmlList {
 public:
  // Text of up to 256 MiB that guard_xml lets pass, whose outermost element is `root` and whose
  // elements nest 64 deep at most. What it views must outlive it.
  static Result<XmlList> open(const ListText& list, const char* root);

  pugi::xml_node root() const { return root_; }
  // Of an element: "sdn.xml line 12: what".
  std::unexpected<Error> bad(pugi::xml_node node, std::string_view what) const;

 private:
  XmlList(std::string_view file, std::string_view text);

  std::string_view file_, text_;
  std::unique_ptr<pugi::xml_document> document_;
  pugi::xml_node root_;
};

// The text of a child, in one line; empty when there is none.
std::string text_of(pugi::xml_node node, const char* child);
std::string attribute(pugi::xml_node node, const char* name);
// The texts of all children `item` of the children `group`, empty ones left out.
std::vector<std::string> texts_of(pugi::xml_node node, const char* group, const char* item);
// The children's texts that are there, between commas.
std::string joined(pugi::xml_node node, std::initializer_list<const char*> children);

}  // namespace probity::screening
