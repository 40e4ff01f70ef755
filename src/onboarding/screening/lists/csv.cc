#include "screening/lists/csv.h"

#include <algorithm>

namespace probity::screening {
namespace {

constexpr std::size_t max_fields = 128, max_field_bytes = std::size_t{64} << 10;

bool is_control(char c, bool quoted) {
  if (c == '\t' || (quoted && (c == '\n' || c == '\r'))) return false;
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

}  // namespace

Result<CsvReader> CsvReader::open(const ListText& list, char separator) {
  return CsvReader(list.file, TRY(checked_text(list)), separator);
}

// A line that begins with 0x1A ends the file; only padding may follow.
bool CsvReader::at_end_mark() const {
  return text_[at_] == '\x1a' &&
         text_.find_first_not_of("\x1a,; \t\r\n", at_) == std::string_view::npos;
}

Result<std::string> CsvReader::quoted_field() {
  std::string field;
  for (++at_; at_ < text_.size(); ++at_) {
    char c = text_[at_];
    if (c == '"') {
      if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') {
        ++at_;
        // Spaces between the closing quote and the comma are padding.
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
        return field;
      }
      ++at_;
    }
    if (is_control(c, true)) return bad_line(file_, line_, "a control character");
    if (c == '\n') ++line_;
    if (field.size() == max_field_bytes) return bad("a field is too long");
    field += c;
  }
  return bad("a quoted field does not end");
}

Result<std::string> CsvReader::plain_field() {
  const char ends[] = {separator_, '\n', '\0'};
  auto end = std::min(text_.find_first_of(ends, at_), text_.size());
  auto field = text_.substr(at_, end - at_);
  at_ = end;
  if (at_ < text_.size() && text_[at_] == '\n' && field.ends_with('\r')) field.remove_suffix(1);
  if (field.size() > max_field_bytes) return bad("a field is too long");
  if (std::any_of(field.begin(), field.end(), [](char c) { return is_control(c, false); }))
    return bad("a control character");
  return std::string(field);
}

Result<bool> CsvReader::next(std::vector<std::string>& fields) {
  fields.clear();
  for (; at_ < text_.size() && (text_[at_] == '\n' || text_.substr(at_, 2) == "\r\n"); ++line_)
    at_ += text_[at_] == '\n' ? 1 : 2;
  row_line_ = line_;
  if (at_ >= text_.size() || at_end_mark()) return false;
  for (;;) {
    bool quoted = at_ < text_.size() && text_[at_] == '"';
    fields.push_back(TRY(quoted ? quoted_field() : plain_field()));
    if (fields.size() > max_fields) return bad("too many fields");
    if (at_ >= text_.size()) return bad("the file ends in the middle of a line");
    if (quoted && text_.substr(at_, 2) == "\r\n") ++at_;
    char c = text_[at_++];
    if (c == separator_) continue;
    if (c != '\n') return bad("text after a closing quote");
    ++line_;
    return true;
  }
}

}  // namespace probity::screening
