// A stable 128-bit digest (FNV-1a) of fields, each framed by its length.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace probity::matching {

class Digest {
 public:
  void text(std::string_view bytes);
  void number(std::uint64_t value);
  std::string hex() const;  // 32 lower-case digits

 private:
  void byte(unsigned char value);
  unsigned __int128 state_ =
      static_cast<unsigned __int128>(0x6c62272e07bb0142ull) << 64 | 0x62b821756295c58dull;
};

}  // namespace probity::matching
