#include "http/ip_range.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace probity {
namespace {

using Address = std::array<std::uint8_t, 16>;
constexpr Address mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

std::optional<Address> address_of(std::string_view text) {
  std::string copy(text);
  Address out = mapped;
  if (inet_pton(AF_INET, copy.c_str(), out.data() + 12) == 1) return out;
  if (inet_pton(AF_INET6, copy.c_str(), out.data()) == 1) return out;
  return std::nullopt;
}

bool is_v4(const Address& address) {
  return std::equal(mapped.begin(), mapped.begin() + 12, address.begin());
}

bool bit(const Address& address, int i) { return address[i / 8] >> (7 - i % 8) & 1; }

}  // namespace

std::optional<IpRange> IpRange::parse(std::string_view text) {
  auto slash = text.find('/');
  auto address = address_of(text.substr(0, slash));
  if (!address || text.size() > 64) return std::nullopt;
  IpRange range;
  range.bytes_ = *address;
  if (slash == std::string_view::npos) return range;
  auto digits = text.substr(slash + 1);
  int bits = -1, most = text.find(':') == std::string_view::npos ? 32 : 128;
  auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  if (fault != std::errc() || end != digits.data() + digits.size() || bits < 0 || bits > most)
    return std::nullopt;
  range.bits_ = most == 32 ? bits + 96 : bits;
  for (int i = range.bits_; i < 128; ++i)
    if (bit(range.bytes_, i)) return std::nullopt;
  return range;
}

bool IpRange::contains(std::string_view text) const {
  auto address = address_of(text);
  if (!address) return false;
  for (int i = 0; i < bits_; ++i)
    if (bit(bytes_, i) != bit(*address, i)) return false;
  return true;
}

std::string IpRange::text() const {
  char out[INET6_ADDRSTRLEN];
  bool v4 = is_v4(bytes_) && bits_ >= 96;
  inet_ntop(v4 ? AF_INET : AF_INET6, bytes_.data() + (v4 ? 12 : 0), out, sizeof out);
  return std::string(out) + "/" + std::to_string(v4 ? bits_ - 96 : bits_);
}

}  // namespace probity
