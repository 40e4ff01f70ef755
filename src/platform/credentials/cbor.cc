#include "credentials/cbor.h"

namespace probity::credentials {
namespace {

enum Major {
  unsigned_number,
  negative_number,
  byte_string,
  text_string,
  array,
  map_of,
  tag,
  simple
};

}  // namespace

std::optional<Cbor::Head> Cbor::head() {
  if (rest_.empty()) return std::nullopt;
  auto first = static_cast<std::uint8_t>(rest_[0]);
  int major = first >> 5, size = first & 31;
  rest_.remove_prefix(1);
  if (size < 24) return Head{major, static_cast<std::uint64_t>(size)};
  if (size > 27) return std::nullopt;  // reserved, or of indefinite length
  std::size_t more = std::size_t{1} << (size - 24);
  if (rest_.size() < more) return std::nullopt;
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < more; ++i) value = value << 8 | static_cast<std::uint8_t>(rest_[i]);
  rest_.remove_prefix(more);
  return Head{major, value};
}

std::optional<std::string_view> Cbor::item(int depth) {
  std::string_view start = rest_;
  auto first = head();
  if (!first || depth == 0) return std::nullopt;
  std::uint64_t inside = 0;
  switch (first->major) {
    case byte_string:
    case text_string:
      if (first->value > rest_.size()) return std::nullopt;
      rest_.remove_prefix(first->value);
      break;
    case array:
    case map_of:
      // Each item takes a byte at least: a length over what is left is a lie.
      if (first->value > rest_.size()) return std::nullopt;
      inside = first->value * (first->major == map_of ? 2 : 1);
      break;
    case tag:
      inside = 1;
      break;
    default:
      break;
  }
  for (std::uint64_t i = 0; i < inside; ++i)
    if (!item(depth - 1)) return std::nullopt;
  return start.substr(0, start.size() - rest_.size());
}

std::optional<std::size_t> Cbor::map() {
  auto first = head();
  if (!first || first->major != map_of || first->value > rest_.size()) return std::nullopt;
  return first->value;
}

std::optional<std::int64_t> Cbor::number() {
  auto first = head();
  if (!first || first->major > negative_number || first->value > 0xffffffff) return std::nullopt;
  auto value = static_cast<std::int64_t>(first->value);
  return first->major == negative_number ? -1 - value : value;
}

std::optional<std::string_view> Cbor::string_of(int major) {
  auto first = head();
  if (!first || first->major != major || first->value > rest_.size()) return std::nullopt;
  auto text = rest_.substr(0, first->value);
  rest_.remove_prefix(first->value);
  return text;
}

std::optional<std::string_view> Cbor::text() { return string_of(text_string); }
std::optional<std::string_view> Cbor::bytes() { return string_of(byte_string); }

}  // namespace probity::credentials
