#include "screening/lists/xml_list.h"

#include <algorithm>

#include "screening/lists/field_text.h"
#include "screening/lists/xml_guard.h"

namespace probity::screening {
namespace {

constexpr std::size_t max_bytes = std::size_t{256} << 20;
constexpr int max_depth = 64;

std::size_t line_at(std::string_view text, std::ptrdiff_t offset) {
  auto end = std::clamp<std::ptrdiff_t>(offset, 0, static_cast<std::ptrdiff_t>(text.size()));
  return static_cast<std::size_t>(std::count(text.begin(), text.begin() + end, '\n')) + 1;
}

// The first element that lies too deep; without recursion, as the depth is what is in doubt.
pugi::xml_node too_deep(pugi::xml_node root) {
  int depth = 0;
  for (auto node = root; node;) {
    if (depth > max_depth) return node;
    if (node.first_child()) {
      node = node.first_child();
      ++depth;
      continue;
    }
    while (node != root && !node.next_sibling()) node = node.parent(), --depth;
    if (node == root) break;
    node = node.next_sibling();
  }
  return {};
}

}  // namespace

XmlList::XmlList(std::string_view file, std::string_view text)
    : file_(file), text_(text), document_(std::make_unique<pugi::xml_document>()) {}

Result<XmlList> XmlList::open(const ListText& list, const char* root) {
  auto text = TRY(checked_text(list));
  if (text.size() > max_bytes) return bad_file(list.file, "is too large");
  TRY(guard_xml(list.file, text));
  XmlList xml(list.file, text);
  constexpr auto options = pugi::parse_default | pugi::parse_doctype;
  auto parsed = xml.document_->load_buffer(text.data(), text.size(), options, pugi::encoding_utf8);
  if (!parsed) return bad_line(list.file, line_at(text, parsed.offset), parsed.description());
  xml.root_ = xml.document_->child(root);
  if (!xml.root_) return bad_file(list.file, std::string("has no ") + root);
  if (auto node = too_deep(xml.root_)) return xml.bad(node, "elements lie too deep in each other");
  return xml;
}

std::unexpected<Error> XmlList::bad(pugi::xml_node node, std::string_view what) const {
  return bad_line(file_, line_at(text_, node.offset_debug()), what);
}

std::string text_of(pugi::xml_node node, const char* child) {
  return one_line(node.child(child).child_value());
}

std::string attribute(pugi::xml_node node, const char* name) {
  return one_line(node.attribute(name).value());
}

std::vector<std::string> texts_of(pugi::xml_node node, const char* group, const char* item) {
  std::vector<std::string> texts;
  for (auto outer : node.children(group))
    for (auto inner : outer.children(item)) add_once(texts, one_line(inner.child_value()));
  return texts;
}

std::string joined(pugi::xml_node node, std::initializer_list<const char*> children) {
  std::string text;
  for (const char* child : children)
    if (auto part = text_of(node, child); !part.empty()) text += (text.empty() ? "" : ", ") + part;
  return text;
}

}  // namespace probity::screening
