#include "worklist/cursor.h"

#include <charconv>

#include "base/text.h"

namespace probity::worklist {

std::string text_of(const Cursor& c) {
  return base64url(c.order + "~" + c.group + "~" + std::to_string(c.at.micros) + "~" + c.id.text());
}

std::optional<Cursor> cursor_from(std::string_view text, std::string_view order) {
  constexpr std::int64_t year_9999 = 253'370'764'800'000'000;
  auto plain = text.size() > 1000 ? std::nullopt : unbase64url(text);
  if (!plain || !is_utf8(*plain)) return std::nullopt;
  auto parts = split(*plain, '~');
  if (parts.size() != 4 || parts[0] != order) return std::nullopt;
  Cursor cursor{std::string(parts[0]), std::string(parts[1]), {}, {}};
  auto number = parts[2];
  auto [end, error] =
      std::from_chars(number.data(), number.data() + number.size(), cursor.at.micros);
  auto id = Uuid::parse(parts[3]);
  if (error != std::errc() || end != number.data() + number.size() || !id || cursor.at.micros < 0 ||
      cursor.at.micros > year_9999)
    return std::nullopt;
  cursor.id = *id;
  return cursor;
}

}  // namespace probity::worklist
