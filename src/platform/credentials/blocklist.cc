#include "credentials/blocklist.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "credentials/password_rules.h"
#include "crypto/crypto.h"

namespace probity::credentials {
namespace {

constexpr std::size_t digest_digits = 40, line_max = 64;
constexpr int samples = 1024;

std::string read_at(int file, const std::string& path, std::int64_t at, std::size_t size) {
  std::string block(size, '\0');
  auto got = pread(file, block.data(), size, at);
  if (got < 0)
    throw Breakdown("Passwords can't be checked at the moment.",
                    path + ": " + std::strerror(errno));
  block.resize(static_cast<std::size_t>(got));
  return block;
}

// The digest of a line "digits" or "digits:count", in lower case; empty when it is no such line.
std::string digest_of(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  std::string digits = lower_ascii(line.substr(0, digest_digits));
  bool right = digits.size() == digest_digits &&
               digits.find_first_not_of("0123456789abcdef") == std::string::npos &&
               (line.size() == digest_digits || line[digest_digits] == ':');
  return right ? digits : "";
}

std::uint64_t short_digest(std::string_view password) {
  std::uint64_t value;
  std::memcpy(&value, crypto::sha1(password).data(), sizeof value);
  return value;
}

}  // namespace

Blocklist::~Blocklist() { close(file_); }

Result<std::unique_ptr<const Blocklist>> Blocklist::open(const std::string& path,
                                                         std::size_t most_plain) {
  int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return refuse(Refusal::invalid_input, path + " can't be opened: " + std::strerror(errno));
  std::unique_ptr<Blocklist> list(new Blocklist(path, file));
  struct stat status;
  if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size == 0)
    return refuse(Refusal::invalid_input, path + " must be a file that is not empty");
  list->size_ = status.st_size;
  std::string head = read_at(file, path, 0, line_max);
  list->digests_ = !digest_of(head.substr(0, head.find('\n'))).empty();
  TRY(list->digests_ ? list->check_digests() : list->read_plain(most_plain));
  return list;
}

Result<void> Blocklist::read_plain(std::size_t most) {
  std::string rest;
  for (std::int64_t at = 0; at < size_;) {
    std::string block = read_at(file_, path_, at, 1 << 20);
    if (block.empty()) break;
    at += static_cast<std::int64_t>(block.size());
    rest += block;
    if (at >= size_) rest += '\n';
    std::size_t start = 0;
    for (auto end = rest.find('\n'); end != std::string::npos; end = rest.find('\n', start)) {
      std::string_view line(rest.data() + start, end - start);
      if (line.ends_with('\r')) line.remove_suffix(1);
      start = end + 1;
      if (line.size() >= password_length_with_factor && line.size() <= Password::max_bytes)
        plain_.push_back(short_digest(lower_ascii(line)));
    }
    rest.erase(0, start);
    if (rest.size() > (std::size_t{1} << 20))
      return refuse(Refusal::invalid_input, path_ + " has a line that is too long");
    if (plain_.size() > most)
      return refuse(Refusal::invalid_input,
                    path_ + " has more than " + std::to_string(most) +
                        " passwords; use a sorted file of SHA-1 digests instead");
  }
  std::ranges::sort(plain_);
  plain_.erase(std::ranges::unique(plain_).begin(), plain_.end());
  return {};
}

// The digest of the first line that begins at or after a position, and where that line begins;
// empty, with the size, when there is none.
std::string Blocklist::digest_after(std::int64_t at, std::int64_t* start) const {
  // A line that begins at `at` itself is known by the line break before it.
  std::int64_t from = std::max<std::int64_t>(at - 1, 0);
  std::string block = read_at(file_, path_, from, 2 * line_max + 2);
  std::size_t begin = 0;
  if (at > 0) {
    auto line_break = block.find('\n');
    begin = line_break == std::string::npos ? block.size() : line_break + 1;
  }
  *start = from + static_cast<std::int64_t>(begin);
  if (*start >= size_) return "";
  std::string_view line = std::string_view(block).substr(begin);
  std::string digest = digest_of(line.substr(0, line.find('\n')));
  if (digest.empty())
    throw Breakdown("Passwords can't be checked at the moment.",
                    path_ + ": no SHA-1 digest at byte " + std::to_string(*start));
  return digest;
}

Result<void> Blocklist::check_digests() const {
  std::string before;
  for (int i = 0; i < samples; ++i) {
    std::int64_t start = 0;
    std::string digest;
    try {
      digest = digest_after(size_ * i / samples, &start);
    } catch (const Breakdown& fault) {
      return refuse(Refusal::invalid_input, fault.detail());
    }
    if (digest.empty()) break;
    if (digest < before)
      return refuse(Refusal::invalid_input,
                    path_ + " must be sorted by digest; `LC_ALL=C sort` does it");
    before = std::move(digest);
  }
  return {};
}

bool Blocklist::contains(std::string_view password) const {
  if (!digests_) return std::ranges::binary_search(plain_, short_digest(lower_ascii(password)));
  std::string wanted = hex(crypto::sha1(password));
  // The line of `wanted`, when there is one, begins in [low, high).
  std::int64_t low = 0, high = size_;
  while (low < high) {
    std::int64_t middle = low + (high - low) / 2, start = 0;
    std::string digest = digest_after(middle, &start);
    if (digest == wanted) return true;
    if (digest.empty() || digest > wanted)
      high = middle;
    else
      low = start + 1;
  }
  return false;
}

}  // namespace probity::credentials
