#include "matching/digest.h"

namespace probity::matching {

void Digest::byte(unsigned char value) {
  constexpr auto prime = static_cast<unsigned __int128>(1) << 88 | 0x13b;
  state_ = (state_ ^ value) * prime;
}

void Digest::number(std::uint64_t value) {
  for (int shift = 0; shift < 64; shift += 8) byte(static_cast<unsigned char>(value >> shift));
}

void Digest::text(std::string_view bytes) {
  number(bytes.size());
  for (const char c : bytes) byte(static_cast<unsigned char>(c));
}

std::string Digest::hex() const {
  std::string out;
  for (int shift = 124; shift >= 0; shift -= 4)
    out += "0123456789abcdef"[static_cast<int>(state_ >> shift & 15)];
  return out;
}

}  // namespace probity::matching
