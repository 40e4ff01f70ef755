// Identifiers: UUID version 7 (RFC 9562), made here so that inserts land at the end of an index.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace probity {

class Uuid {
 public:
  using Raw = std::array<std::uint8_t, 16>;

  constexpr Uuid() = default;  // the nil id
  constexpr explicit Uuid(const Raw& raw) : raw_(raw) {}

  // A new id: 48 bits of milliseconds of the clock, 12 bits that grow inside a millisecond, 62
  // random. Thread-safe; strictly increasing within a process.
  static Uuid make();
  // The 8-4-4-4-12 form, either case; nothing else.
  static std::optional<Uuid> parse(std::string_view text);
  // A fixed id derived from a name, the same on every machine (version 8; SHA-free, not secret).
  static Uuid named(std::string_view space, std::string_view name);

  std::string text() const;  // lower case
  const Raw& raw() const { return raw_; }
  bool is_nil() const { return *this == Uuid(); }

  auto operator<=>(const Uuid&) const = default;

 private:
  Raw raw_{};
};

}  // namespace probity

template <>
struct std::hash<probity::Uuid> {
  std::size_t operator()(const probity::Uuid& id) const noexcept {
    std::uint64_t low = 0;
    for (int i = 8; i < 16; ++i) low = low << 8 | id.raw()[i];
    return low * 0x9E3779B97F4A7C15ull;
  }
};
