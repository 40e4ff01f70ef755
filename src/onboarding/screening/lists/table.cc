#include "screening/lists/table.h"

#include <algorithm>

#include "base/text.h"

namespace probity::screening {

Result<Table> Table::open(const ListText& list, std::initializer_list<std::string_view> needed,
                          Habits habits) {
  Table table(TRY(CsvReader::open(list, habits.separator)));
  std::string_view missing;
  for (int row = 0; row <= habits.rows_before_header; ++row) {
    if (!TRY(table.csv_.next(table.fields_))) break;
    table.columns_.clear();
    table.width_ = table.fields_.size();
    for (std::size_t i = 0; i < table.width_; ++i)
      table.columns_.emplace(lower_ascii(trimmed(table.fields_[i])), i);
    auto absent = std::find_if(needed.begin(), needed.end(),
                               [&](std::string_view name) { return !table.has(name); });
    if (absent == needed.end()) return table;
    missing = *absent;
  }
  return table.bad("the header lacks the column " + std::string(missing));
}

Result<bool> Table::next() {
  if (!TRY(csv_.next(fields_))) return false;
  if (fields_.size() < width_) return bad("not as many fields as the header");
  for (std::size_t i = width_; i < fields_.size(); ++i)
    if (!trimmed(fields_[i]).empty()) return bad("not as many fields as the header");
  return true;
}

bool Table::has(std::string_view column) const { return columns_.contains(lower_ascii(column)); }

std::string_view Table::operator[](std::string_view column) const {
  auto found = columns_.find(lower_ascii(column));
  return found == columns_.end() ? std::string_view() : trimmed(fields_[found->second]);
}

}  // namespace probity::screening
