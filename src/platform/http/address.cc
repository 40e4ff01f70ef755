#include "http/address.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace probity::http {
namespace {

// A block of addresses: those whose first `bits` bits are those of `first`.
struct V4Block {
  std::uint32_t first;
  int bits;
};

constexpr std::uint32_t v4(int a, int b, int c, int d) {
  return static_cast<std::uint32_t>(a) << 24 | static_cast<std::uint32_t>(b) << 16 |
         static_cast<std::uint32_t>(c) << 8 | static_cast<std::uint32_t>(d);
}

// The IANA registry of special-purpose addresses: all that is not globally reachable.
constexpr V4Block closed_v4[] = {
    {v4(0, 0, 0, 0), 8},        // this network
    {v4(10, 0, 0, 0), 8},       // private
    {v4(100, 64, 0, 0), 10},    // shared by carriers
    {v4(127, 0, 0, 0), 8},      // loopback
    {v4(169, 254, 0, 0), 16},   // link-local, and the metadata of clouds
    {v4(172, 16, 0, 0), 12},    // private
    {v4(192, 0, 0, 0), 24},     // protocol assignments
    {v4(192, 0, 2, 0), 24},     // documentation
    {v4(192, 88, 99, 0), 24},   // relays of 6to4
    {v4(192, 168, 0, 0), 16},   // private
    {v4(198, 18, 0, 0), 15},    // benchmarks
    {v4(198, 51, 100, 0), 24},  // documentation
    {v4(203, 0, 113, 0), 24},   // documentation
    {v4(224, 0, 0, 0), 3},      // multicast, reserved, broadcast
};

struct V6Block {
  std::uint32_t first;  // the first 32 bits say enough
  int bits;
};

constexpr V6Block open_v6 = {0x20000000, 3};  // global unicast; all else is closed
constexpr V6Block closed_v6[] = {
    {0x20010000, 23},  // protocol assignments, with the tunnels of Teredo
    {0x20010db8, 32},  // documentation
    {0x20020000, 16},  // 6to4, wraps IPv4
    {0x3fff0000, 20},  // documentation
};

constexpr bool holds(auto block, std::uint32_t address) {
  return (address ^ block.first) >> (32 - block.bits) == 0;
}

bool is_public_v4(std::uint32_t address) {
  return std::none_of(std::begin(closed_v4), std::end(closed_v4),
                      [&](V4Block block) { return holds(block, address); });
}

std::uint32_t big_endian(const std::uint8_t* bytes) {
  return v4(bytes[0], bytes[1], bytes[2], bytes[3]);
}

bool is_public_v6(const std::uint8_t* bytes) {
  constexpr std::array<std::uint8_t, 12> mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (std::memcmp(bytes, mapped.data(), mapped.size()) == 0)
    return is_public_v4(big_endian(bytes + mapped.size()));
  std::uint32_t head = big_endian(bytes);
  return holds(open_v6, head) && std::none_of(std::begin(closed_v6), std::end(closed_v6),
                                              [&](V6Block block) { return holds(block, head); });
}

}  // namespace

bool is_public(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    sockaddr_in known;
    std::memcpy(&known, address, sizeof known);
    return is_public_v4(ntohl(known.sin_addr.s_addr));
  }
  if (address->sa_family == AF_INET6) {
    sockaddr_in6 known;
    std::memcpy(&known, address, sizeof known);
    return is_public_v6(known.sin6_addr.s6_addr);
  }
  return false;
}

}  // namespace probity::http
