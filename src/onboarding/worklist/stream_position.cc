#include "worklist/stream_position.h"

#include <algorithm>

#include "base/text.h"
#include "crypto/crypto.h"

namespace probity::worklist {
namespace {

constexpr std::size_t instant_bytes = 8, mark_bytes = 6;

std::string mark_of(const Told& change) {
  return crypto::sha256(change.profile.text() + std::to_string(change.at.micros))
      .substr(0, mark_bytes);
}

}  // namespace

std::optional<StreamPosition> StreamPosition::parse(std::string_view text) {
  auto bytes = text.size() > 200 ? std::nullopt : unbase64url(text);
  if (!bytes || bytes->size() < instant_bytes || (bytes->size() - instant_bytes) % mark_bytes)
    return std::nullopt;
  std::uint64_t micros = 0;
  for (std::size_t i = 0; i < instant_bytes; ++i)
    micros = micros << 8 | static_cast<unsigned char>((*bytes)[i]);
  if (micros >> 63) return std::nullopt;
  StreamPosition position(Instant{static_cast<std::int64_t>(micros)});
  for (std::size_t i = instant_bytes; i < bytes->size(); i += mark_bytes)
    position.marks_.push_back(bytes->substr(i, mark_bytes));
  return position;
}

bool StreamPosition::was_told(const Told& change) const {
  return std::ranges::count(marks_, mark_of(change));
}

void StreamPosition::tell(const Told& change) {
  marks_.push_back(mark_of(change));
  if (marks_.size() > most_told) marks_.erase(marks_.begin());
}

std::string StreamPosition::text() const {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8)
    bytes += static_cast<char>(static_cast<std::uint64_t>(since_.micros) >> shift & 0xff);
  for (const auto& mark : marks_) bytes += mark;
  return base64url(bytes);
}

}  // namespace probity::worklist
