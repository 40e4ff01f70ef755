// Known passwords from a file of the operator's (setting credentials.blocklist). Two kinds, told
// apart by the first line:
//
//   SHA-1 digests, 40 hexadecimal digits and optionally ":count", sorted, as haveibeenpwned.com
//   publishes them. Searched in the file itself: any size, no memory, about 35 small reads.
//
//   Plain passwords, one a line. Held as 8 bytes each, at most max_plain of them; lines that are
//   shorter than any password that is allowed do not count.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace probity::credentials {

class Blocklist {
 public:
  static constexpr std::size_t max_plain = 4'000'000;  // 32 MiB

  // Refuses (invalid_input, the message names the file and what is wrong) a file that can't be
  // read, is empty, of digests that are not sorted or not SHA-1, or of too many plain passwords.
  static Result<std::unique_ptr<const Blocklist>> open(const std::string& path,
                                                       std::size_t most_plain = max_plain);
  ~Blocklist();
  Blocklist(const Blocklist&) = delete;
  Blocklist& operator=(const Blocklist&) = delete;

  // Takes a password as Password::normal() gives it. Of plain ones, in any case of A to Z; of
  // digests as it is. May say yes to one unknown password in 10^12. Thread-safe. Throws Breakdown
  // when the file can't be read any more.
  bool contains(std::string_view password) const;

 private:
  Blocklist(std::string path, int file) : path_(std::move(path)), file_(file) {}
  Result<void> read_plain(std::size_t most);
  Result<void> check_digests() const;
  std::string digest_after(std::int64_t at, std::int64_t* start) const;

  std::string path_;
  int file_;
  std::int64_t size_ = 0;
  bool digests_ = false;
  std::vector<std::uint64_t> plain_;
};

}  // namespace probity::credentials
