#include "screening/lists/json_lines.h"

#include "base/text.h"
#include "screening/lists/field_text.h"

namespace probity::screening {

Result<JsonLines> JsonLines::open(const ListText& list) {
  return JsonLines(list.file, TRY(checked_text(list)));
}

Result<std::optional<json::Value>> JsonLines::next() {
  constexpr std::size_t longest_line = std::size_t{1} << 20;
  while (!text_.empty()) {
    ++line_;
    auto end = text_.find('\n');
    if (end == text_.npos) return bad("the file ends in the middle of a line");
    auto line = trimmed(text_.substr(0, end));
    text_.remove_prefix(end + 1);
    if (line.empty()) continue;
    if (line.size() > longest_line) return bad("a line is too long");
    auto value = json::parse(line, {.depth = 16});
    if (!value) return bad(value.error().message);
    if (!value->is_object()) return bad("is no JSON object");
    return std::move(*value);
  }
  return std::nullopt;
}

std::string text_of(const json::Value& object, std::string_view member) {
  const auto* value = object.find(member);
  if (value == nullptr) return {};
  if (value->is_string()) return one_line(value->string());
  return value->is_number() ? value->number().text : std::string();
}

}  // namespace probity::screening
