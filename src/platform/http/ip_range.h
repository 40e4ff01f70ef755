// An address range in CIDR form: "203.0.113.0/24", "2001:db8::/32", or a single address.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace probity {

class IpRange {
 public:
  // Nothing when the text is no address or range, or has bits set behind its prefix.
  static std::optional<IpRange> parse(std::string_view text);
  // An IPv4 address also as it looks on an IPv6 socket (::ffff:203.0.113.7).
  bool contains(std::string_view address) const;
  std::string text() const;  // the canonical form, always with its prefix length

 private:
  std::array<std::uint8_t, 16> bytes_{};  // IPv4 as ::ffff:a.b.c.d
  int bits_ = 128;
};

}  // namespace probity
