#include "base/ids.h"

#include <sys/random.h>

#include <atomic>
#include <cstring>

#include "base/clock.h"
#include "base/result.h"

namespace probity {
namespace {

// Random bytes from the kernel, fetched in blocks: one system call per 64 ids.
void random_bytes(std::uint8_t* out, std::size_t n) {
  thread_local std::uint8_t pool[512];
  thread_local std::size_t left = 0;
  if (left < n) {
    for (std::size_t got = 0; got < sizeof pool;) {
      auto part = getrandom(pool + got, sizeof pool - got, 0);
      if (part < 0) throw Breakdown("no randomness", "getrandom failed");
      got += part;
    }
    left = sizeof pool;
  }
  std::memcpy(out, pool + sizeof pool - left, n);
  left -= n;
}

// Milliseconds in the upper bits, a 12-bit count below: one number that only grows.
std::uint64_t next_stamp() {
  static std::atomic<std::uint64_t> last{0};
  std::uint64_t fresh = static_cast<std::uint64_t>(now().micros / 1000) << 12;
  std::uint64_t seen = last.load(std::memory_order_relaxed), next;
  do {
    next = fresh > seen ? fresh : seen + 1;
  } while (!last.compare_exchange_weak(seen, next, std::memory_order_relaxed));
  return next;
}

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

Uuid Uuid::make() {
  Raw raw;
  std::uint64_t stamp = next_stamp(), millis = stamp >> 12;
  for (int i = 0; i < 6; ++i) raw[i] = static_cast<std::uint8_t>(millis >> (40 - 8 * i));
  raw[6] = static_cast<std::uint8_t>(0x70 | (stamp >> 8 & 0x0f));
  raw[7] = static_cast<std::uint8_t>(stamp);
  random_bytes(raw.data() + 8, 8);
  raw[8] = static_cast<std::uint8_t>(0x80 | (raw[8] & 0x3f));
  return Uuid(raw);
}

std::optional<Uuid> Uuid::parse(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  Raw raw;
  std::size_t at = 0;
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10)
      if (text[at++] != '-') return std::nullopt;
    int high = nibble(text[at]), low = nibble(text[at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    raw[i] = static_cast<std::uint8_t>(high << 4 | low);
    at += 2;
  }
  return Uuid(raw);
}

Uuid Uuid::named(std::string_view space, std::string_view name) {
  std::uint64_t h[2] = {0xcbf29ce484222325ull, 0x84222325cbf29ce4ull};
  auto mix = [&](std::string_view part) {
    for (unsigned char c : part)
      for (auto& x : h) x = (x ^ c) * 0x100000001b3ull, x ^= x >> 29;
    for (auto& x : h) x = (x ^ 0x1f) * 0x9E3779B97F4A7C15ull, x ^= x >> 32;
  };
  mix(space);
  mix(name);
  Raw raw;
  std::memcpy(raw.data(), h, 16);
  raw[6] = static_cast<std::uint8_t>(0x80 | (raw[6] & 0x0f));
  raw[8] = static_cast<std::uint8_t>(0x80 | (raw[8] & 0x3f));
  return Uuid(raw);
}

std::string Uuid::text() const {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  out.reserve(36);
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    out += digits[raw_[i] >> 4];
    out += digits[raw_[i] & 15];
  }
  return out;
}

}  // namespace probity
