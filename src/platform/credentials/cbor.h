// Just enough of CBOR (RFC 8949) to find the parts of an attestation object, and to know that the
// lengths in what is handed on to a library are true.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace probity::credentials {

// Reads items from the front of a text. Only definite lengths, at most 8 deep: what CTAP 2 writes.
class Cbor {
 public:
  explicit Cbor(std::string_view bytes) : rest_(bytes) {}

  // The next item as it stands, whole; nothing when it is cut short, malformed or too deep.
  std::optional<std::string_view> item(int depth = 8);
  // Of the next item: a map's number of pairs, the integer, the text, the byte string.
  std::optional<std::size_t> map();
  std::optional<std::int64_t> number();  // of 32 bits at most
  std::optional<std::string_view> text();
  std::optional<std::string_view> bytes();
  std::string_view rest() const { return rest_; }

 private:
  struct Head {
    int major;
    std::uint64_t value;
  };
  std::optional<Head> head();
  std::optional<std::string_view> string_of(int major);
  std::string_view rest_;
};

}  // namespace probity::credentials
